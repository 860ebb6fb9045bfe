"""The proof of a fix: what it mends works with it and does not work without it."""

import functools
import os
import unittest
from typing import Any

import boto3
from moto import mock_aws
from moto_fixes.registry import Fix, Patches, all_fixes

REGION = "us-east-2"
os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_EC2_METADATA_DISABLED="true",
    MOTO_EC2_LOAD_DEFAULT_AMIS="false",
)


@functools.cache
def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


class FixTest(unittest.TestCase):
    """A test class names its `fix` and says in `prepare` what is made and in `check` what AWS answers to it."""

    fix: Fix

    def prepare(self) -> None:
        """Makes what `check` looks at, with calls that work with and without the fix."""

    def check(self) -> None:
        raise NotImplementedError

    def test_with_the_fix(self) -> None:
        patches = Patches()
        self.addCleanup(patches.undo)
        vars(type(self))["fix"](patches)
        with mock_aws():
            self.prepare()
            self.check()

    def test_fails_without_the_fix(self) -> None:
        with mock_aws():
            self.prepare()
            with self.assertRaises(Exception, msg="moto needs this fix no more: remove it and its test"):
                self.check()


def fixes_without_a_test(suite: unittest.TestSuite) -> set[str]:
    """Names of the fixes that no test class of the suite has as its `fix`."""
    return set(all_fixes()) - {vars(type(test))["fix"].__name__ for test in _tests(suite) if isinstance(test, FixTest)}


def _tests(suite: unittest.TestSuite) -> list[unittest.TestCase]:
    return [test for each in suite for test in (_tests(each) if isinstance(each, unittest.TestSuite) else [each])]
