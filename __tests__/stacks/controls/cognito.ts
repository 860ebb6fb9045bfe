import { type Controls, each } from "./control";

const pool = "aws_cognito_user_pool";

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html */
export const cognito: Controls = {
  "Cognito.1": each(
    pool,
    ({ user_pool_add_ons: addOns }) => addOns?.advanced_security_mode === "ENFORCED",
  ),
  "Cognito.2": each(
    "aws_cognito_identity_pool",
    ({ allow_unauthenticated_identities: guests }) => guests === false,
  ),
  "Cognito.3": each(
    pool,
    ({ password_policy: policy }) =>
      policy.minimum_length >= 8 &&
      policy.temporary_password_validity_days <= 7 &&
      ["lowercase", "uppercase", "numbers", "symbols"].every(
        (kind) => policy[`require_${kind}`] === true,
      ),
  ),
  "Cognito.6": each(pool, ({ deletion_protection: mode }) => mode === "ACTIVE"),
};
