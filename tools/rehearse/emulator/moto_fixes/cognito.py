"""Cognito user pools."""

from typing import Any

from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult

from .registry import Patches, fix


@fix
def resource_server_cannot_be_deleted(patches: Patches) -> None:
    """DeleteResourceServer is missing.

    Without this fix aws_cognito_resource_server cannot be destroyed. Remove it when moto has the call.
    """

    def delete_resource_server(self: CognitoIdpResponse) -> EmptyResult:
        pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
        pool.resource_servers.pop(self._get_param("Identifier"))
        return EmptyResult()

    patches.replace(CognitoIdpResponse, "delete_resource_server", delete_resource_server)


@fix
def user_pool_has_no_tier(patches: Patches) -> None:
    """A user pool created without a feature plan has none. AWS assigns ESSENTIALS.

    Without this fix aws_cognito_user_pool, which omits this plan from its call, always plans to set user_pool_tier.
    Remove it when DescribeUserPool returns UserPoolTier for every pool.
    """

    def to_json(self: CognitoIdpUserPool, extended: bool = False) -> dict[str, Any]:
        answer = original(self, extended)
        return {"UserPoolTier": "ESSENTIALS", **answer} if extended else answer

    original = patches.replace(CognitoIdpUserPool, "to_json", to_json)


NEVER_UPDATED = ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration")


@fix
def user_pool_forgets_what_no_update_names(patches: Patches) -> None:
    """UpdateUserPool removes what only CreateUserPool can set, and removes all tags if the call has none.

    Without this fix a changed aws_cognito_user_pool is replaced because of username_attributes. Remove it when moto
    keeps them.
    """

    def update_user_pool(self: CognitoIdpBackend, user_pool_id: str, extended_config: dict[str, Any]) -> None:
        former = self.describe_user_pool(user_pool_id).extended_config
        kept = {name: former[name] for name in (*NEVER_UPDATED, "UserPoolTags") if name in former}
        original(self, user_pool_id, {**kept, **extended_config})

    original = patches.replace(CognitoIdpBackend, "update_user_pool", update_user_pool)


RISK_PARTS = (
    "CompromisedCredentialsRiskConfiguration",
    "AccountTakeoverRiskConfiguration",
    "RiskExceptionConfiguration",
)


@fix
def user_pool_takes_no_risk_configuration(patches: Patches) -> None:
    """SetRiskConfiguration and DescribeRiskConfiguration are missing.

    Without this fix aws_cognito_risk_configuration can be neither created nor read. Remove it when moto has the calls.
    """

    def stored(self: CognitoIdpResponse) -> dict[str, Any]:
        pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
        client = self._get_param("ClientId")
        by_client = vars(pool).setdefault("risk_configurations", {})
        base = {"UserPoolId": pool.id, **({"ClientId": client} if client else {})}
        return by_client.setdefault(client, base)

    def set_risk_configuration(self: CognitoIdpResponse) -> ActionResult:
        configuration = stored(self)
        for part in RISK_PARTS:
            given = self._get_param(part)
            if given:
                configuration[part] = given
            else:
                configuration.pop(part, None)
        return ActionResult({"RiskConfiguration": configuration})

    def describe_risk_configuration(self: CognitoIdpResponse) -> ActionResult:
        return ActionResult({"RiskConfiguration": stored(self)})

    patches.replace(CognitoIdpResponse, "set_risk_configuration", set_risk_configuration)
    patches.replace(CognitoIdpResponse, "describe_risk_configuration", describe_risk_configuration)
