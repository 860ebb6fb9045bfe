import { textOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const ecs12 = defineControl({
  id: "ECS.12",
  title: "Clusters use Container Insights",
  look: each("aws_ecs_cluster", (cluster) =>
    blocksOf(cluster, "setting").some(
      (setting) =>
        textOf(setting, "name") === "containerInsights" &&
        ["enabled", "enhanced"].includes(textOf(setting, "value", "")),
    ),
  ),
});
