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


class UserPoolKeepsWhatNoUpdateNames(fix_test.FixTest):
    fix = cognito.user_pool_forgets_what_no_update_names

    def check(self) -> None:
        pools = client("cognito-idp")
        pool_id = pools.create_user_pool(
            PoolName="users",
            UsernameAttributes=["email"],
            UsernameConfiguration={"CaseSensitive": False},
            UserPoolTags={"Environment": "dev"},
            DeletionProtection="ACTIVE",
        )["UserPool"]["Id"]
        pools.update_user_pool(UserPoolId=pool_id, DeletionProtection="INACTIVE")
        pool = pools.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        self.assertEqual(pool["DeletionProtection"], "INACTIVE")
        self.assertEqual(pool["UsernameAttributes"], ["email"])
        self.assertEqual(pool["UsernameConfiguration"], {"CaseSensitive": False})
        self.assertEqual(pool["UserPoolTags"], {"Environment": "dev"})


class UserPoolTakesARiskConfiguration(fix_test.FixTest):
    fix = cognito.user_pool_takes_no_risk_configuration

    def check(self) -> None:
        pools = client("cognito-idp")
        pool_id = pools.create_user_pool(PoolName="users")["UserPool"]["Id"]
        block = {"Actions": {"EventAction": "BLOCK"}}
        pools.set_risk_configuration(UserPoolId=pool_id, CompromisedCredentialsRiskConfiguration=block)
        found = pools.describe_risk_configuration(UserPoolId=pool_id)["RiskConfiguration"]
        self.assertEqual(found["CompromisedCredentialsRiskConfiguration"], block)
        pools.set_risk_configuration(UserPoolId=pool_id)
        found = pools.describe_risk_configuration(UserPoolId=pool_id)["RiskConfiguration"]
        self.assertNotIn("CompromisedCredentialsRiskConfiguration", found)
