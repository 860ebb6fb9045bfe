import type { Construct } from "constructs";
import type { DaemonApiSettings, Environment } from "../settings/environment";
import type { ImageSource } from "../modules/delivery/image-address";
import { Service } from "../modules/service/service";
import { OneServiceStack, type Surroundings } from "./one-service-stack";

/**
 * An HTTP API that runs once on each instance of its cluster, behind a public load balancer. Only the instances scale; the
 * containers follow.
 *
 * Its names end in the stage, which is the environment's own unless told otherwise, and so need no other suffix.
 */
export class DaemonApiStack extends OneServiceStack {
  private readonly settings: DaemonApiSettings;
  private readonly stage: string;

  constructor(scope: Construct, environment: Environment, settings: DaemonApiSettings) {
    super(scope, environment, "daemon-api");
    this.settings = settings;
    this.stage = settings.stage ?? environment.name;
    const { container, image, service } = settings;
    const surroundings = this.addSurroundings({
      settings,
      names: {
        cluster: this.fullName,
        instances: this.fullName,
        loadBalancer: this.fullName,
        family: this.fullName,
        logGroup: `/ecs/${service.name}/${this.stage}`,
      },
      image: imageSource(image),
      environment: ({ version }) => ({
        SERVICE_NAME: service.name,
        STAGE: this.stage,
        VERSION: version,
        PORT: `${container.port}`,
      }),
    });
    this.addReports(this.addService(surroundings), surroundings);
  }

  private get fullName(): string {
    return `${this.settings.service.name}-${this.stage}`;
  }

  /**
   * By launch type: a daemon is on every instance of the cluster, whichever capacity provider it came from. An apply ends
   * when the roll-out does, so that a failed one fails the apply; the former tag is the way back.
   */
  private addService(surroundings: Surroundings): Service {
    const { minimumHealthyPercent, healthCheckGracePeriodSeconds } = this.settings.service;
    return new Service(this, "service", {
      ...this.serviceProps(this.settings, surroundings),
      name: this.fullName,
      schedulingStrategy: "DAEMON",
      capacity: { kind: "launch-type", launchType: "EC2" },
      minimumHealthyPercent,
      healthCheckGracePeriodSeconds,
      waitForSteadyState: true,
      dependsOn: surroundings.instances.ready,
    });
  }
}

function imageSource(image: DaemonApiSettings["image"]): ImageSource {
  if (image.kind === "repository") return image;
  const { containerRegistry, containerName, containerTag } = image;
  const tag = containerTag === undefined ? "" : `:${containerTag}`;
  return { kind: "reference", reference: `${containerRegistry}/${containerName}${tag}` };
}
