import { DefaultTokenResolver, StringConcat, type TerraformElement, Tokenization } from "cdktf";

/**
 * An element as Terraform gets it, with references as Terraform reads them: what CDKTF numbers its tokens by changes from
 * synth to synth. Call it while the stack is synthesized, when everything is known.
 */
export function resolvedJson(element: TerraformElement): unknown {
  return Tokenization.resolve(element.toTerraform(), {
    scope: element,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  });
}
