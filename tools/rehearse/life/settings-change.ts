import { type Block, blockOf } from "../../synthesized/fields";
import { StackJson } from "../../synthesized/stack-json";

/** A change of a stack's settings, and what may come of it. */
export interface SettingsChange {
  /** The stack as a new synth would write it. */
  readonly json: StackJson;
  readonly variables: Readonly<Record<string, string>>;
  /** Action by the address of each resource that is to change; no other may. */
  readonly expected: ReadonlyMap<string, "update" | "replace">;
}

const NEW_IMAGE_TAG = "1.1.0";

/**
 * A new image tag, and higher figures wherever something scales.
 *
 * @param variables those that the stack declares, as they are before
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
 * Whether Terraform leaves an argument as it is once the resource is there, such as the bounds that scheduled actions move.
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
 */
function isIgnored(resource: Block, [argument = ""]: readonly string[]): boolean {
  const { ignore_changes: ignored } = blockOf(resource, "lifecycle");
  return ignored === "all" || (Array.isArray(ignored) && ignored.includes(argument));
}

/** Adds one to a number, or to an expression, at a path; tells whether there was one. */
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

/** Addresses of resources in whose text something occurs. */
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

/** A number by which something scales, where it stands in Terraform JSON. */
export interface Figure {
  readonly type: string;
  /** Names of the blocks it stands in, and its own. */
  readonly path: readonly string[];
}

/** What a rehearsal raises by one, as somebody would in the settings who wants more of it. */
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
  // A larger disk is a new version of the template, and that new instances.
  { type: "aws_launch_template", path: ["block_device_mappings", "ebs", "volume_size"] },
];

/** Attributes that only an apply tells, when the resource changes at all: whoever refers to them changes, too. */
export const FOLLOWED_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_ecs_task_definition: ["arn", "arn_without_revision", "id", "revision"],
  aws_launch_template: ["default_version", "latest_version"],
};

/** Types of which a change makes a new one in the place of the old one. */
export const REPLACED_TYPES: readonly string[] = ["aws_ecs_task_definition"];
