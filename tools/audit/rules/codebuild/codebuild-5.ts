import { blockOf, isTrue } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

/** Security Hub has retired the control. A privileged build can take over the machine that it runs on. */
export const codeBuild5 = defineControl({
  id: "CodeBuild.5",
  title: "Builds are not privileged",
  page: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref.html",
  look: each(
    "aws_codebuild_project",
    (project) => !isTrue(blockOf(project, "environment"), "privileged_mode"),
  ),
});
