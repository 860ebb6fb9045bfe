import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const elb22 = defineControl({
  id: "ELB.22",
  title: "Connections to targets are encrypted",
  look: each("aws_lb_target_group", (group) =>
    ["HTTPS", "TLS"].includes(textOf(group, "protocol", "")),
  ),
});
