import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import { Construct } from "constructs";
import { buildImages, buildSizes } from "../../../aws/delivery/pipelines";
import { accountIdOf, partitionOf, regionOf } from "../../aws-lookups";
import { type PolicyStatement, ServiceRole } from "../../identity/service-role";
import type { LogGroup } from "../../observability/log-group";
import type { ArtifactBucket } from "./artifact-bucket";

/** What a build runs. */
export interface BuildSteps {
  /** Commands that install what CodeBuild's image lacks. @default none */
  readonly install?: readonly string[];
  readonly commands: readonly string[];
  /** Folder whose files are the output artifact. @default none */
  readonly outputFolder?: string;
  /** Variables whose values at the end of the build later actions can read. @default none */
  readonly exports?: readonly string[];
}

export interface BuildProjectProps {
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** What the project does, in a word: the end of its name, and the stream of its logs. */
  readonly purpose: string;
  readonly description: string;
  readonly steps: BuildSteps;
  readonly artifacts: ArtifactBucket;
  readonly logs: LogGroup;
  readonly timeoutMinutes: number;
  /** @default "x86_64" */
  readonly architecture?: keyof typeof buildImages;
  /** @default "small" */
  readonly size?: keyof typeof buildSizes;
  /** Whether the build runs a Docker daemon, which needs a privileged container. @default false */
  readonly runsDocker?: boolean;
  /** Variables that are the same in each build. @default none */
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * A CodeBuild project of a pipeline, with a role and permissions of its own. Its commands are part of the stack: a push to the
 * repository changes what the commands run, but not which permissions they have.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export class BuildProject extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { pipeline, purpose, description, logs, artifacts } = props;
    const name = `${pipeline}-${purpose}`;
    this.role = new ServiceRole(this, "role", {
      service: "codebuild.amazonaws.com",
      namePrefix: `${name.slice(0, 37)}-`,
      description: `Runs the CodeBuild project ${name}`,
      sourceArn: `arn:${partitionOf(this)}:codebuild:${regionOf(this)}:${accountIdOf(this)}:project/${name}`,
    });
    this.allow("builds", [
      { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${logs.arn}:*`] },
      artifacts.access,
    ]);
    const { type, image } = buildImages[props.architecture ?? "x86_64"];
    const project = new CodebuildProject(this, "Default", {
      name,
      description,
      serviceRole: this.role.arn,
      buildTimeout: props.timeoutMinutes,
      artifacts: { type: "CODEPIPELINE" },
      source: { type: "CODEPIPELINE", buildspec: buildspec(props.steps) },
      environment: {
        type,
        image,
        computeType: buildSizes[props.size ?? "small"],
        privilegedMode: props.runsDocker ?? false,
        environmentVariable: Object.entries(props.variables ?? {}).map(([variable, value]) => ({
          name: variable,
          value,
        })),
      },
      logsConfig: {
        cloudwatchLogs: { status: "ENABLED", groupName: logs.name, streamName: purpose },
      },
    });
    this.name = project.name;
    this.arn = project.arn;
  }

  /** Gives the project's role an inline policy. */
  allow(id: string, statements: readonly PolicyStatement[]): void {
    this.role.allow(id, statements);
  }
}

/** JSON is YAML, too. */
function buildspec({ install = [], commands, outputFolder, exports = [] }: BuildSteps): string {
  return JSON.stringify({
    version: "0.2",
    ...(exports.length === 0 ? {} : { env: { "exported-variables": exports } }),
    phases: {
      install: {
        "runtime-versions": { nodejs: 22 },
        ...(install.length === 0 ? {} : { commands: install }),
      },
      build: { commands },
    },
    ...(outputFolder === undefined
      ? {}
      : { artifacts: { "base-directory": outputFolder, files: ["**/*"] } }),
  });
}
