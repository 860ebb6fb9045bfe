import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PolicyStatement } from "../../identity/service-role";
import { validate } from "../../validation";
import {
  containerDefinition,
  containerDefinitionsJson,
  type ContainerProps,
  type NetworkMode,
  volumeName,
} from "./container";
import { fileSystemStatements, type TaskVolume, volumeBlock } from "../containers/volumes";
import { taskDefinitionChecks } from "./task-definition-checks";
import { type StartRights, TaskRoles } from "./task-roles";

/** Where a task can run. EC2 tasks use the bridge network, all others have their own address. */
export type TaskCompatibility =
  Ec2Compatibility | FargateCompatibility | ManagedInstancesCompatibility;

export function networkModeOf({ kind }: Pick<TaskCompatibility, "kind">): NetworkMode {
  return kind === "ec2" ? "bridge" : "awsvpc";
}

export interface Ec2Compatibility {
  readonly kind: "ec2";
  /** CPU and memory of the task, which bound its containers together. @default what its containers reserve */
  readonly size?: { readonly cpu: number; readonly memoryMiB: number };
}

export interface FargateCompatibility {
  readonly kind: "fargate";
  /** CPU units of the task, 1024 per vCPU. */
  readonly cpu: number;
  /** Memory of the task: a size that Fargate offers with `cpu`. */
  readonly memoryMiB: number;
  /** GiB for images and files, from 21 to 200. @default 20 */
  readonly ephemeralStorageGiB?: number;
  /** @default "x86_64" */
  readonly architecture?: "x86_64" | "arm64";
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters-managed-instances.html */
export interface ManagedInstancesCompatibility {
  readonly kind: "managed-instances";
  /** CPU and memory of the task, which bound its containers together. @default what its containers reserve */
  readonly size?: { readonly cpu: number; readonly memoryMiB: number };
  /** @default "x86_64" */
  readonly architecture?: "x86_64" | "arm64";
}

export interface TaskDefinitionProps {
  readonly family: string;
  readonly compatibility: TaskCompatibility;
  readonly containers: readonly ContainerProps[];
  /** Volumes that the containers mount by name. @default none */
  readonly volumes?: readonly TaskVolume[];
  /** Whether ECS Exec may open a shell in the containers; needs a writable root file system. @default false */
  readonly enableExecuteCommand?: boolean;
  /** Permissions of the containers' own AWS calls. @default - none, and no task role */
  readonly taskPolicy?: readonly PolicyStatement[];
  /** Policies that allow them more. @default none */
  readonly taskManagedPolicyArns?: readonly string[];
  /** An existing role, instead of a new role with these permissions. @default a new role */
  readonly taskRoleArn?: string;
  /** What ECS reads and writes to start the tasks. @default - AWS's managed policy, which allows all resources */
  readonly startRights?: StartRights;
  /** Customer managed KMS keys that encrypt the containers' secrets. @default none */
  readonly secretKeyArns?: readonly string[];
  /**
   * What becomes of former revisions: they are kept for a way back, or deregistered once the service runs a new one, so that
   * a destroyed stack leaves none.
   * @default "kept"
   */
  readonly former?: "kept" | "deregistered";
}

/**
 * A task definition and its roles.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export class TaskDefinition extends Construct {
  readonly resource: EcsTaskDefinition;
  readonly arn: string;
  readonly compatibility: TaskCompatibility["kind"];
  readonly networkMode: NetworkMode;
  readonly containers: readonly ContainerProps[];
  readonly enableExecuteCommand: boolean;
  readonly roles: TaskRoles;
  /** The roles' policies. Without them, a running task hangs at its next AWS call, and a service when it is deleted. */
  readonly policies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    this.compatibility = props.compatibility.kind;
    this.networkMode = networkModeOf(props.compatibility);
    this.containers = props.containers;
    this.enableExecuteCommand = props.enableExecuteCommand ?? false;
    validate(this, ...taskDefinitionChecks(props));
    this.roles = new TaskRoles(this, "roles", {
      family: props.family,
      secrets: props.containers.flatMap(({ secrets, registryCredentialsArn, routing }) => [
        ...Object.values(secrets ?? {}),
        ...Object.values(routing?.secretOptions ?? {}),
        ...(registryCredentialsArn === undefined ? [] : [registryCredentialsArn]),
      ]),
      secretKeyArns: props.secretKeyArns ?? [],
      environmentFiles: props.containers.flatMap(({ environmentFiles }) => environmentFiles ?? []),
      startRights: props.startRights,
      enableExecuteCommand: this.enableExecuteCommand,
      taskPolicy: [
        ...fileSystemStatements(props.volumes ?? [], (volume) =>
          props.containers.some(({ mounts = {} }) =>
            Object.values(mounts).some((mount) => mount.volume === volume && !mount.readOnly),
          ),
        ),
        ...(props.taskPolicy ?? []),
      ],
      taskManagedPolicyArns: props.taskManagedPolicyArns ?? [],
      taskRoleArn: props.taskRoleArn,
    });
    this.policies = this.roles.policies;
    this.resource = this.register(props);
    this.arn = this.resource.arn;
  }

  private register({
    family,
    compatibility,
    volumes = [],
    former = "kept",
  }: TaskDefinitionProps): EcsTaskDefinition {
    // Only Fargate has file systems in memory instead, which managed instances lack.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-tasks-services.html
    const hasVolumes = compatibility.kind !== "fargate";
    return new EcsTaskDefinition(this, "Default", {
      family,
      requiresCompatibilities: [COMPATIBILITIES[compatibility.kind]],
      networkMode: this.networkMode,
      ...platformArguments(compatibility),
      executionRoleArn: this.roles.executionRole.arn,
      taskRoleArn: this.roles.taskRoleArn,
      containerDefinitions: containerDefinitionsJson(
        this.containers.map((container) =>
          containerDefinition(container, this.networkMode, hasVolumes),
        ),
      ),
      volume: [
        ...(hasVolumes
          ? this.containers.flatMap(({ name, writablePaths }) =>
              (writablePaths ?? []).map((path) => ({ name: volumeName(name, path) })),
            )
          : []),
        ...volumes.map(volumeBlock),
      ],
      // Terraform replaces a task definition by making it inactive before it registers the next revision. ECS deploys no
      // inactive revision, so neither the circuit breaker nor a person could roll back to the previous one. Kept ones cost
      // nothing; a destroyed stack leaves them behind.
      ...(former === "deregistered"
        ? { skipDestroy: false, lifecycle: { createBeforeDestroy: true } }
        : { skipDestroy: true }),
    });
  }
}

const COMPATIBILITIES: Readonly<Record<TaskCompatibility["kind"], string>> = {
  ec2: "EC2",
  fargate: "FARGATE",
  "managed-instances": "MANAGED_INSTANCES",
};

function platformArguments(compatibility: TaskCompatibility) {
  if (compatibility.kind === "ec2") return sizeArguments(compatibility.size);
  const size = compatibility.kind === "fargate" ? compatibility : compatibility.size;
  const storageGiB =
    compatibility.kind === "fargate" ? compatibility.ephemeralStorageGiB : undefined;
  return {
    ...sizeArguments(size),
    ephemeralStorage: storageGiB === undefined ? undefined : { sizeInGib: storageGiB },
    runtimePlatform: {
      operatingSystemFamily: "LINUX",
      cpuArchitecture: compatibility.architecture === "arm64" ? "ARM64" : "X86_64",
    },
  };
}

function sizeArguments(size: { readonly cpu: number; readonly memoryMiB: number } | undefined) {
  return size === undefined ? {} : { cpu: `${size.cpu}`, memory: `${size.memoryMiB}` };
}
