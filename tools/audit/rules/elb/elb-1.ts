import { textOf, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { isReachedFromTheInternet } from "../../load-balancers";
import { each } from "../../look";

/** Only internet-facing load balancers: nobody types a URL inside a network. */
export const elb1 = defineControl({
  id: "ELB.1",
  title: "HTTP listeners redirect to HTTPS",
  look: each(
    "aws_lb_listener",
    (listener) =>
      textOf(blockOf(blockOf(listener, "default_action"), "redirect"), "protocol") === "HTTPS",
    (listener, stack) =>
      textOf(listener, "protocol") === "HTTP" && isReachedFromTheInternet(listener, stack),
  ),
});
