import type { EvaluatedStack } from "../synthesized/evaluated-stack";
import { type Block, blockOf, blocksOf, numberOf, textOf, textsOf } from "../synthesized/fields";

/**
 * The stages of a stack's pipeline from left to right, and in each its actions: side by side, or one below the other if one
 * waits for the other. Each action says what it uses.
 *
 * @returns lines of a Mermaid flowchart; none without a pipeline
 */
export function pipelineLines(stack: EvaluatedStack): readonly string[] {
  const [pipeline] = stack.resources("aws_codepipeline");
  if (pipeline === undefined) return [];
  const stages = blocksOf(pipeline.block, "stage");
  const start = startOf(stack, pipeline.block);
  const ids = [
    ...(start === undefined ? [] : ["start"]),
    ...stages.map((_, index) => `s${index + 1}`),
  ];
  return [
    ...(start === undefined ? [] : [`  start(["${start}"])`]),
    ...stages.flatMap((stage, index) => stageLines(stack, stage, `s${index + 1}`)),
    ...ids.slice(1).map((id, index) => `  ${ids[index] ?? ""} --> ${id}`),
  ];
}

/** What starts an execution, besides people. */
function startOf(stack: EvaluatedStack, pipeline: Block): string | undefined {
  const branches = blocksOf(pipeline, "trigger")
    .flatMap((trigger) => blocksOf(blockOf(trigger, "git_configuration"), "push"))
    .flatMap((push) => textsOf(blockOf(push, "branches"), "includes"));
  if (branches.length > 0) return `push to ${branches.join(", ")}`;
  const repositories = stack
    .resources("aws_cloudwatch_event_rule")
    .map(({ block }) => JSON.parse(textOf(block, "event_pattern", "{}")) as Block)
    .filter((pattern) => textsOf(pattern, "source").includes("aws.ecr"))
    .flatMap((pattern) => textsOf(blockOf(pattern, "detail"), "repository-name"));
  return repositories.length > 0 ? `image pushed to ${repositories.join(", ")}` : undefined;
}

function stageLines(stack: EvaluatedStack, stage: Block, id: string): readonly string[] {
  const actions = blocksOf(stage, "action").map((action, index) => ({
    id: `${id}a${index + 1}`,
    lines: actionLines(stack, action),
    isApproval: textOf(action, "category") === "Approval",
    order: numberOf(action, "run_order", 1),
  }));
  const rollsBack = textOf(blockOf(stage, "on_failure"), "result") === "ROLLBACK";
  return [
    `  subgraph ${id}["${textOf(stage, "name", "")}${rollsBack ? ", rolls back on failure" : ""}"]`,
    "    direction TB",
    ...actions.map(({ id, lines, isApproval }) => {
      const text = lines.join("<br/>").replaceAll('"', "'");
      return `    ${id}${isApproval ? `{{"${text}"}}` : `["${text}"]`}`;
    }),
    ...actions.flatMap((before) =>
      actions
        .filter(({ order }) => order === before.order + 1)
        .map((after) => `    ${before.id} --> ${after.id}`),
    ),
    "  end",
  ];
}

/** An action, and what it uses. */
function actionLines(stack: EvaluatedStack, action: Block): readonly string[] {
  const name = textOf(action, "name", "");
  const provider = textOf(action, "provider", "");
  const configuration = blockOf(action, "configuration");
  const set = (field: string) => textOf(configuration, field, "");
  switch (provider) {
    case "CodeStarSourceConnection":
      return [set("FullRepositoryId"), `branch ${set("BranchName")}`];
    case "CodeBuild": {
      const project = stack
        .resources("aws_codebuild_project")
        .find(({ block }) => textOf(block, "name") === set("ProjectName"));
      return [name, `CodeBuild: ${textOf(project?.block ?? {}, "description", provider)}`];
    }
    case "ECS":
      return [`service ${set("ServiceName")}`, `in the ECS cluster ${set("ClusterName")}`];
    case "Manual":
      return [
        name,
        set("NotificationArn") === "" ? "waits for a person" : "waits for a person, asked by SNS",
      ];
    default:
      return [name, provider];
  }
}
