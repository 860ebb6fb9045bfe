import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { eachContainer } from "../../look";

export const ecs20 = defineControl({
  id: "ECS.20",
  title: "Containers run as a user other than root",
  look: eachContainer((container) => !/^(0|root)(:|$)/.test(textOf(container, "user", "root"))),
});
