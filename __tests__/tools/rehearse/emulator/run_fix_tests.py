"""Runs the tests of this folder, and fails when a fix has none."""

import sys
import unittest
from pathlib import Path

from fix_test import fixes_without_a_test

suite = unittest.defaultTestLoader.discover(str(Path(__file__).parent))
if untested := fixes_without_a_test(suite):
    sys.exit(f"No test for {', '.join(sorted(untested))}.")
sys.exit(not unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful())
