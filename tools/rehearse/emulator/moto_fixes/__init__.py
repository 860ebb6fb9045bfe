"""What moto gets wrong for the AWS provider, one function per defect.

Measured with moto 5.2.5 and hashicorp/aws 5.100.0. Every fix has a test that passes with it and fails without it; when
a newer moto makes that second half pass, the fix and its test go.
"""
