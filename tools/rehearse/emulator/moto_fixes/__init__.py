"""Fixes for moto's differences from AWS that affect the AWS provider, one function per defect.

Measured with moto 5.2.5 and hashicorp/aws 5.100.0. Every fix has a test that passes with it and fails without it. When
a newer moto also passes without it, remove the fix and its test.
"""
