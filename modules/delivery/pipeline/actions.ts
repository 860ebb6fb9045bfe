import type { CodepipelineStageAction } from "@cdktf/provider-aws/lib/codepipeline";
import type { BuildProject } from "./build-project";
import { definitionsFile } from "./commands";
import type { ReleasedService } from "./ecs-releases";

/** An action of AWS, in its only version. */
export type Action = Omit<CodepipelineStageAction, "owner" | "version">;

/** A stage of AWS's own actions. */
export function stage(name: string, actions: readonly Action[]) {
  return { name, action: actions.map((each) => ({ ...each, owner: "AWS", version: "1" })) };
}

/** Actions that only judge a release. */
const CHECKS = ["test", "scan", "watch"];

interface RunOptions {
  /** Input artifacts, the project's sources first. @default the sources alone */
  readonly inputs?: string[];
  readonly outputs?: string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly namespace?: string;
  readonly runOrder?: number;
}

/** An action that runs a CodeBuild project. */
export function run(
  name: string,
  project: BuildProject,
  { inputs = ["source"], outputs, variables = {}, namespace, runOrder }: RunOptions = {},
): Action {
  const set = Object.entries(variables).map(([variable, value]) => ({
    name: variable,
    value,
    type: "PLAINTEXT",
  }));
  return {
    name,
    category: CHECKS.includes(name) ? "Test" : "Build",
    provider: "CodeBuild",
    inputArtifacts: inputs,
    outputArtifacts: outputs,
    namespace,
    runOrder: runOrder ?? 1,
    configuration: {
      ProjectName: project.name,
      ...(inputs.length > 1 ? { PrimarySource: "source" } : {}),
      ...(set.length === 0 ? {} : { EnvironmentVariables: JSON.stringify(set) }),
    },
  };
}

/** A person's approval, which comes after the other actions of its stage. */
export function approve(what: string, topicArn: string | undefined): Action {
  return {
    name: "approve",
    category: "Approval",
    provider: "Manual",
    runOrder: 2,
    configuration: {
      CustomData: what,
      ...(topicArn === undefined ? {} : { NotificationArn: topicArn }),
    },
  };
}

/**
 * Gives a service a new task definition with the images of the release.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export function update(service: ReleasedService): Action {
  return {
    name: service.serviceName,
    category: "Deploy",
    provider: "ECS",
    inputArtifacts: ["definitions"],
    runOrder: 1,
    configuration: {
      ClusterName: service.clusterName,
      ServiceName: service.serviceName,
      FileName: definitionsFile(service),
      DeploymentTimeout: String(service.timeoutMinutes),
    },
  };
}
