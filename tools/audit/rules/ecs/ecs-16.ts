import { blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, isOff } from "../../look";

export const ecs16 = defineControl({
  id: "ECS.16",
  title: "Task sets have no public IP address",
  look: each("aws_ecs_task_set", (set) =>
    isOff(blockOf(set, "network_configuration"), "assign_public_ip"),
  ),
});
