import contextlib

import pool_test
from moto_fixes import cognito_sessions
from pool_test import NAME, PASSWORD

NEW_PASSWORD = "Battery-staple-2!"


class TokensAreRenewed(pool_test.PoolTest):
    fix = cognito_sessions.tokens_cannot_be_renewed

    def check(self) -> None:
        self.confirm()
        token = self.password_sign_in()["RefreshToken"]
        renewed = self.renew(token)
        self.assertEqual(self.cognito.get_user(AccessToken=renewed["AccessToken"])["UserAttributes"][0]["Value"], NAME)
        self.cognito.admin_user_global_sign_out(UserPoolId=self.pool, Username=NAME)
        for ended in (token, "made-up"):
            with self.assertRaises(self.cognito.exceptions.NotAuthorizedException):
                self.renew(ended)

    def renew(self, token: str) -> dict[str, str]:
        return self.cognito.get_tokens_from_refresh_token(ClientId=self.client, RefreshToken=token)[
            "AuthenticationResult"
        ]


class PasswordIsSetByItsCode(pool_test.PoolTest):
    fix = cognito_sessions.any_code_sets_a_new_password

    def check(self) -> None:
        self.confirm()
        with self.assertRaises(self.cognito.exceptions.CodeMismatchException):
            self.set_password("123456", NEW_PASSWORD)
        with contextlib.redirect_stderr(self.output):
            answer = self.cognito.forgot_password(ClientId=self.client, Username=NAME)
        self.assertNotIn("x-moto-forgot-password-confirmation-code", answer["ResponseMetadata"]["HTTPHeaders"])
        with self.assertRaises(self.cognito.exceptions.CodeMismatchException):
            self.set_password(f"{(int(self.code()) + 1) % 1_000_000:06}", NEW_PASSWORD)
        with self.assertRaises(self.cognito.exceptions.InvalidPasswordException):
            self.set_password(self.code(), "short")
        self.set_password(self.code(), NEW_PASSWORD)
        with self.assertRaises(self.cognito.exceptions.NotAuthorizedException):
            self.password_sign_in(PASSWORD)
        self.password_sign_in(NEW_PASSWORD)

    def set_password(self, code: str, password: str) -> None:
        self.cognito.confirm_forgot_password(
            ClientId=self.client, Username=NAME, ConfirmationCode=code, Password=password
        )
