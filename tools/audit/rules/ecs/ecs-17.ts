import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const ecs17 = defineControl({
  id: "ECS.17",
  title: "Tasks do not use the host's network",
  look: each("aws_ecs_task_definition", (task) => textOf(task, "network_mode") !== "host"),
});
