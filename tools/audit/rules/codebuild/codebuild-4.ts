import { blocksOf, blockOf, textOf } from "../../../synthesized/fields";
import { defineControl } from "../../control";
import { each } from "../../look";

export const codeBuild4 = defineControl({
  id: "CodeBuild.4",
  title: "Builds write logs",
  look: each("aws_codebuild_project", (project) => {
    const logs = blockOf(project, "logs_config");
    return ["cloudwatch_logs", "s3_logs"].some((kind) =>
      blocksOf(logs, kind).some((block) => textOf(block, "status", "ENABLED") === "ENABLED"),
    );
  }),
});
