import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cognito1 = defineControl({
  id: "Cognito.1",
  title: "User pools enforce threat protection",
  look: each(
    "aws_cognito_user_pool",
    (pool) => textOf(blockOf(pool, "user_pool_add_ons"), "advanced_security_mode") === "ENFORCED",
  ),
});
