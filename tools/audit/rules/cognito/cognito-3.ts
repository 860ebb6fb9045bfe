import { numberOf, isTrue, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cognito3 = defineControl({
  id: "Cognito.3",
  title: "User pools require strong passwords",
  look: each("aws_cognito_user_pool", (pool) => {
    const policy = blockOf(pool, "password_policy");
    return (
      numberOf(policy, "minimum_length", 0) >= 8 &&
      numberOf(policy, "temporary_password_validity_days", Infinity) <= 7 &&
      ["lowercase", "uppercase", "numbers", "symbols"].every((kind) =>
        isTrue(policy, `require_${kind}`),
      )
    );
  }),
});
