import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Sets a permissions boundary on every role in a scope, whichever module creates it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function limitRoles(scope: IConstruct, policyArn: string): void {
  Aspects.of(scope).add({
    visit(node) {
      if (node instanceof IamRole) node.permissionsBoundary = policyArn;
    },
  });
}
