import { type LeftOut, withoutResources } from "./without-resources";
import { type Block, blockOf, blocksOf, firstBlock, textsOf } from "../../synthesized/fields";
import { StackJson } from "../../synthesized/stack-json";

/** What the emulator, or the provider version it was tested with, cannot do. One line each. */

/** Resource types that moto cannot create: they are planned but not applied. */
export const INAPPLICABLE_TYPES: Readonly<Record<string, string>> = {
  aws_ce_anomaly_monitor: "moto has no Cost Anomaly Detection",
  aws_ce_anomaly_subscription: "moto has no Cost Anomaly Detection",
  aws_chatbot_slack_channel_configuration: "moto has no Amazon Q Developer in chat applications",
  aws_chatbot_teams_channel_configuration: "moto has no Amazon Q Developer in chat applications",
  aws_codepipeline: "moto does not answer as CodePipeline does",
  aws_codestarconnections_connection: "moto has no CodeStar connections",
  aws_codeconnections_connection: "moto has no CodeConnections",
};

export interface NewerArgument {
  readonly type: string;
  /** Names of the enclosing blocks, followed by its own name. */
  readonly path: readonly string[];
  /** The first AWS provider version that supports it. The tested one, 5.100.0, does not. */
  readonly since: string;
}

/** Arguments that need a newer AWS provider. The resource is applied without them. */
export const NEWER_ARGUMENTS: readonly NewerArgument[] = [
  { type: "aws_ecs_service", path: ["deployment_configuration"], since: "6.25.0" },
  { type: "aws_ecs_service", path: ["load_balancer", "advanced_configuration"], since: "6.25.0" },
  {
    type: "aws_ecs_capacity_provider",
    path: ["managed_instances_provider", "instance_launch_template", "capacity_option_type"],
    since: "6.28.0",
  },
  { type: "aws_api_gateway_integration", path: ["integration_target"], since: "6.25.0" },
  { type: "aws_lb_listener_rule", path: ["transform"], since: "6.25.0" },
];

/** Resources that need a newer AWS provider because of this argument. Without it they would mean something else. */
export const NEWER_FORMS: readonly NewerForm[] = [
  {
    type: "aws_ecs_capacity_provider",
    what: "ECS Managed Instances",
    isNewer: (block) => firstBlock(block, "managed_instances_provider") !== undefined,
    since: "6.25.0",
  },
  {
    type: "aws_ecs_task_definition",
    what: "ECS Managed Instances",
    isNewer: (block) => textsOf(block, "requires_compatibilities").includes("MANAGED_INSTANCES"),
    since: "6.25.0",
  },
  {
    type: "aws_appautoscaling_policy",
    // Each provider has those of groups.
    what: "predictive scaling",
    isNewer: (block) => firstBlock(block, "predictive_scaling_policy_configuration") !== undefined,
    since: "6.13.0",
  },
];

interface NewerForm {
  readonly type: string;
  /** Describes the form. */
  readonly what: string;
  readonly isNewer: (block: Block) => boolean;
  readonly since: string;
}

/** Types that need a newer AWS provider. They cannot even be planned. */
export const NEWER_TYPES: Readonly<Record<string, string>> = {
  aws_ecs_express_gateway_service: "6.25.0",
};

/** The parts of a stack that the AWS provider and the emulator support. */
export interface Applicable {
  /** What the provider supports: it can be planned. */
  readonly planned: StackJson;
  /** What the emulator can create. */
  readonly applied: StackJson;
  /** Planned but not applied. */
  readonly onlyPlanned: readonly LeftOut[];
  /** Unknown to the provider. */
  readonly unknown: readonly LeftOut[];
}

/**
 * Separates the resources of a stack that are applied from those that are not.
 *
 * @param awsProvider version of the AWS provider
 */
export function withoutInapplicable(given: StackJson, awsProvider: string): Applicable {
  const stack = inAnyAccount(given);
  const lacks = (since: string): string | undefined =>
    isOlder(awsProvider, since)
      ? `AWS provider ${awsProvider} does not support it, ${since} does`
      : undefined;
  const byType = withoutResources(stack, (type, block) => {
    const form = NEWER_FORMS.find((each) => each.type === type && each.isNewer(block));
    const since = NEWER_TYPES[type] ?? form?.since;
    return since === undefined ? undefined : lacks(since);
  });
  const byArgument = withoutArguments(byType.json, lacks);
  const applied = withoutResources(byArgument.json, (type) => INAPPLICABLE_TYPES[type]);
  return {
    planned: byArgument.json,
    applied: applied.json,
    onlyPlanned: applied.leftOut,
    unknown: [...byType.leftOut, ...byArgument.leftOut],
  };
}

/** The emulator's account differs from any account that an environment names (`accountId`). */
function inAnyAccount(stack: StackJson): StackJson {
  const copy = structuredClone(stack.json);
  const providers = blocksOf(blockOf(copy, "provider"), "aws");
  const named = providers.filter((each) => Reflect.has(each, "allowed_account_ids"));
  for (const provider of named) Reflect.deleteProperty(provider, "allowed_account_ids");
  return named.length === 0 ? stack : new StackJson(copy);
}

function withoutArguments(
  stack: StackJson,
  lacks: (since: string) => string | undefined,
): { readonly json: StackJson; readonly leftOut: readonly LeftOut[] } {
  const json = new StackJson(structuredClone(stack.json));
  const leftOut = NEWER_ARGUMENTS.flatMap(({ type, path, since }) => {
    const reason = lacks(since);
    if (reason === undefined) return [];
    return Object.entries(json.resources(type))
      .filter(([, resource]) => removed(resource, path))
      .map(([name]) => ({ address: `${type}.${name}.${path.join(".")}`, reason }));
  });
  return { json: leftOut.length > 0 ? json : stack, leftOut };
}

/** Removes an argument at a path. Returns whether it existed. */
function removed(block: unknown, [name = "", ...rest]: readonly string[]): boolean {
  if (Array.isArray(block))
    return block.map((each) => removed(each, [name, ...rest])).some(Boolean);
  if (typeof block !== "object" || block === null || !(name in block)) return false;
  const holder = block as Record<string, unknown>;
  if (rest.length > 0) return removed(holder[name], rest);
  return Reflect.deleteProperty(holder, name);
}

function isOlder(version: string, other: string): boolean {
  return version.localeCompare(other, "en", { numeric: true }) < 0;
}
