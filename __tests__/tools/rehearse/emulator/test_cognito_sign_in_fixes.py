import base64
import contextlib
import json

import pool_test
from moto_fixes import cognito_sign_in
from pool_test import NAME, PASSWORD


class SrpTakesTheRightPasswordOnly(pool_test.PoolTest):
    fix = cognito_sign_in.srp_sign_in_takes_any_password

    def check(self) -> None:
        self.confirm()
        self.assertEqual(claims(self.sign_in(NAME, PASSWORD)["AccessToken"])["client_id"], self.client)
        for name, password in ((NAME, "Wrong-horse-1!"), ("nobody@example.com", PASSWORD)):
            with self.assertRaisesRegex(self.cognito.exceptions.NotAuthorizedException, "Incorrect username"):
                self.sign_in(name, password)


class SignUpIsConfirmedByItsCode(pool_test.PoolTest):
    fix = cognito_sign_in.any_confirmation_code_will_do

    def check(self) -> None:
        first = self.code()
        wrong = f"{(int(first) + 1) % 1_000_000:06}"
        with self.assertRaises(self.cognito.exceptions.CodeMismatchException):
            self.cognito.confirm_sign_up(ClientId=self.client, Username=NAME, ConfirmationCode=wrong)
        with contextlib.redirect_stderr(self.output):
            self.cognito.resend_confirmation_code(ClientId=self.client, Username=NAME)
        self.cognito.confirm_sign_up(ClientId=self.client, Username=NAME, ConfirmationCode=self.code())
        user = self.cognito.admin_get_user(UserPoolId=self.pool, Username=NAME)
        self.assertEqual(user["UserStatus"], "CONFIRMED")
        self.assertIn({"Name": "email_verified", "Value": "true"}, user["UserAttributes"])


class SignOutWorks(pool_test.PoolTest):
    fix = cognito_sign_in.nobody_can_sign_out

    def check(self) -> None:
        self.confirm()
        tokens = self.password_sign_in()
        self.cognito.revoke_token(Token=tokens["RefreshToken"], ClientId=self.client)
        with self.assertRaises(self.cognito.exceptions.NotAuthorizedException):
            self.cognito.initiate_auth(
                ClientId=self.client,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
            )
        self.cognito.global_sign_out(AccessToken=self.password_sign_in()["AccessToken"])


class IdTokenHasTheEmail(pool_test.PoolTest):
    fix = cognito_sign_in.id_token_has_no_email

    def check(self) -> None:
        self.confirm()
        sub = claims(self.password_sign_in()["IdToken"])["sub"]
        answer = self.cognito.initiate_auth(
            ClientId=self.client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": sub, "PASSWORD": PASSWORD},
        )
        self.assertEqual(claims(answer["AuthenticationResult"]["IdToken"])["email"], NAME)


def claims(token: str) -> dict[str, str]:
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
