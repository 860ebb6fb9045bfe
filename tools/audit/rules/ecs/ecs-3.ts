import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const ecs3 = defineControl({
  id: "ECS.3",
  title: "Tasks have their own process namespace",
  look: each("aws_ecs_task_definition", (task) => textOf(task, "pid_mode") === undefined),
});
