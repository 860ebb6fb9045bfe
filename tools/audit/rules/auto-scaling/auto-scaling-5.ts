import { textOf, blocksOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** Without a network interface in the template, the subnet decides, which is not a property of the group. */
export const autoScaling5 = defineControl({
  id: "AutoScaling.5",
  title: "Instances of groups have no public IP address",
  look: each("aws_launch_template", (template) => {
    const interfaces = blocksOf(template, "network_interfaces");
    return (
      interfaces.length > 0 &&
      interfaces.every((each) => textOf(each, "associate_public_ip_address") === "false")
    );
  }),
});
