"""Requests that AWS refuses and moto takes are named with field, value and rule."""

import unittest
from typing import Any

from moto.core.utils import get_service_model
from request_check import broken_rules, violations_in


def violations(service: str, action: str, **parameters: Any) -> list[tuple[str, str, str]]:
    found = violations_in(get_service_model(service).operation_model(action), parameters)
    return [(each["field"], each["value"], each["rule"]) for each in found]


class RequestCheck(unittest.TestCase):
    def test_takes_what_aws_takes(self) -> None:
        self.assertEqual(violations("ecs", "CreateCluster", clusterName="shop", settings=[]), [])

    def test_a_required_member_is_missing(self) -> None:
        self.assertIn(("launchType", "EC2Fargate"), [each[:2] for each in violations("ecs", "RunTask", launchType="EC2Fargate")])
        self.assertIn(("taskDefinition", "", "must be there"), violations("ecs", "RunTask", launchType="EC2"))

    def test_a_value_is_in_no_enumeration(self) -> None:
        [(field, value, rule)] = violations("elbv2", "CreateLoadBalancer", Name="web", Scheme="public")
        self.assertEqual((field, value), ("Scheme", "public"))
        self.assertEqual(rule, "must be one of internet-facing, internal")

    def test_a_list_member_is_in_no_enumeration(self) -> None:
        found = violations("ecs", "RegisterTaskDefinition", family="a", containerDefinitions=[], requiresCompatibilities=["LAMBDA"])
        self.assertEqual([each[:2] for each in found], [("requiresCompatibilities[0]", "LAMBDA")])

    def test_a_number_is_out_of_its_range(self) -> None:
        [(field, value, rule)] = violations("elbv2", "CreateTargetGroup", Name="web", Port=65536)
        self.assertEqual((field, value, rule), ("Port", "65536", "must be at most 65535"))

    def test_a_text_is_too_long_or_has_other_characters(self) -> None:
        rules = [rule for _, _, rule in violations("logs", "CreateLogGroup", logGroupName="a b" * 200)]
        self.assertEqual(rules, ["must be at most 512 long", r"must match [\.\-_/#A-Za-z0-9]+"])

    def test_a_sensitive_value_is_not_shown(self) -> None:
        [(field, value, _)] = violations("secretsmanager", "CreateSecret", Name="a", SecretString="x" * 70_000)
        self.assertEqual((field, value), ("SecretString", "(sensitive)"))

    def test_a_pattern_of_java_is_read(self) -> None:
        pattern = {"pattern": r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*"}
        self.assertEqual(broken_rules("a \U0001f600", pattern), [])
        self.assertEqual(len(broken_rules("a\x00", pattern)), 1)

    def test_a_pattern_that_cannot_be_read_is_told(self) -> None:
        [rule] = broken_rules("a", {"pattern": "[b-a]"})
        self.assertIn("cannot be read here", rule)
