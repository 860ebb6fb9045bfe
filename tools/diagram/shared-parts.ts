import { blocksOf, textOf } from "../synthesized/fields";
import type { StackJson } from "../synthesized/stack-json";
import type { Part } from "./parts";

/** A part that another stack creates, and the resources of this stack that are connected to it. */
export interface SharedPart {
  readonly part: Part;
  readonly connected: readonly string[];
}

/** What the stack of a system's previews shares with the system: the load balancer, and the instances unless tasks run on Fargate. */
export function sharedParts(json: StackJson): readonly SharedPart[] {
  const owner = ownerOf(json);
  if (owner === undefined) return [];
  const isElsewhere = (value: string) => json.referencesIn(value).length === 0;
  const rules = addressesOf(json, "aws_lb_listener_rule", (rule) =>
    isElsewhere(textOf(rule, "listener_arn", "")),
  );
  const services = addressesOf(json, "aws_ecs_service", (service) =>
    blocksOf(service, "capacity_provider_strategy")
      .map((share) => textOf(share, "capacity_provider", ""))
      .some((provider) => isElsewhere(provider) && !provider.startsWith("FARGATE")),
  );
  return [
    {
      part: {
        address: SHARED_BALANCER,
        lines: ["Application Load Balancer", `of ${owner}`],
        rank: 3,
        isStore: false,
        entry: "",
      },
      connected: rules,
    },
    {
      part: {
        address: "shared.instances",
        lines: ["instances", `of ${owner}`],
        rank: 6,
        isStore: false,
        isCapacity: true,
      },
      connected: services,
    },
  ].filter(({ connected }) => connected.length > 0);
}

/** No resource has this address. */
export const SHARED_BALANCER = "shared.load_balancer";

/** The system's stack, which tells its previews in an SSM parameter what they share. */
function ownerOf(json: StackJson): string | undefined {
  return Object.values(json.dataSources("aws_ssm_parameter"))
    .map((parameter) => /^\/([^/]+)\/previews$/.exec(textOf(parameter, "name", ""))?.[1])
    .find((owner) => owner !== undefined);
}

function addressesOf(
  json: StackJson,
  type: string,
  isWanted: (block: Readonly<Record<string, unknown>>) => boolean,
): readonly string[] {
  return Object.entries(json.resources(type))
    .filter(([, block]) => isWanted(block))
    .map(([name]) => `${type}.${name}`);
}
