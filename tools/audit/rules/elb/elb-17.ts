import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const elb17 = defineControl({
  id: "ELB.17",
  title: "HTTPS listeners have a recent TLS policy",
  look: each(
    "aws_lb_listener",
    (listener) => /^ELBSecurityPolicy-TLS13-1-[23]-/.test(textOf(listener, "ssl_policy", "")),
    (listener) => textOf(listener, "protocol") === "HTTPS",
  ),
});
