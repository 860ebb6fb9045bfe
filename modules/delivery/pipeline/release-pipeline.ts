import { Codepipeline, type CodepipelineConfig } from "@cdktf/provider-aws/lib/codepipeline";
import { Construct } from "constructs";
import { accountIdOf, dnsSuffixOf, partitionOf } from "../../aws-lookups";
import { ServiceRole } from "../../identity/service-role";
import { LogGroup } from "../../observability/log-group";
import { type Action, approve, run, stage, update } from "./actions";
import { ArtifactBucket } from "./artifact-bucket";
import { BuildProject, type BuildProjectProps } from "./build-project";
import {
  applySteps,
  imageSteps,
  manifestSteps,
  planSteps,
  scanSteps,
  watchSteps,
  withDefinitions,
} from "./commands";
import { type DeployerProps, letApply, letPlan } from "./deployer";
import { ImagePush } from "./image-push";
import { mayNotify, mayPush, mayReadScans, mayReleaseServices, mayWatch } from "./permissions";
import type { ReleasedService } from "./ecs-releases";
import type { ReleasePipelineProps } from "./release-pipeline-props";
import { ReleaseNotices } from "./release-notices";
import { RepositorySource } from "./repository-source";

/** Variable of the pipeline and of its builds: the tag of the release. */
const TAG = "IMAGE_TAG";

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
      ...this.start(),
      dependsOn: [this.role, ...this.projects.map((project) => project.role)].flatMap(
        (each) => each.policies,
      ),
    });
    if (props.topicArn !== undefined)
      new ReleaseNotices(this, "notices", { pipeline: name, topicArn: props.topicArn });
  }

  /** What starts an execution. */
  private start(): Pick<CodepipelineConfig, "trigger" | "variable"> {
    const { pushedRepository: repositoryName, name: pipeline, region } = this.props;
    if (repositoryName === undefined) return { trigger: this.source.triggers };
    new ImagePush(this, "push", { pipeline, region, repositoryName, variable: TAG });
    return { variable: [{ name: TAG, description: `Tag of the image in ${repositoryName}` }] };
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
      actions.push(run(word, project, { variables: this.tag }));
    }
    if (architectures.length > 1) {
      const steps = manifestSteps(images, architectures);
      const project = this.project("manifest", "Joins the images of all architectures", steps, 15, {
        variables: this.registry,
      });
      project.allow("push", mayPush(this, this.place));
      actions.push(run("manifest", project, { variables: this.tag, runOrder: 2 }));
    }
    return stage("Build", actions);
  }

  private scan() {
    const { scan, architectures } = this.props;
    const { repositoryNames } = this.place;
    if (repositoryNames.length === 0) return stage("Scan", []);
    const judged = scanSteps(repositoryNames, scan);
    const byEcs = this.services.length > 0;
    const project = this.project(
      "scan",
      "Waits for the scans of the images, and judges them",
      byEcs ? withDefinitions(judged, this.services) : judged,
      15 + scan.waitMinutes * repositoryNames.length * architectures.length,
      byEcs ? { variables: this.registry } : {},
    );
    project.allow("read-scans", mayReadScans(this, this.place));
    return stage("Scan", [
      run("scan", project, { variables: this.tag, outputs: byEcs ? ["definitions"] : undefined }),
    ]);
  }

  /** A plan and its approval: the next execution plans after this one is approved. */
  private review() {
    const { stack, deploy, approval, topicArn } = this.props;
    const applies = `Applies the plan of ${stack}, which the log of the action plan shows.`;
    const updates = `Gives the services of ${stack} the images of the release.`;
    return stage("Review", [
      ...(deploy.kind === "terraform" ? [this.plan()] : []),
      ...(approval ? [approve(deploy.kind === "terraform" ? applies : updates, topicArn)] : []),
    ]);
  }

  private plan(): Action {
    const { stack, hasPage } = this.props;
    const description = `Plans ${stack}, and lets the guard judge the plan`;
    const project = this.project("plan", description, planSteps(stack, hasPage), 90);
    letPlan(project, this.deployer());
    return run("plan", project, { variables: this.tag, outputs: ["plan"] });
  }

  private deploy() {
    const { deploy, rollsBack } = this.props;
    const release = deploy.kind === "terraform" ? this.apply() : undefined;
    const actions = [
      ...(release === undefined ? this.services.map(update) : [release.action]),
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

  private get tag() {
    const isPushed = this.props.pushedRepository !== undefined;
    return { [TAG]: isPushed ? `#{variables.${TAG}}` : "#{Source.CommitId}" };
  }

  private get place() {
    const { region, images, pushedRepository } = this.props;
    const built = images.map(({ repositoryName }) => repositoryName);
    return {
      region,
      repositoryNames: pushedRepository === undefined ? built : [pushedRepository],
    };
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
