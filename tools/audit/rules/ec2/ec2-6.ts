import { defineControl } from "../../control";
import { type Condition, each, eachDataSource, isReferencedBy } from "../../look";

const hasFlowLog: Condition = (_, stack, address) =>
  isReferencedBy(stack, "aws_flow_log", "vpc_id", address);

export const ec2_6 = defineControl({
  id: "EC2.6",
  title: "VPCs have flow logs",
  look: (stack) => [
    ...each("aws_vpc", hasFlowLog)(stack),
    ...eachDataSource("aws_vpc", hasFlowLog)(stack),
  ],
});
