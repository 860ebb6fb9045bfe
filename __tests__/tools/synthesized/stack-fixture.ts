import type { Block } from "../../../tools/synthesized/fields";
import { StackJson } from "../../../tools/synthesized/stack-json";
import type { SynthesizedStack } from "../../../tools/synthesized/synthesis";

/** A stack with some resources, by type and name. */
export function stackWith(
  resource: Readonly<Record<string, Readonly<Record<string, Block>>>>,
): StackJson {
  return new StackJson({ resource });
}

export function stackNamed(name: string, ...dependencies: string[]): SynthesizedStack {
  return {
    name,
    folder: name,
    file: `${name}/cdk.tf.json`,
    warnings: [],
    dependencies,
    json: new StackJson({}),
  };
}
