"""Cognito user pools."""

from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import EmptyResult

from .registry import Patches, fix


@fix
def resource_server_cannot_be_deleted(patches: Patches) -> None:
    """DeleteResourceServer is missing.

    Without it aws_cognito_resource_server cannot be destroyed. Goes when moto has the call.
    """

    def delete_resource_server(self: CognitoIdpResponse) -> EmptyResult:
        pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
        pool.resource_servers.pop(self._get_param("Identifier"))
        return EmptyResult()

    patches.replace(CognitoIdpResponse, "delete_resource_server", delete_resource_server)
