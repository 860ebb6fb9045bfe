import { DefaultTokenResolver, StringConcat, type TerraformElement, Tokenization } from "cdktf";

/**
 * An element as Terraform receives it, with resolved references, because CDKTF's token numbers change from synth to
 * synth. Call it during synthesis, when everything is known.
 */
export function resolvedJson(element: TerraformElement): unknown {
  return Tokenization.resolve(element.toTerraform(), {
    scope: element,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
}
