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
  definitionsFile,
  imageSteps,
  manifestSteps,
  planSteps,
  scanSteps,
  watchSteps,
  withDefinitions,
} from "./commands";
import { type DeployerProps, letApply, letPlan } from "./deployer";
import { mayNotify, mayPush, mayReadScans, mayReleaseServices, mayWatch } from "./permissions";
import type { ReleasedService } from "./ecs-releases";
import type { ReleasePipelineProps } from "./release-pipeline-props";
import { ReleaseNotices } from "./release-notices";
import { RepositorySource } from "./repository-source";

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
    const { images, scan, architectures } = this.props;
    if (images.length === 0) return stage("Scan", []);
    const judged = scanSteps(this.place.repositoryNames, scan);
    const byEcs = this.services.length > 0;
    const project = this.project(
      "scan",
      "Waits for the scans of the images, and judges them",
      byEcs ? withDefinitions(judged, this.services) : judged,
      15 + scan.waitMinutes * images.length * architectures.length,
      byEcs ? { variables: this.registry } : {},
    );
    project.allow("read-scans", mayReadScans(this, this.place));
    return stage("Scan", [
      run("scan", project, { variables: TAG, outputs: byEcs ? ["definitions"] : undefined }),
    ]);
  }

  /** A plan and its approval: the next execution plans after this one is approved. */
  private review() {
    const { stack, deploy, approval, topicArn } = this.props;
    const approve: Action = {
      name: "approve",
      category: "Approval",
      provider: "Manual",
      runOrder: 2,
      configuration: {
        CustomData:
          deploy.kind === "terraform"
            ? `Applies the plan of ${stack}, which the log of the action plan shows.`
            : `Gives the services of ${stack} the images of the commit.`,
        ...(topicArn === undefined ? {} : { NotificationArn: topicArn }),
      },
    };
    return stage("Review", [
      ...(deploy.kind === "terraform" ? [this.plan()] : []),
      ...(approval ? [approve] : []),
    ]);
  }

  private plan(): Action {
    const { stack, hasPage } = this.props;
    const description = `Plans ${stack}, and lets the guard judge the plan`;
    const project = this.project("plan", description, planSteps(stack, hasPage), 90);
    letPlan(project, this.deployer());
    return run("plan", project, { variables: TAG, outputs: ["plan"] });
  }

  private deploy() {
    const { deploy, rollsBack } = this.props;
    const release = deploy.kind === "terraform" ? this.apply() : undefined;
    const actions = [
      ...(release === undefined
        ? this.services.map((each) => this.update(each))
        : [release.action]),
      ...this.watch(),
    ];
    // The projects are complete by then.
    if (release !== undefined)
      letApply(release.project, this.deployer(), { role: this.role, projects: this.projects });
    return {
      ...stage("Deploy", actions),
      onFailure: rollsBack ? { result: "ROLLBACK" } : undefined,
    };
  }

  private apply() {
    const { stack, name } = this.props;
    const project = this.project("apply", `Applies the plan of ${stack}`, applySteps(stack), 120);
    const action = run("apply", project, {
      inputs: ["source", "plan"],
      variables: { PIPELINE: name, EXECUTION: "#{codepipeline.PipelineExecutionId}" },
      namespace: "Apply",
    });
    return { project, action };
  }

  /** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html */
  private update(service: ReleasedService): Action {
    const { deploy } = this.props;
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
        ...(deploy.kind === "ecs" ? { DeploymentTimeout: String(deploy.timeoutMinutes) } : {}),
      },
    };
  }

  private watch(): Action[] {
    const { alarms } = this.props;
    if (alarms === undefined || alarms.names.length === 0) return [];
    const { names, minutes } = alarms;
    const steps = watchSteps(names, minutes, this.services);
    const project = this.project("watch", "Watches alarms after a release", steps, 15 + minutes);
    project.allow("read-alarms", mayWatch(this, this.place, this.services));
    const began = this.services.length > 0 ? undefined : { STARTED: "#{Apply.STARTED}" };
    return [run("watch", project, { variables: began, runOrder: 2 })];
  }

  /** Those that CodePipeline itself releases. */
  private get services(): readonly ReleasedService[] {
    const { deploy } = this.props;
    return deploy.kind === "ecs" ? deploy.services : [];
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
    const { deploy, name } = this.props;
    return {
      ...this.props,
      pipeline: name,
      artifacts: this.artifacts,
      deployPolicyArns: deploy.kind === "terraform" ? deploy.policyArns : undefined,
    };
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
      ...(this.services.length > 0 ? mayReleaseServices(this, this.place, this.services) : []),
      ...(approval && topicArn !== undefined ? mayNotify(this, this.place, topicArn) : []),
    ]);
  }
}
