"""What the tests of Cognito share: a pool, a client and a person."""

import contextlib
import io

import fix_test
from fix_test import client
from srp_client import SrpClient

NAME = "ann@example.com"
PASSWORD = "Correct-horse-1!"


class PoolTest(fix_test.FixTest):

    def prepare(self) -> None:
        self.cognito = client("cognito-idp")
        self.pool = self.cognito.create_user_pool(
            PoolName="users", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"]
        )["UserPool"]["Id"]
        self.client = self.cognito.create_user_pool_client(UserPoolId=self.pool, ClientName="page")["UserPoolClient"][
            "ClientId"
        ]
        self.output = io.StringIO()
        with contextlib.redirect_stderr(self.output):
            self.cognito.sign_up(ClientId=self.client, Username=NAME, Password=PASSWORD)

    def confirm(self) -> None:
        self.cognito.admin_confirm_sign_up(UserPoolId=self.pool, Username=NAME)

    def sign_in(self, username: str, password: str) -> dict[str, str]:
        srp = SrpClient()
        challenge = self.cognito.initiate_auth(
            ClientId=self.client,
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": username, "SRP_A": f"{srp.public:x}"},
        )
        return self.cognito.respond_to_auth_challenge(
            ClientId=self.client,
            ChallengeName="PASSWORD_VERIFIER",
            ChallengeResponses=srp.response(self.pool, password, challenge["ChallengeParameters"]),
        )["AuthenticationResult"]

    def password_sign_in(self, password: str = PASSWORD) -> dict[str, str]:
        return self.cognito.initiate_auth(
            ClientId=self.client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": NAME, "PASSWORD": password},
        )["AuthenticationResult"]

    def code(self) -> str:
        return self.output.getvalue().splitlines()[-1].split()[-1]
