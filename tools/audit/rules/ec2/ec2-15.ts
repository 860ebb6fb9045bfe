import { defineControl } from "../../control";
import { each, isOff } from "../../look";

export const ec2_15 = defineControl({
  id: "EC2.15",
  title: "Subnets assign no public IP addresses",
  look: each("aws_subnet", (subnet) => isOff(subnet, "map_public_ip_on_launch")),
});
