import type { Block } from "../../../../tools/synthesized/fields";
import type { Resource, Resources } from "../../../../tools/synthesized/resources";

type ByType = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** Resources of a stack as its JSON has them; a reference alone in its text becomes the address that it refers to. */
export function resourcesOf(json: ByType): Resources {
  const evaluated = JSON.parse(
    JSON.stringify(json).replaceAll(/\$\{((?:data\.)?aws_[a-z0-9_]+\.[\w.-]+)\}/g, "$1"),
  ) as ByType;
  const resources = (type: string): readonly Resource[] =>
    Object.entries(evaluated[type] ?? {}).map(([name, block]) => ({
      address: `${type}.${name}`,
      block,
    }));
  return {
    resources,
    resource: (address) =>
      resources(address.split(".")[0] ?? "").find((each) => each.address === address),
  };
}
