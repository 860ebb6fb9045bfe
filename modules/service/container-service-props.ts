import type { ImageSource } from "../delivery/image-address";
import type { PolicyStatement } from "../identity/service-role";
import type { LogGroup } from "../observability/log-group";
import type { ServiceConnectProps } from "./connections/service-connect";
import type { TelemetryProps } from "./containers/telemetry";
import type { TaskVolume } from "./containers/volumes";
import type { ServiceScalingProps } from "./scaling/service-scaling";
import type { ServiceProps } from "./service";
import type { Capacity, TaskPlace, TaskSize } from "./service-capacity";
import type { ContainerProps, SidecarProps } from "./task-definition/container";
import type { BeforeRelease } from "./tasks/before-release";
import type { ScheduledTasksProps } from "./tasks/scheduled-tasks";

export interface ContainerServiceProps
  extends
    TelemetryProps,
    Pick<
      ServiceProps,
      | "blueGreen"
      | "circuitBreaker"
      | "desiredCount"
      | "healthCheckGracePeriodSeconds"
      | "loadBalancer"
      | "maximumPercent"
      | "moreLoadBalancers"
      | "minimumHealthyPercent"
      | "registry"
      | "rollbackAlarmNames"
      | "schedulingStrategy"
      | "waitForSteadyState"
    > {
  /** Of the service, unique in its cluster. */
  readonly name: string;
  /** Name of the task definition. @default the service's name */
  readonly family?: string;
  /** What becomes of its former revisions. @default "kept" */
  readonly formerRevisions?: "kept" | "deregistered";
  readonly region: string;
  readonly capacity: Capacity;
  readonly image: ImageSource;
  /** Tag of an image whose address has none. @default - the stack's variable `image_tag` */
  readonly imageTag?: () => string;
  readonly container: Omit<ContainerProps, "image" | "ports" | "namedPort" | "logging"> & {
    readonly port: number;
    /** Other TCP ports that it listens on. @default none */
    readonly morePorts?: readonly number[];
  };
  /** Other containers of each task, for the same log. @default none */
  readonly sidecars?: readonly SidecarProps[];
  /** Volumes that the containers mount by name. @default none */
  readonly volumes?: readonly TaskVolume[];
  /** CPU and memory of a task; needed on Fargate. @default what its containers reserve */
  readonly taskSize?: TaskSize;
  /** Calls to and from others by name. @default none */
  readonly serviceConnect?: ServiceConnectProps;
  readonly logs: LogGroup;
  /** Start of the names of its log streams. @default the service's name */
  readonly streamPrefix?: string;
  /** Lets an operator open a shell in a task. @default false */
  readonly enableExecuteCommand?: boolean;
  /** What the program may do at AWS. @default nothing */
  readonly taskPolicy?: readonly PolicyStatement[];
  /** ARNs of policies that allow it more. @default none */
  readonly taskManagedPolicyArns?: readonly string[];
  /** An existing role, instead of a new role with these permissions. @default a new role */
  readonly taskRoleArn?: string;
  /** ARNs of the customer keys that encrypt its secrets. @default none: AWS's own keys */
  readonly secretKeyArns?: readonly string[];
  /**
   * By which rights ECS starts a task: only those that this image and this log need, or AWS's managed policy, which holds
   * for all repositories and logs of the account.
   * @default "least"
   */
  readonly startRights?: "least" | "managed-policy";
  /** A task that must succeed before the service gets a new version. @default none */
  readonly beforeRelease?: BeforeRelease;
  /** Tasks of the same program that run at certain times, by name. @default none */
  readonly scheduledTasks?: ScheduledTasksProps["tasks"];
  /** Whether they run, as an expression: `ENABLED` or `DISABLED`. @default as each says */
  readonly scheduledTasksState?: string;
  /** Who is told of those that failed. @default nobody */
  readonly scheduledTasksAlarms?: ScheduledTasksProps["alarms"];
  /** @default the number of tasks stays as it is */
  readonly scaling?: Pick<
    ServiceScalingProps,
    "minTasks" | "maxTasks" | "strategies" | "requestCount" | "queueName"
  >;
}

/** Those of a service on the capacity of another stack, whose security group this stack cannot open. */
export interface GuestServiceProps extends Omit<
  ContainerServiceProps,
  "capacity" | "beforeRelease" | "serviceConnect"
> {
  readonly capacity: TaskPlace;
  readonly beforeRelease?: undefined;
  readonly serviceConnect?: undefined;
}

/** Of a service on its own stack's capacity, or on that of another. */
export type AnyServiceProps = ContainerServiceProps | GuestServiceProps;
