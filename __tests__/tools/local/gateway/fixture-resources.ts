import type { Block, Resources } from "../../../../tools/local/gateway/resources";

type ByType = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** Resources of a stack as its JSON has them; a reference alone in its text becomes the address that it refers to. */
export function resourcesOf(json: ByType): Resources {
  const evaluated = JSON.parse(
    JSON.stringify(json).replaceAll(/\$\{((?:data\.)?aws_[a-z0-9_]+\.[\w.-]+)\}/g, "$1"),
  ) as ByType;
  return {
    resources: (type) =>
      new Map(
        Object.entries(evaluated[type] ?? {}).map(([name, block]) => [`${type}.${name}`, block]),
      ),
  };
}
