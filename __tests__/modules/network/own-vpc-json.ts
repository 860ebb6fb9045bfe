import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { OwnVpc, type OwnVpcProps } from "../../../modules/network/own-vpc";
import { awsStack, type TerraformJson, synthStack } from "../../support/synth";

/** A VPC of our own in the stack `web-dev`, three zones and NAT in each unless told otherwise. */
export function ownVpc(props: Partial<OwnVpcProps> = {}) {
  const stack = awsStack("web-dev");
  const vpc = new OwnVpc(stack, "network", {
    kind: "own",
    zoneCount: 3,
    nat: "per-zone",
    ...props,
  });
  // Something that waits for the way out, to look at what it waits for.
  new DataAwsCallerIdentity(stack, "workload", { dependsOn: [...vpc.egress] });
  return { vpc, json: synthStack(stack) };
}

export const cidrs = (json: TerraformJson) =>
  json.resources("aws_subnet").map((subnet) => subnet.cidr_block);

/** The block of the subnet with an id. */
export function cidrOf(
  { publicSubnets, privateSubnets }: OwnVpc,
  subnetId: string,
): string | undefined {
  const subnets = [...publicSubnets.subnets, ...privateSubnets.subnets];
  return subnets.find((subnet) => subnet.subnetId === subnetId)?.cidr;
}
