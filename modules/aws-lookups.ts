import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/* Data about the deployment's account and region that Terraform looks up, once per stack. */

/** ID of the account that the stack is deployed to. */
export function accountIdOf(scope: Construct): string {
  return lookUp(scope, "aws-account", DataAwsCallerIdentity).accountId;
}

/** Name of the stack's region, such as `us-east-2`. */
export function regionOf(scope: Construct): string {
  // Provider 6 renamed the argument `name` to `region`; `id` exists in 5 and 6.
  return lookUp(scope, "aws-region", DataAwsRegion).id;
}

/** `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(scope: Construct): string {
  return lookUp(scope, "aws-partition", DataAwsPartition).partition;
}

/** Domain of AWS's host names, such as `amazonaws.com`. */
export function dnsSuffixOf(scope: Construct): string {
  return lookUp(scope, "aws-partition", DataAwsPartition).dnsSuffix;
}

/** ARN of a log group of the account by its name, where a reference to the group would be a cycle, or the group another's. */
export function logGroupArn(scope: Construct, region: string, name: string): string {
  return `arn:${partitionOf(scope)}:logs:${region}:${accountIdOf(scope)}:log-group:${name}`;
}

function lookUp<Source extends Construct>(
  scope: Construct,
  id: string,
  DataSource: new (scope: Construct, id: string) => Source,
): Source {
  const stack = TerraformStack.of(scope);
  return (stack.node.tryFindChild(id) as Source | undefined) ?? new DataSource(stack, id);
}
