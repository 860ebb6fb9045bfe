import { EvaluatedStack } from "../synthesized/evaluated-stack";
import { type Block, blockOf, numberOf, textOf } from "../synthesized/fields";
import { type Idling, idlingOf } from "../synthesized/idling";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import type { SynthesizedStack } from "../synthesized/synthesis";

/** The names of the two scheduled actions that the setting `asleep` makes. */
export type ActionName = "asleep" | "awake";

export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

/** What a stack has scheduled to zero at night. */
export interface Sleepers {
  readonly stack: string;
  readonly region: string;
  readonly services: readonly Sleeper[];
  readonly groups: readonly Sleeper[];
  /** What stops while nobody calls: it has no scheduled action, so its bounds are those of the synthesized JSON. */
  readonly idling?: Idling;
}

/** A service by its resource ID in Application Auto Scaling, or an Auto Scaling group by its name. */
export interface Sleeper {
  readonly id: string;
  /** With which it wakes, as far as the synthesized JSON knows: variables of a deployment can change it. */
  readonly awake: SizeRange;
}

export async function sleepersOf({
  name,
  json,
}: Pick<SynthesizedStack, "name" | "json">): Promise<Sleepers> {
  const stack = await EvaluatedStack.read(json, { variables: json.valuesFor(SAMPLE_VARIABLES) });
  const awake = (type: string, nameField: string) =>
    stack
      .resources(type)
      .map(({ block }) => block)
      .filter((block) => textOf(block, nameField) === "awake");
  const idling = idlingOf(stack);
  if (idling !== undefined) {
    const services = stack.resources("aws_appautoscaling_target").map(({ block }) => ({
      id: textOf(block, "resource_id", ""),
      awake: rangeOf(block, "min_capacity", "max_capacity"),
    }));
    return { stack: name, region: json.region, services, groups: [], idling };
  }
  return {
    stack: name,
    region: json.region,
    services: awake("aws_appautoscaling_scheduled_action", "name").map((block) => ({
      id: textOf(block, "resource_id", ""),
      awake: rangeOf(blockOf(block, "scalable_target_action"), "min_capacity", "max_capacity"),
    })),
    groups: awake("aws_autoscaling_schedule", "scheduled_action_name").map((block) => ({
      id: textOf(block, "autoscaling_group_name", ""),
      awake: rangeOf(block, "min_size", "max_size"),
    })),
  };
}

function rangeOf(block: Block, min: string, max: string): SizeRange {
  return { min: numberOf(block, min, 0), max: numberOf(block, max, 0) };
}
