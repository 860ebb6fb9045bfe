import { blocksOf, blockOf, textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

export const codeBuild2 = defineControl({
  id: "CodeBuild.2",
  title: "Builds have no access keys in their variables",
  look: each("aws_codebuild_project", (project) => {
    const environment = blockOf(project, "environment");
    return !blocksOf(environment, "environment_variable").some((variable) =>
      KEYS.includes(textOf(variable, "name", "")),
    );
  }),
});
