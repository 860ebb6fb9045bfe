import { createHash } from "node:crypto";
import { Lazy, TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import { resolvedJson } from "../../resolved-json";

/**
 * A hash of everything that Terraform gets from a construct and its children, computed during synthesis. It changes
 * with every argument of every resource, including those that `addOverride` adds later.
 */
export function configurationHash(construct: Construct): string {
  return Lazy.stringValue({
    produce: () => {
      const elements = construct.node
        .findAll()
        .filter((child) => TerraformElement.isTerraformElement(child))
        .map((element) => sorted(resolvedJson(element)));
      return createHash("sha256").update(JSON.stringify(elements)).digest("hex");
    },
  });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}
