import { isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { eachContainer } from "../../look";

export const ecs5 = defineControl({
  id: "ECS.5",
  title: "Containers have a read-only root file system",
  look: eachContainer((container) => isTrue(container, "readonlyRootFilesystem")),
});
