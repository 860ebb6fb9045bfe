import { defineControl } from "../../control";
import { each, isReferencedBy } from "../../look";

export const ecr3 = defineControl({
  id: "ECR.3",
  title: "Repositories have a lifecycle policy",
  look: each("aws_ecr_repository", (_, stack, address) =>
    isReferencedBy(stack, "aws_ecr_lifecycle_policy", "repository", address),
  ),
});
