import type { Construct } from "constructs";
import { releasedServices } from "../../modules/delivery/pipeline/ecs-releases";
import { ReleasePipeline } from "../../modules/delivery/pipeline/release-pipeline";
import type { Environment, PipelineSettings } from "../../settings/environment";
import type { SystemImage } from "../images-stack";
import { plannedData } from "../props/settings-to-planned-data";
import { SystemStack } from "../system-stack";

/** What the pipeline knows of the system that it releases. */
export interface ReleasedSystem {
  readonly stack: SystemStack;
  readonly images: readonly SystemImage[];
  readonly architecture: "x86_64" | "arm64";
  /** Names of the alarms that mean an incident. */
  readonly alarmNames: readonly string[];
}

/** The pipeline that releases a system. A person deploys it: it cannot change itself. */
export class PipelineStack extends SystemStack {
  protected override readonly publisher = "events.amazonaws.com";

  constructor(
    scope: Construct,
    environment: Environment,
    settings: PipelineSettings,
    { stack, images, architecture, alarmNames }: ReleasedSystem,
  ) {
    super(scope, environment, `pipeline-${stack.unit}`);
    const { region, state, protections, permissionsBoundaryArn } = environment;
    const { source, rollback = this.notifies ? "alarms" : "failure" } = settings;
    const systems: Readonly<Record<string, object | undefined>> = environment.systems;
    const pipeline = new ReleasePipeline(this, "pipeline", {
      name: this.node.id,
      region,
      stack: stack.node.id,
      source: { ...source, connectionName: stack.node.id },
      images: images.flatMap(({ repositoryName, build }) =>
        build === undefined ? [] : [{ ...build, repositoryName: this.named(repositoryName) }],
      ),
      pushedRepository:
        source.kind === "image-push"
          ? images.map((image) => this.named(image.repositoryName))[0]
          : undefined,
      architectures: settings.architectures ?? [architecture],
      testCommands: settings.testCommands,
      buildSize: settings.buildSize,
      scan: settings.scan,
      approval: settings.approval ?? protections.deletionProtection,
      hasPage: environment.systems["http-api"]?.page.kind === "hosted" && stack.unit === "http-api",
      rollsBack: rollback !== "none",
      alarms:
        rollback === "alarms"
          ? { names: alarmNames, minutes: settings.alarmMinutes ?? 10 }
          : undefined,
      // The settings refuse a pipeline whose states are elsewhere.
      stateBucketName: state.kind === "s3" ? state.bucket : "",
      planned: plannedData([[stack.node.id, systems[stack.unit]]]),
      deploy:
        settings.deploy.kind === "ecs"
          ? { kind: "ecs", services: releasedServices(stack, settings.deploy.timeoutMinutes) }
          : settings.deploy,
      permissionsBoundaryArn,
      logRetentionDays: this.logRetentionDays(),
      topicArn: this.alarms()?.topicArn,
    });
    this.addOutputs({
      pipeline_name: pipeline.resource.name,
      connection_arn: pipeline.source.connectionArn,
      connection_status: pipeline.source.connectionStatus,
    });
  }
}
