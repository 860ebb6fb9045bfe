import { type Block, blockOf } from "../../synthesized/fields";
import { StackJson } from "../../synthesized/stack-json";

/** A change of a stack's settings, and the changes it may cause. */
export interface SettingsChange {
  /** The stack as a new synth would write it. */
  readonly json: StackJson;
  readonly variables: Readonly<Record<string, string>>;
  /** The action for each resource that must change, by address. No other resource may change. */
  readonly expected: ReadonlyMap<string, "update" | "replace">;
}

const NEW_IMAGE_TAG = "1.1.0";

/**
 * Sets a new image tag, and raises every number that something scales by.
 *
 * @param variables the stack's variables, with their values before the change
 */
export function settingsChangeOf(
  stack: StackJson,
  variables: Readonly<Record<string, string>>,
): SettingsChange {
  const json = structuredClone(stack.json) as Record<string, Record<string, Record<string, Block>>>;
  const changed = new StackJson(json);
  const raised = FIGURES.flatMap(({ type, path }) =>
    Object.entries(changed.resources(type))
      .filter(([, resource]) => !isIgnored(resource, path) && raise(resource, path))
      .map(([name]) => `${type}.${name}`),
  );
  const hasTag = "image_tag" in variables;
  const tagged = hasTag ? referringTo(stack, /\bvar\.image_tag\b/) : [];
  return {
    json: changed,
    variables: hasTag ? { ...variables, image_tag: NEW_IMAGE_TAG } : variables,
    expected: withThoseThatFollow(stack, [...raised, ...tagged]),
  };
}

/**
 * Whether Terraform ignores later changes of an argument, such as the bounds that scheduled actions set.
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
 */
function isIgnored(resource: Block, [argument = ""]: readonly string[]): boolean {
  const { ignore_changes: ignored } = blockOf(resource, "lifecycle");
  return ignored === "all" || (Array.isArray(ignored) && ignored.includes(argument));
}

/** Adds one to a number, or to an expression, at a path. Returns whether it found one. */
function raise(block: unknown, [name = "", ...rest]: readonly string[]): boolean {
  if (Array.isArray(block)) return block.map((each) => raise(each, [name, ...rest])).some(Boolean);
  if (typeof block !== "object" || block === null || !(name in block)) return false;
  const holder = block as Record<string, unknown>;
  const value = holder[name];
  if (rest.length > 0) return raise(value, rest);
  if (typeof value === "number") holder[name] = value + 1;
  else if (typeof value === "string") holder[name] = value.replace(/^\$\{(.*)\}$/s, "${($1) + 1}");
  return holder[name] !== value;
}

/** Addresses of resources whose JSON matches a pattern. */
function referringTo(stack: StackJson, text: RegExp): readonly string[] {
  return stack.resourceTypes.flatMap((type) =>
    Object.entries(stack.resources(type))
      .filter(([, resource]) => text.test(JSON.stringify(resource)))
      .map(([name]) => `${type}.${name}`),
  );
}

function withThoseThatFollow(
  stack: StackJson,
  addresses: readonly string[],
): ReadonlyMap<string, "update" | "replace"> {
  const expected = new Map<string, "update" | "replace">();
  const add = (address: string): void => {
    if (expected.has(address)) return;
    const [type = ""] = address.split(".");
    expected.set(address, REPLACED_TYPES.includes(type) ? "replace" : "update");
    for (const attribute of FOLLOWED_ATTRIBUTES[type] ?? []) {
      const reference = `${address}.${attribute}`.replaceAll(
        /[.*+?^${}()|[\]\\]/g,
        String.raw`\$&`,
      );
      referringTo(stack, new RegExp(String.raw`${reference}\b`)).forEach(add);
    }
  };
  addresses.forEach(add);
  return expected;
}

/** A number that something scales by, and its place in the Terraform JSON. */
export interface Figure {
  readonly type: string;
  /** Names of the enclosing blocks, followed by its own name. */
  readonly path: readonly string[];
}

/** The numbers that a rehearsal raises by one, as a user who needs more capacity would. */
export const FIGURES: readonly Figure[] = [
  { type: "aws_appautoscaling_target", path: ["max_capacity"] },
  {
    type: "aws_appautoscaling_policy",
    path: ["target_tracking_scaling_policy_configuration", "target_value"],
  },
  { type: "aws_autoscaling_group", path: ["max_size"] },
  { type: "aws_autoscaling_policy", path: ["target_tracking_configuration", "target_value"] },
  {
    type: "aws_ecs_capacity_provider",
    path: ["auto_scaling_group_provider", "managed_scaling", "minimum_scaling_step_size"],
  },
  // A larger disk creates a new template version, which creates new instances.
  { type: "aws_launch_template", path: ["block_device_mappings", "ebs", "volume_size"] },
];

/** Attributes known only after an apply if the resource changes. Resources that refer to them change too. */
export const FOLLOWED_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_ecs_task_definition: ["arn", "arn_without_revision", "id", "revision"],
  aws_launch_template: ["default_version", "latest_version"],
};

/** Types for which a change creates a replacement. An invocation is another one when what triggers it changes. */
export const REPLACED_TYPES: readonly string[] = [
  "aws_ecs_task_definition",
  "aws_lambda_invocation",
];
