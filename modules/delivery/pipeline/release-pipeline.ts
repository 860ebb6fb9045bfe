import { Codepipeline } from "@cdktf/provider-aws/lib/codepipeline";
import { Construct } from "constructs";
import { accountIdOf, dnsSuffixOf, partitionOf } from "../../aws-lookups";
import { ServiceRole } from "../../identity/service-role";
import { LogGroup } from "../../observability/log-group";
import { type Action, run, stage } from "./actions";
import { ArtifactBucket } from "./artifact-bucket";
import { BuildProject, type BuildProjectProps } from "./build-project";
import {
  applySteps,
  type Architecture,
  type BuiltImage,
  imageSteps,
  manifestSteps,
  planSteps,
  type ScanLimits,
  scanSteps,
  watchSteps,
} from "./commands";
import { type DeployerProps, letApply, letPlan } from "./deployer";
import { mayNotify, mayPush, mayReadScans } from "./permissions";
import { ReleaseNotices } from "./release-notices";
import { RepositorySource, type RepositorySourceProps } from "./repository-source";

export interface ReleasePipelineProps extends Omit<DeployerProps, "artifacts" | "pipeline"> {
  /** Name of the pipeline, at most 55 characters: the start of all names. */
  readonly name: string;
  readonly region: string;
  readonly source: RepositorySourceProps;
  /** Images that the system's tasks run. @default none: their addresses have tags */
  readonly images: readonly BuiltImage[];
  readonly architectures: readonly Architecture[];
  /** Commands that test a commit. */
  readonly testCommands: readonly string[];
  /** Size of the machines that build and test. */
  readonly buildSize: NonNullable<BuildProjectProps["size"]>;
  readonly scan: ScanLimits;
  /** Whether a person approves each plan. */
  readonly approval: boolean;
  /** Whether the page of the stack is built for a plan. */
  readonly hasPage: boolean;
  /** Whether a stage Deploy that fails goes back to the last release. */
  readonly rollsBack: boolean;
  /** Alarms that fail the stage Deploy, and the time in which they do. @default none */
  readonly alarms?: { readonly names: readonly string[]; readonly minutes: number };
  readonly logRetentionDays: number;
  /** Topic that is notified of failures and approvals, which admits EventBridge. @default none */
  readonly topicArn?: string;
}

/** The tag of a release. */
const TAG = { IMAGE_TAG: "#{Source.CommitId}" };

/**
 * A pipeline that releases a system: it takes a commit, tests it, builds, pushes and scans its images, plans the stack with
 * their tag, and applies that plan.
 *
 * A stage holds one execution at a time, and a newer commit overtakes those that wait. So nobody plans while a plan awaits its
 * approval.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export class ReleasePipeline extends Construct {
  readonly resource: Codepipeline;
  readonly source: RepositorySource;
  private readonly props: ReleasePipelineProps;
  private readonly artifacts: ArtifactBucket;
  private readonly logs: LogGroup;
  private readonly role: ServiceRole;
  private readonly projects: BuildProject[] = [];

  constructor(scope: Construct, id: string, props: ReleasePipelineProps) {
    super(scope, id);
    this.props = props;
    const { name } = props;
    this.role = this.addRole();
    this.artifacts = new ArtifactBucket(this, "artifacts", { namePrefix: `${name.slice(0, 36)}-` });
    this.logs = new LogGroup(this, "logs", {
      name: `/aws/codebuild/${name}`,
      retentionDays: props.logRetentionDays,
    });
    this.source = new RepositorySource(this, "source", props.source);
    const stages = [
      { name: "Source", action: [this.source.action] },
      this.build(),
      this.scan(),
      this.review(),
      this.deploy(),
    ].filter(({ action }) => action.length > 0);
    this.letRelease();
    this.resource = new Codepipeline(this, "Default", {
      name,
      pipelineType: "V2",
      executionMode: "SUPERSEDED",
      roleArn: this.role.arn,
      artifactStore: [{ type: "S3", location: this.artifacts.name }],
      stage: stages,
      trigger: this.source.triggers,
      dependsOn: [this.role, ...this.projects.map((project) => project.role)].flatMap(
        (each) => each.policies,
      ),
    });
    if (props.topicArn !== undefined)
      new ReleaseNotices(this, "notices", { pipeline: name, topicArn: props.topicArn });
  }

  private build() {
    const { images, architectures, testCommands } = this.props;
    const actions: Action[] = [];
    if (testCommands.length > 0) {
      const project = this.project("test", "Tests a commit", { commands: testCommands }, 60, {
        size: this.props.buildSize,
      });
      actions.push(run("test", project));
    }
    if (images.length === 0) return stage("Build", actions);
    for (const architecture of architectures) {
      const word = `build-${architecture === "arm64" ? "arm64" : "x86"}`;
      const project = this.project(
        word,
        `Builds and pushes images for ${architecture}`,
        imageSteps(images, architecture, architectures),
        60,
        {
          architecture,
          size: this.props.buildSize,
          runsDocker: true,
          // Attestations would make each image a list, which a list of architectures cannot contain.
          variables: { ...this.registry, BUILDX_NO_DEFAULT_ATTESTATIONS: "1" },
        },
      );
      project.allow("push", mayPush(this, this.place));
      actions.push(run(word, project, { variables: TAG }));
    }
    if (architectures.length > 1) {
      const steps = manifestSteps(images, architectures);
      const project = this.project("manifest", "Joins the images of all architectures", steps, 15, {
        variables: this.registry,
      });
      project.allow("push", mayPush(this, this.place));
      actions.push(run("manifest", project, { variables: TAG, runOrder: 2 }));
    }
    return stage("Build", actions);
  }

  private scan() {
    const { images, scan } = this.props;
    if (images.length === 0) return stage("Scan", []);
    const project = this.project(
      "scan",
      "Waits for the scans of the images, and judges them",
      scanSteps(
        images.map(({ repositoryName }) => repositoryName),
        scan,
      ),
      15 + scan.waitMinutes * images.length * this.props.architectures.length,
    );
    project.allow("read-scans", mayReadScans(this, this.place));
    return stage("Scan", [run("scan", project, { variables: TAG })]);
  }

  /** A plan and its approval: the next execution plans after this one is approved. */
  private review() {
    const { stack, hasPage, approval, topicArn } = this.props;
    const plan = this.project(
      "plan",
      `Plans ${stack}, and lets the guard judge the plan`,
      planSteps(stack, hasPage),
      90,
    );
    letPlan(plan, this.deployer());
    const approve: Action = {
      name: "approve",
      category: "Approval",
      provider: "Manual",
      runOrder: 2,
      configuration: {
        CustomData: `Applies the plan of ${stack}, which the log of the action plan shows.`,
        ...(topicArn === undefined ? {} : { NotificationArn: topicArn }),
      },
    };
    return stage("Review", [
      run("plan", plan, { variables: TAG, outputs: ["plan"] }),
      ...(approval ? [approve] : []),
    ]);
  }

  private deploy() {
    const { stack, alarms, rollsBack, name } = this.props;
    const apply = this.project("apply", `Applies the plan of ${stack}`, applySteps(stack), 120);
    const actions = [
      run("apply", apply, {
        inputs: ["source", "plan"],
        variables: { PIPELINE: name, EXECUTION: "#{codepipeline.PipelineExecutionId}" },
        namespace: "Apply",
      }),
    ];
    if (alarms !== undefined && alarms.names.length > 0) {
      const steps = watchSteps(alarms.names, alarms.minutes);
      const watch = this.project(
        "watch",
        "Watches alarms after a release",
        steps,
        15 + alarms.minutes,
      );
      // CloudWatch returns composite alarms only to whom all alarms are allowed.
      watch.allow("read-alarms", [{ actions: ["cloudwatch:DescribeAlarms"], resources: ["*"] }]);
      actions.push(
        run("watch", watch, { variables: { STARTED: "#{Apply.STARTED}" }, runOrder: 2 }),
      );
    }
    letApply(apply, this.deployer(), { role: this.role, projects: this.projects });
    return {
      ...stage("Deploy", actions),
      onFailure: rollsBack ? { result: "ROLLBACK" } : undefined,
    };
  }

  private project(
    purpose: string,
    description: string,
    steps: BuildProjectProps["steps"],
    timeoutMinutes: number,
    options: Pick<BuildProjectProps, "architecture" | "size" | "runsDocker" | "variables"> = {},
  ): BuildProject {
    const project = new BuildProject(this, purpose, {
      pipeline: this.props.name,
      purpose,
      description,
      steps,
      timeoutMinutes,
      artifacts: this.artifacts,
      logs: this.logs,
      ...options,
    });
    this.projects.push(project);
    return project;
  }

  private deployer(): DeployerProps {
    return { ...this.props, pipeline: this.props.name, artifacts: this.artifacts };
  }

  private get registry() {
    return {
      REGISTRY: `${accountIdOf(this)}.dkr.ecr.${this.props.region}.${dnsSuffixOf(this)}`,
    };
  }

  private get place() {
    const { region, images } = this.props;
    return { region, repositoryNames: images.map(({ repositoryName }) => repositoryName) };
  }

  private addRole(): ServiceRole {
    const { name, region } = this.props;
    return new ServiceRole(this, "role", {
      service: "codepipeline.amazonaws.com",
      namePrefix: `${name.slice(0, 37)}-`,
      description: `Runs the actions of the pipeline ${name}`,
      sourceArn: `arn:${partitionOf(this)}:codepipeline:${region}:${accountIdOf(this)}:${name}`,
    });
  }

  /** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html */
  private letRelease(): void {
    const { topicArn, approval } = this.props;
    this.role.allow("release", [
      this.artifacts.lookUp,
      this.artifacts.access,
      {
        actions: ["codebuild:BatchGetBuilds", "codebuild:StartBuild"],
        resources: this.projects.map(({ arn }) => arn),
      },
      this.source.use,
      ...(approval && topicArn !== undefined ? mayNotify(this, this.place, topicArn) : []),
    ]);
  }
}
