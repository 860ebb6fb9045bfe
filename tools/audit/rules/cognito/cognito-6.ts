import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const cognito6 = defineControl({
  id: "Cognito.6",
  title: "User pools have deletion protection",
  look: each("aws_cognito_user_pool", (pool) => textOf(pool, "deletion_protection") === "ACTIVE"),
});
