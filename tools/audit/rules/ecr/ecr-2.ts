import { textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const ecr2 = defineControl({
  id: "ECR.2",
  title: "Image tags are immutable",
  look: each(
    "aws_ecr_repository",
    (repository) => textOf(repository, "image_tag_mutability") === "IMMUTABLE",
  ),
});
