import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** The id of the account that a stack is deployed to, known at apply: one data source for the whole stack. */
export function accountIdOf(scope: Construct): string {
  const stack = TerraformStack.of(scope);
  const present = stack.node.tryFindChild("account") as DataAwsCallerIdentity | undefined;
  return (present ?? new DataAwsCallerIdentity(stack, "account")).accountId;
}
