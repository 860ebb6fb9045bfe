import { textOf, blockOf, firstBlock } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const ecs19 = defineControl({
  id: "ECS.19",
  title: "Capacity providers use managed termination protection",
  look: each(
    "aws_ecs_capacity_provider",
    (provider) =>
      textOf(blockOf(provider, "auto_scaling_group_provider"), "managed_termination_protection") ===
      "ENABLED",
    (provider) => firstBlock(provider, "auto_scaling_group_provider") !== undefined,
  ),
});
