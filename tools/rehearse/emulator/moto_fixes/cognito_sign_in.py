"""Sign-up and sign-in in Cognito user pools, as a browser performs them."""

import base64
import secrets
import sys
from typing import Any

from moto.cognitoidp.exceptions import CodeMismatchException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, CognitoIdpUserPool, UserStatus
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult

from .registry import Patches, fix
from .secure_remote_password import SrpServer

WRONG = "Incorrect username or password."


@fix
def srp_sign_in_takes_any_password(patches: Patches) -> None:
    """USER_SRP_AUTH returns a made-up SRP_B, and PASSWORD_VERIFIER accepts any signature.

    Without this fix no client that computes SRP can sign in, or it can sign in with any password. Remove it when moto
    checks PASSWORD_CLAIM_SIGNATURE.
    """
    exchanges: dict[str, SrpServer] = {}

    def initiate_auth(
        self: CognitoIdpBackend, client_id: str, auth_flow: str, auth_parameters: dict[str, str]
    ) -> dict[str, Any]:
        if auth_flow != "USER_SRP_AUTH":
            return original_initiate(self, client_id, auth_flow, auth_parameters)
        username = auth_parameters["USERNAME"]
        pool, user = find_user(self, client_id, username)
        if user is None:
            # The response must not reveal whether an account exists: use a random password, and the same response.
            user = CognitoIdpUser(pool.id, None, secrets.token_hex(), UserStatus.CONFIRMED, [])
            answer = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": {"SECRET_BLOCK": secrets.token_hex()}}
        else:
            answer = original_initiate(self, client_id, auth_flow, auth_parameters)
        parameters = answer["ChallengeParameters"]
        server = SrpServer(pool.id.split("_", 1)[1], user.id, user.password or "", auth_parameters["SRP_A"])
        # Clients decode the block as base64.
        block = base64.b64encode(parameters["SECRET_BLOCK"].encode()).decode()
        exchanges[block] = server
        parameters.update(
            SALT=server.salt, SRP_B=server.public_value, SECRET_BLOCK=block, USER_ID_FOR_SRP=user.id, USERNAME=user.id
        )
        return answer

    def respond(
        self: CognitoIdpBackend, session: str, client_id: str, challenge_name: str, challenge_responses: dict[str, str]
    ) -> dict[str, Any]:
        if challenge_name == "PASSWORD_VERIFIER":
            block = challenge_responses.get("PASSWORD_CLAIM_SECRET_BLOCK", "")
            server = exchanges.pop(block, None)
            signature = challenge_responses.get("PASSWORD_CLAIM_SIGNATURE", "")
            if server is None or not server.is_signed(block, challenge_responses.get("TIMESTAMP", ""), signature):
                raise NotAuthorizedError(WRONG)
            challenge_responses = {
                **challenge_responses,
                "PASSWORD_CLAIM_SECRET_BLOCK": base64.b64decode(block).decode(),
            }
        return original_respond(self, session, client_id, challenge_name, challenge_responses)

    original_initiate = patches.replace(CognitoIdpBackend, "initiate_auth", initiate_auth)
    original_respond = patches.replace(CognitoIdpBackend, "respond_to_auth_challenge", respond)


@fix
def any_confirmation_code_will_do(patches: Patches) -> None:
    """ConfirmSignUp accepts any code, SignUp creates none, and ResendConfirmationCode is missing.

    Without this fix no test can show that a page handles codes. The code that AWS would send by e-mail is written to
    standard error, which is the log. Remove it when moto checks ConfirmationCode.
    """

    def sign_up(self: CognitoIdpBackend, client_id: str, username: str, *others: Any, **named: Any) -> Any:
        answer = original_sign_up(self, client_id, username, *others, **named)
        send_code(answer[0], username)
        return answer

    def confirm_sign_up(self: CognitoIdpResponse) -> ActionResult:
        backend = self._get_region_agnostic_backend()._find_backend_for_clientid(self._get_param("ClientId"))
        _, user = find_user(backend, self._get_param("ClientId"), self._get_param("Username"))
        if user is None or user.confirmation_code != self._get_param("ConfirmationCode"):
            raise CodeMismatchException("Invalid verification code provided, please try again.")
        user.confirmation_code = None
        user.update_attributes([{"Name": "email_verified", "Value": "true"}])
        return original_confirm(self)

    def resend_confirmation_code(self: CognitoIdpResponse) -> ActionResult:
        username = self._get_param("Username")
        backend = self._get_region_agnostic_backend()._find_backend_for_clientid(self._get_param("ClientId"))
        _, user = find_user(backend, self._get_param("ClientId"), username)
        if user is not None and user.status == UserStatus.UNCONFIRMED:
            send_code(user, username)
        destination = {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "***"}
        return ActionResult({"CodeDeliveryDetails": destination})

    original_sign_up = patches.replace(CognitoIdpBackend, "sign_up", sign_up)
    original_confirm = patches.replace(CognitoIdpResponse, "confirm_sign_up", confirm_sign_up)
    patches.replace(CognitoIdpResponse, "resend_confirmation_code", resend_confirmation_code)


@fix
def nobody_can_sign_out(patches: Patches) -> None:
    """RevokeToken is missing. GlobalSignOut, which browsers do not sign, is only looked up in us-east-1.

    Without this fix a page's sign-out ends with an error. Remove it when both work without a signature.
    """

    def revoke_token(self: CognitoIdpResponse) -> ActionResult:
        backend = self._get_region_agnostic_backend()._find_backend_for_clientid(self._get_param("ClientId"))
        for pool in backend.user_pools.values():
            pool.refresh_tokens.pop(self._get_param("Token"), None)
        return EmptyResult()

    def global_sign_out(self: CognitoIdpResponse) -> ActionResult:
        token = self._get_param("AccessToken")
        self._get_region_agnostic_backend()._find_backend_by_access_token(token).global_sign_out(token)
        return EmptyResult()

    patches.replace(CognitoIdpResponse, "revoke_token", revoke_token)
    patches.replace(CognitoIdpResponse, "global_sign_out", global_sign_out)


@fix
def id_token_has_no_email(patches: Patches) -> None:
    """An ID token's email is the name that the user signed in with, which after SRP is the user's ID.

    Without this fix a page greets users by their ID. Remove it when email is the attribute of that name.
    """

    def create_jwt(
        self: CognitoIdpUserPool,
        client_id: str,
        username: str,
        token_use: str,
        expires_in: int = 3600,
        extra_data: dict[str, Any] | None = None,
    ) -> tuple[str, int]:
        email = _user(self, username).attribute_lookup.get("email")
        own = {"email": email} if token_use == "id" and email else {}
        return original(self, client_id, username, token_use, expires_in, {**own, **(extra_data or {})})

    original = patches.replace(CognitoIdpUserPool, "create_jwt", create_jwt)


def find_user(backend: CognitoIdpBackend, client_id: str, username: str) -> tuple[Any, CognitoIdpUser | None]:
    pool = next(pool for pool in backend.user_pools.values() if client_id in pool.clients)
    return pool, _user(pool, username)


def _user(pool: CognitoIdpUserPool, username: str) -> CognitoIdpUser | None:
    return pool._get_user(username) or pool.users.get(username)


def send_code(user: CognitoIdpUser, username: str) -> None:
    """Creates a code for the user, and writes it where the tools that run the system look for it."""
    user.confirmation_code = f"{secrets.randbelow(1_000_000):06}"
    print(f"confirmation-code {username} {user.confirmation_code}", file=sys.stderr, flush=True)
