import { containerDefinitions } from "../../support/container-definitions";
import type { TerraformJson } from "../../support/synth";

export type Resource = Record<string, any>;

/** A system's stacks in one environment. */
export interface Stacks {
  readonly runtime: TerraformJson;
  /** Absent where another registry holds the images. */
  readonly images: TerraformJson | undefined;
  readonly state: TerraformJson;
}

/** What a control says of one subject, named by its Terraform address: a resource, a container or a statement. */
export interface Finding {
  readonly subject: string;
  readonly holds: boolean;
}

/** A control looks at every subject that it is about. */
export type Control = (stacks: Stacks) => readonly Finding[];

/** Controls by their names. */
export type Controls = Readonly<Record<string, Control>>;

type Condition = (resource: Resource, json: TerraformJson) => boolean;

/** A control of each resource of some types in the runtime stack, of those that `about` selects. */
export function each(
  types: string | readonly string[],
  holds: Condition,
  about: Condition = () => true,
): Control {
  return ({ runtime }) => [types].flat().flatMap((type) => findings(runtime, type, holds, about));
}

/** A control of each resource of a type in every stack of the system. */
export function eachOfAll(type: string, holds: Condition): Control {
  return (stacks) => all(stacks).flatMap((json) => findings(json, type, holds));
}

/** A control of each container of the runtime stack. */
export function eachContainer(holds: (container: Resource) => boolean): Control {
  return ({ runtime }) =>
    runtime.addressed("aws_ecs_task_definition").flatMap(([address, task]) =>
      containerDefinitions(task["container_definitions"] as string).map((container) => ({
        subject: `${address}/${container["name"]}`,
        holds: holds(container),
      })),
    );
}

export function findings(
  json: TerraformJson,
  type: string,
  holds: Condition,
  about: Condition = () => true,
): Finding[] {
  return json
    .addressed(type)
    .filter(([, resource]) => about(resource, json))
    .map(([subject, resource]) => ({ subject, holds: holds(resource, json) }));
}

export function all({ runtime, images, state }: Stacks): TerraformJson[] {
  return [runtime, ...(images === undefined ? [] : [images]), state];
}
