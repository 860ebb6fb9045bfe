import { DefaultTokenResolver, StringConcat, type TerraformElement, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * An element as Terraform receives it, with resolved references, because CDKTF's token numbers change from synth to
 * synth. Call it during synthesis, when everything is known.
 */
export function resolvedJson(element: TerraformElement): unknown {
  return resolved(element, element.toTerraform());
}

/** A value as Terraform receives it: references to one attribute are the same, whichever token they were. */
export function resolved(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, {
    scope,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
}
