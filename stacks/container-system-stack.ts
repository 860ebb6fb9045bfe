import type { HttpScaleOutSettings } from "../settings/environment";
import { ImageAddress, type ImageSource } from "../modules/delivery/image-address";
import type { DefaultAction } from "../modules/load-balancing/http-listeners";
import {
  PublicEntry,
  type PublicEntryProps,
  type PublicName,
} from "../modules/load-balancing/public-entry";
import { TargetGroup } from "../modules/load-balancing/target-group";
import type { Network } from "../modules/network/network";
import { LogGroup } from "../modules/observability/log-group";
import { NotificationTopic } from "../modules/observability/notification-topic";
import { ServiceAlarms, type ServiceAlarmsProps } from "../modules/observability/service-alarms";
import type { ContainerProps } from "../modules/service/container";
import {
  TaskDefinition,
  type TaskCompatibility,
  type TaskDefinitionProps,
} from "../modules/service/task-definition";
import { addImageTag } from "./image-tag";
import { SystemStack } from "./system-stack";

/** Settings of a balancer, whatever its name comes from. */
export type LoadBalancerSettings = Omit<HttpScaleOutSettings["loadBalancer"], "name">;

/** One container of a system, by its settings. */
export interface TaskProps extends Pick<TaskDefinitionProps, "taskPolicy"> {
  readonly family: string;
  readonly compatibility: TaskCompatibility;
  readonly logs: LogGroup;
  readonly image: ImageAddress;
  readonly container: Omit<ContainerProps, "image" | "ports" | "logging"> & {
    readonly port: number;
  };
  readonly service: Pick<HttpScaleOutSettings["service"], "name" | "enableExecuteCommand">;
  /** Start of the names of its log streams. @default the service's name */
  readonly streamPrefix?: string;
  /** Whether ECS starts it by AWS's managed policy, and not by rights of its own making. @default false */
  readonly managedExecutionPolicy?: boolean;
}

/** What runs behind a balancer, told by metrics. */
interface Watched {
  readonly loadBalancer: { readonly arnSuffix: string };
}

/** What systems of containers have in common, whatever carries them: how their settings become modules. */
export abstract class ContainerSystemStack extends SystemStack {
  private topic?: NotificationTopic;

  /** What ECS registers at a balancer: instances and their ports, or the tasks' own addresses. */
  protected abstract readonly targetType: "instance" | "ip";

  protected addTargetGroup(
    id: string,
    { vpcId }: Network,
    {
      healthCheck,
      deregistrationDelaySeconds,
    }: Pick<LoadBalancerSettings, "healthCheck" | "deregistrationDelaySeconds">,
  ): TargetGroup {
    return new TargetGroup(this, id, {
      vpcId,
      namePrefix: "http-",
      targetType: this.targetType,
      healthCheck,
      deregistrationDelaySeconds,
    });
  }

  protected addEntry(
    name: string,
    network: Network,
    settings: LoadBalancerSettings,
    defaultAction: DefaultAction,
    reach: Pick<PublicEntryProps, "internal" | "clientCidrs"> = {},
  ): PublicEntry {
    const { accessLogs, certificate, idleTimeoutSeconds, ipAddressType } = settings;
    const { deletionProtection } = this.environment.protections;
    return new PublicEntry(this, "entry", {
      name,
      network,
      deletionProtection,
      accessLogs: accessLogs && { ...accessLogs, forceDestroy: !deletionProtection },
      idleTimeoutSeconds,
      ipAddressType,
      certificate,
      plainHttp: certificate?.plainHttp,
      publicName: this.publicName(settings),
      defaultAction,
      ...reach,
    });
  }

  protected addImageAddress(
    id: string,
    image: ImageSource,
    imageTag = () => addImageTag(this),
  ): ImageAddress {
    return new ImageAddress(this, id, {
      source:
        image.kind === "repository"
          ? { ...image, repositoryName: this.named(image.repositoryName) }
          : image,
      region: this.environment.region,
      imageTag,
    });
  }

  protected addLogs(id: string, name: string, retentionDays: number | undefined): LogGroup {
    return new LogGroup(this, id, {
      name,
      retentionDays: retentionDays ?? this.environment.logRetentionDays,
    });
  }

  protected addTask(id: string, { logs, image, container, ...props }: TaskProps): TaskDefinition {
    return new TaskDefinition(this, id, {
      family: props.family,
      compatibility: props.compatibility,
      enableExecuteCommand: props.service.enableExecuteCommand,
      taskPolicy: props.taskPolicy,
      startRights: props.managedExecutionPolicy
        ? undefined
        : {
            logGroupArns: [logs.arn],
            repositoryArns: image.repositoryArn === undefined ? [] : [image.repositoryArn],
          },
      containers: [
        {
          ...container,
          image: image.address,
          ports: [container.port],
          logging: {
            groupName: logs.name,
            region: this.environment.region,
            streamPrefix: props.streamPrefix ?? props.service.name,
          },
        },
      ],
    });
  }

  /** Tells a person of trouble, where the environment names one. `part` tells one of several target groups. */
  protected addAlarms(entry: Watched, targetGroup: TargetGroup, part?: string): void {
    if (this.environment.notificationEmail === undefined) return;
    this.addServiceAlarms(entry, targetGroup, part);
  }

  /** Alarms whether or not there is a person to tell. */
  protected addServiceAlarms(
    { loadBalancer }: Watched,
    targetGroup: TargetGroup,
    part?: string,
    thresholds: Pick<ServiceAlarmsProps, "serverErrorPercent" | "evaluationMinutes"> = {},
  ): ServiceAlarms {
    return new ServiceAlarms(this, part === undefined ? "alarms" : `${part}-alarms`, {
      ...thresholds,
      name: part === undefined ? this.node.id : `${this.node.id}-${part}`,
      topicArn: this.topicArn(),
      loadBalancerArnSuffix: loadBalancer.arnSuffix,
      targetGroupArnSuffix: targetGroup.arnSuffix,
    });
  }

  /** One topic, however many alarms; none where nobody is to be told. */
  protected topicArn(): string | undefined {
    const { notificationEmail: email } = this.environment;
    if (email === undefined) return undefined;
    this.topic ??= new NotificationTopic(this, "notifications", {
      namePrefix: `${this.node.id}-`,
      email,
    });
    return this.topic.arn;
  }

  protected publicName({
    domainName,
    hostedZoneId,
  }: Pick<LoadBalancerSettings, "domainName" | "hostedZoneId">): PublicName | undefined {
    const zone = hostedZoneId ?? this.environment.domain?.hostedZoneId;
    return domainName === undefined || zone === undefined
      ? undefined
      : { domainName, hostedZoneId: zone };
  }
}
