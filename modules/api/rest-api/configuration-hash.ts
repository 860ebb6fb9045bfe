import { createHash } from "node:crypto";
import { DefaultTokenResolver, Lazy, StringConcat, TerraformElement, Tokenization } from "cdktf";
import type { Construct } from "constructs";

/**
 * A hash of all that Terraform gets of a construct and what is in it, computed when the stack is synthesized: it changes
 * with every argument of every resource, those that are added later by `addOverride` included.
 */
export function configurationHash(construct: Construct): string {
  return Lazy.stringValue({
    produce: () => {
      const elements = construct.node
        .findAll()
        .filter((child) => TerraformElement.isTerraformElement(child))
        .map((element) => sorted(resolved(element)));
      return createHash("sha256").update(JSON.stringify(elements)).digest("hex");
    },
  });
}

/** References as Terraform reads them: what CDKTF numbers its tokens by changes from synth to synth. */
function resolved(element: TerraformElement): unknown {
  return Tokenization.resolve(element.toTerraform(), {
    scope: element,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
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
