import { defineControl } from "../../control";
import { eachContainer, isOff } from "../../look";

export const ecs4 = defineControl({
  id: "ECS.4",
  title: "Containers are not privileged",
  look: eachContainer((container) => isOff(container, "privileged")),
});
