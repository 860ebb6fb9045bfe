import { isTrue, blockOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const ecr1 = defineControl({
  id: "ECR.1",
  title: "Repositories scan images on push",
  look: each("aws_ecr_repository", (repository) =>
    isTrue(blockOf(repository, "image_scanning_configuration"), "scan_on_push"),
  ),
});
