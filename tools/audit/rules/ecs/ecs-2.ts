import { blockOf, firstBlock } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, isOff } from "../../look";

export const ecs2 = defineControl({
  id: "ECS.2",
  title: "Tasks have no public IP address",
  look: each(
    "aws_ecs_service",
    (service) => isOff(blockOf(service, "network_configuration"), "assign_public_ip"),
    (service) => firstBlock(service, "network_configuration") !== undefined,
  ),
});
