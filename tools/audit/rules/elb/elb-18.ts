import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** A Network Load Balancer forwards TCP unchanged, so it can neither encrypt nor read it. */
export const elb18 = defineControl({
  id: "ELB.18",
  title: "Listeners encrypt",
  look: each(
    "aws_lb_listener",
    (listener) =>
      textOf(listener, "protocol") === "HTTPS" ||
      textOf(blockOf(listener, "default_action"), "type") === "redirect",
    (listener) => textOf(listener, "protocol") !== "TCP",
  ),
});
