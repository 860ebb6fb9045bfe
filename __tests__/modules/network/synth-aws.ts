import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { type TerraformJson, synthStack } from "../../support/synth";

/** An empty stack with the AWS provider, without which CDKTF refuses to synthesize resources of AWS. */
export function awsStack(id: string): TerraformStack {
  const stack = new TerraformStack(Testing.app(), id);
  new AwsProvider(stack, "aws-provider", { region: "us-east-2" });
  return stack;
}

/** Synthesizes a stack of AWS resources, validations included, from what `build` puts into it. */
export function synthAws(build: (stack: TerraformStack) => void): TerraformJson {
  const stack = awsStack("test");
  build(stack);
  return synthStack(stack);
}
