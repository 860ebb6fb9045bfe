"""What users do in Cognito user pools after they sign in: refresh their tokens, or reset their password."""

from moto.cognitoidp.exceptions import CodeMismatchException
from moto.cognitoidp.models import CognitoIdpBackend
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult

from .cognito_sign_in import find_user, send_code
from .registry import Patches, fix


@fix
def tokens_cannot_be_renewed(patches: Patches) -> None:
    """GetTokensFromRefreshToken is missing.

    Without this fix a page's session ends with its first access token. Remove it when moto has the call.
    """

    def get_tokens_from_refresh_token(self: CognitoIdpResponse) -> ActionResult:
        client_id, token = self._get_param("ClientId"), self._get_param("RefreshToken")
        backend = self._get_region_agnostic_backend()._find_backend_for_clientid(client_id)
        return ActionResult(backend.initiate_auth(client_id, "REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": token}))

    patches.replace(CognitoIdpResponse, "get_tokens_from_refresh_token", get_tokens_from_refresh_token)


@fix
def any_code_sets_a_new_password(patches: Patches) -> None:
    """ForgotPassword returns its code in a response header, and ConfirmForgotPassword also accepts any other code.

    Without this fix no test can show that a page handles codes, and anybody can access every account. The code that AWS
    would send by e-mail is written to standard error, which is the log. Remove it when moto checks ConfirmationCode.
    """

    def forgot_password(self: CognitoIdpResponse) -> ActionResult:
        client_id, username = self._get_param("ClientId"), self._get_param("Username")
        backend = self._get_region_agnostic_backend()._find_backend_for_clientid(client_id)
        _, answer = backend.forgot_password(client_id, username)
        _, user = find_user(backend, client_id, username)
        if user is not None:
            send_code(user, username)
        return ActionResult(answer)

    def confirm(self: CognitoIdpBackend, client_id: str, username: str, password: str, confirmation_code: str) -> None:
        pool, user = find_user(self, client_id, username)
        if user is None or user.confirmation_code is None or user.confirmation_code != confirmation_code:
            raise CodeMismatchException("Invalid verification code provided, please try again.")
        self._validate_password(pool.id, password)
        original_confirm(self, client_id, username, password, confirmation_code)

    patches.replace(CognitoIdpResponse, "forgot_password", forgot_password)
    original_confirm = patches.replace(CognitoIdpBackend, "confirm_forgot_password", confirm)
