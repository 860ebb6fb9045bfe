import { blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, isReferencedBy } from "../../look";

export const ec2_2 = defineControl({
  id: "EC2.2",
  title: "Default security groups are closed",
  look: each("aws_vpc", (_, stack, address) =>
    isReferencedBy(
      stack,
      "aws_default_security_group",
      "vpc_id",
      address,
      (group) => [...blocksOf(group, "ingress"), ...blocksOf(group, "egress")].length === 0,
    ),
  ),
});
