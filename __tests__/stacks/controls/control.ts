import { containerDefinitions } from "../../support/container-definitions";
import type { TerraformJson } from "../../support/synth";

export type Resource = Record<string, any>;

/** A system's stacks in one environment: a control holds in them or does not. */
export interface Stacks {
  readonly runtime: TerraformJson;
  /** None where another registry has the images. */
  readonly images: TerraformJson | undefined;
  readonly state: TerraformJson;
}

/** Whether a control holds; undefined where the stacks have nothing that it is about. */
export type Control = (stacks: Stacks) => boolean | undefined;

/** Controls by their names. */
export type Controls = Readonly<Record<string, Control>>;

export function every(
  resources: readonly Resource[],
  holds: (resource: Resource) => boolean,
): boolean | undefined {
  return resources.length === 0 ? undefined : resources.every(holds);
}

/** A control of each resource of a type in the runtime stack. */
export function each(
  type: string,
  holds: (resource: Resource, json: TerraformJson) => boolean,
): Control {
  return ({ runtime }) => every(runtime.resources(type), (resource) => holds(resource, runtime));
}

export function all({ runtime, images, state }: Stacks): TerraformJson[] {
  return [runtime, ...(images === undefined ? [] : [images]), state];
}

/** Never empty: every system has tasks. */
export function tasks(json: TerraformJson): Resource[] {
  const found = json.resources("aws_ecs_task_definition");
  expect(found).not.toEqual([]);
  return found;
}

export function containers(json: TerraformJson): Resource[] {
  return tasks(json).flatMap((task) =>
    containerDefinitions(task["container_definitions"] as string),
  );
}
