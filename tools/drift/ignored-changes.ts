import { type Block, blockOf } from "../synthesized/fields";

/** Whether Terraform ignores changes of an attribute of the resource (`ignore_changes`). */
export function ignoredBy(block: Block): (name: string) => boolean {
  const { ignore_changes: ignored = [] } = blockOf(block, "lifecycle");
  if (ignored === "all") return () => true;
  const roots = (ignored as readonly string[]).map((path) => path.split(/[.[]/)[0]);
  return (name) => roots.includes(name) || (name === "tags_all" && roots.includes("tags"));
}
