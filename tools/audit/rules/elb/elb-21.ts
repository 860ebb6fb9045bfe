import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const elb21 = defineControl({
  id: "ELB.21",
  title: "Health checks of targets are encrypted",
  look: each("aws_lb_target_group", (group) =>
    ["HTTPS", "TLS"].includes(textOf(blockOf(group, "health_check"), "protocol", "")),
  ),
});
