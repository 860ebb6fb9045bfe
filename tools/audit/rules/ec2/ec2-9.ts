import { defineControl } from "../../control";
import { each, isOff } from "../../look";

export const ec2_9 = defineControl({
  id: "EC2.9",
  title: "Instances have no public IP address",
  look: each("aws_instance", (instance) => isOff(instance, "associate_public_ip_address")),
});
