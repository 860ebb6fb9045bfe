import { blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each, isOff } from "../../look";

export const ec2_25 = defineControl({
  id: "EC2.25",
  title: "Launch templates assign no public IP address",
  look: each("aws_launch_template", (template) =>
    blocksOf(template, "network_interfaces").every((each) =>
      isOff(each, "associate_public_ip_address"),
    ),
  ),
});
