import { platformVersions } from "../../../../aws/compute/fargate";
import { type Block, textOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** By name or by number. */
const LATEST: readonly string[] = platformVersions;

const isOnFargate = (service: Block) =>
  textOf(service, "launch_type") === "FARGATE" ||
  blocksOf(service, "capacity_provider_strategy").some((share) =>
    textOf(share, "capacity_provider", "").startsWith("FARGATE"),
  );

export const ecs10 = defineControl({
  id: "ECS.10",
  title: "Fargate services run on the latest platform version",
  look: each(
    "aws_ecs_service",
    (service) => LATEST.includes(textOf(service, "platform_version", "LATEST")),
    isOnFargate,
  ),
});
