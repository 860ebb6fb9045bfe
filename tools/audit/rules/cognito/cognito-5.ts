import { blockOf, textOf, textsOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** Where MFA is optional, a user who sets up no second factor signs in with the password alone. */
export const cognito5 = defineControl({
  id: "Cognito.5",
  title: "User pools that only accept passwords require a second factor",
  look: each(
    "aws_cognito_user_pool",
    (pool) => textOf(pool, "mfa_configuration") === "ON",
    (pool) =>
      textsOf(blockOf(pool, "sign_in_policy"), "allowed_first_auth_factors").every(
        (factor) => factor === "PASSWORD",
      ),
  ),
});
