import { blockOf, textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** Custom authentication has a mode of its own, which is off where the standard one is enforced. */
export const cognito4 = defineControl({
  id: "Cognito.4",
  title: "User pools enforce threat protection for custom authentication",
  look: each("aws_cognito_user_pool", (pool) => {
    const flows = blockOf(blockOf(pool, "user_pool_add_ons"), "advanced_security_additional_flows");
    return textOf(flows, "custom_auth_mode") === "ENFORCED";
  }),
});
