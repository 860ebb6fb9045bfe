import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { taskSizeOf } from "../../aws/containers/task-containers";
import { ImageAddress, type ImageSource } from "../delivery/image-address";
import { ServiceRole } from "../identity/service-role";
import { connectService, proxySize } from "./connections/service-connect";
import type { AnyServiceProps } from "./container-service-props";
import {
  telemetrySidecars,
  telemetryStatements,
  telemetryVolumes,
  withTelemetry,
} from "./containers/telemetry";
import { diskConfiguration, volumesReady } from "./containers/volumes";
import { ServiceScaling } from "./scaling/service-scaling";
import { Service } from "./service";
import type { ContainerLogging, ContainerProps, SidecarProps } from "./task-definition/container";
import {
  networkModeOf,
  type TaskCompatibility,
  TaskDefinition,
} from "./task-definition/task-definition";
import { BeforeReleaseTask } from "./tasks/before-release";
import { ScheduledTasks } from "./tasks/scheduled-tasks";

/** One program in containers, wherever it runs and however it is found: its image, its task definition, its service and their scaling. */
export class ContainerService extends Construct {
  readonly image: ImageAddress;
  readonly taskDefinition: TaskDefinition;
  /** Undefined if nothing runs before a release. */
  readonly beforeRelease: BeforeReleaseTask | undefined;
  readonly service: Service;
  /** Undefined if the number of tasks is not scaled. */
  readonly scaling: ServiceScaling | undefined;

  constructor(scope: Construct, id: string, given: AnyServiceProps) {
    super(scope, id);
    const props = {
      ...given,
      sidecars: [...telemetrySidecars(given, given), ...(given.sidecars ?? [])],
    };
    this.image = new ImageAddress(this, "image", {
      source: props.image,
      region: props.region,
      imageTag: props.imageTag,
    });
    this.taskDefinition = this.addTaskDefinition(props);
    this.beforeRelease = this.addBeforeRelease(props);
    this.service = this.addService(props);
    this.scaling =
      props.scaling &&
      new ServiceScaling(this, "scaling", { ...props.scaling, service: this.service });
    this.addScheduledTasks(props);
  }

  private addTaskDefinition(props: AnyServiceProps): TaskDefinition {
    const { container, logs } = props;
    const { address, repositoryArn } = this.image;
    const logging = loggingOf(props);
    const sidecars = (props.sidecars ?? []).map((sidecar) => this.sidecar(sidecar, props, logging));
    const repositoryArns = [repositoryArn, ...sidecars.map((each) => each.repositoryArn)];
    const compatibility = withProxy(props);
    const task = { ...props, ...logging, networkMode: networkModeOf(compatibility) };
    return new TaskDefinition(this, "task", {
      family: props.family ?? props.name,
      former: props.formerRevisions,
      compatibility,
      volumes: [...(props.volumes ?? []), ...telemetryVolumes(props)],
      enableExecuteCommand: props.enableExecuteCommand,
      taskPolicy: [...(props.taskPolicy ?? []), ...telemetryStatements(this, props, task)],
      taskManagedPolicyArns: props.taskManagedPolicyArns,
      taskRoleArn: props.taskRoleArn,
      secretKeyArns: props.secretKeyArns,
      startRights:
        props.startRights === "managed-policy"
          ? undefined
          : {
              logGroupArns: [logs.arn],
              repositoryArns: [...new Set(repositoryArns.filter((arn) => arn !== undefined))],
            },
      containers: withTelemetry(
        [
          {
            ...container,
            image: address,
            registryCredentialsArn: credentialsOf(props.image),
            ports: [container.port, ...(container.morePorts ?? [])],
            namedPort: namedPort(props),
            logging,
          },
          ...sidecars.map((each) => each.container),
        ],
        props,
        task,
      ),
    });
  }

  private addBeforeRelease(props: AnyServiceProps): BeforeReleaseTask | undefined {
    if (props.beforeRelease === undefined) return undefined;
    const { beforeRelease: task, name, capacity, container } = props;
    return new BeforeReleaseTask(this, "before-release", {
      name,
      task,
      capacity,
      taskDefinition: this.taskDefinition,
      containerName: container.name,
      logging: props.logRouter ? { groupName: props.logs.name } : loggingOf(props),
      dependsOn: volumesReady(props.volumes),
    });
  }

  /** What the apply must have come past before anything runs the new version. */
  private get released(): ITerraformDependable[] {
    return this.beforeRelease === undefined ? [] : [this.beforeRelease.invocation];
  }

  private addScheduledTasks(props: AnyServiceProps): void {
    const { scheduledTasks: tasks = {}, name, capacity, container } = props;
    if (Object.keys(tasks).length === 0) return;
    new ScheduledTasks(this, "scheduled-tasks", {
      name,
      tasks,
      capacity,
      taskDefinition: this.taskDefinition,
      containerName: container.name,
      state: props.scheduledTasksState,
      alarms: props.scheduledTasksAlarms,
      dependsOn: this.released,
    });
  }

  private sidecar(
    { image, ...sidecar }: SidecarProps,
    props: AnyServiceProps,
    logging: ContainerLogging,
  ): { readonly container: ContainerProps; readonly repositoryArn: string | undefined } {
    const source = image.kind === "service" ? props.image : image;
    const { address, repositoryArn } =
      image.kind === "service"
        ? this.image
        : new ImageAddress(this, `${sidecar.name}-image`, {
            source: image,
            region: props.region,
            imageTag: props.imageTag,
          });
    return {
      repositoryArn,
      container: {
        ...sidecar,
        image: address,
        registryCredentialsArn: credentialsOf(source),
        logging,
      },
    };
  }

  private addService(props: AnyServiceProps): Service {
    const { capacity, scaling, volumes = [] } = props;
    const disk = volumes.find((volume) => volume.kind === "ebs");
    const diskRole = disk && this.diskRole(props.name);
    const isDaemon = props.schedulingStrategy === "DAEMON";
    return new Service(this, "Default", {
      ...props,
      clusterArn: capacity.cluster.arn,
      clusterName: capacity.cluster.name,
      taskDefinition: this.taskDefinition,
      // A daemon is on every instance of the cluster, whichever provider the instance came from.
      capacity: isDaemon ? { kind: "launch-type", launchType: "EC2" } : capacity.providers,
      placementStrategies: isDaemon ? undefined : capacity.placement,
      desiredCount: isDaemon ? undefined : (props.desiredCount ?? scaling?.minTasks),
      network: capacity.taskNetwork,
      disk: disk && diskRole && diskConfiguration(disk, diskRole.arn),
      connect:
        props.serviceConnect &&
        connectService(this, {
          ...props.serviceConnect,
          name: props.name,
          capacity: props.capacity,
          containerPort: props.container.port,
          logging: loggingOf(props),
        }),
      dependsOn: [
        ...capacity.ready,
        ...volumesReady(props.volumes),
        ...(diskRole?.policies ?? []),
        ...this.released,
      ],
    });
  }

  /** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html */
  private diskRole(name: string): ServiceRole {
    const role = new ServiceRole(this, "volumes-role", {
      service: "ecs.amazonaws.com",
      namePrefix: `${name.slice(0, 29)}-volumes-`,
      description: `Creates the volumes of the tasks of ${name}`,
    });
    role.attachManagedPolicy("volumes", "service-role/AmazonECSInfrastructureRolePolicyForVolumes");
    return role;
  }
}

function credentialsOf(image: ImageSource): string | undefined {
  return image.kind === "reference" ? image.credentialsSecretArn : undefined;
}

function loggingOf({ logs, region, streamPrefix, name }: AnyServiceProps): ContainerLogging {
  return { groupName: logs.name, region, streamPrefix: streamPrefix ?? name };
}

function namedPort({ serviceConnect, container }: AnyServiceProps) {
  if (serviceConnect?.endpoint === undefined) return undefined;
  const { name, protocol = "http" } = serviceConnect.endpoint;
  return { port: container.port, name, appProtocol: protocol === "tcp" ? undefined : protocol };
}

/**
 * On instances, a task with Service Connect needs a size, above the limits of its containers: what is left is the proxy's.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
function withProxy(props: AnyServiceProps): TaskCompatibility {
  const compatibility = props.capacity.compatibility(props.taskSize);
  const { serviceConnect, container, sidecars = [] } = props;
  if (serviceConnect === undefined || compatibility.kind !== "ec2") return compatibility;
  const size = taskSizeOf([container, ...sidecars], proxySize(serviceConnect));
  return { ...compatibility, size };
}
