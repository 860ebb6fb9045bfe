import fix_test
from fix_test import client
from moto_fixes import cognito


class UserPoolHasATier(fix_test.FixTest):
    fix = cognito.user_pool_has_no_tier

    def check(self) -> None:
        pools = client("cognito-idp")
        made = pools.create_user_pool(PoolName="users")["UserPool"]
        self.assertEqual(made["UserPoolTier"], "ESSENTIALS")
        self.assertEqual(pools.describe_user_pool(UserPoolId=made["Id"])["UserPool"]["UserPoolTier"], "ESSENTIALS")
