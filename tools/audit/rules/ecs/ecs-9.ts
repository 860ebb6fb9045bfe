import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { eachContainer } from "../../look";

export const ecs9 = defineControl({
  id: "ECS.9",
  title: "Containers have a log driver",
  look: eachContainer((container) =>
    ["awslogs", "awsfirelens"].includes(
      textOf(blockOf(container, "logConfiguration"), "logDriver", ""),
    ),
  ),
});
