import { type Block, blockOf, blocksOf, isTrue, numberOf, textOf } from "../fields";
import { addressIn, referenced, type Resources } from "../resources";
import { UserError } from "../../terminal/user-error";
import { readOneOffTasks, type ScheduledTask, type TaskBeforeRelease } from "./one-off-tasks";
import { readTask, type TaskModel } from "./task-definition";

/** A service of ECS with its task definition, its targets and the bounds of its scaling. */
export interface ServiceModel {
  readonly address: string;
  readonly name: string;
  readonly scheduling: "REPLICA" | "DAEMON";
  /** Tasks at the start; of a daemon, the number of instances. */
  readonly desiredCount: number;
  /** What scaling may make of it. Without scaling it may be any number. */
  readonly bounds: { readonly min: number; readonly max: number };
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly circuitBreaker: { readonly isEnabled: boolean; readonly rollsBack: boolean };
  readonly gracePeriodSeconds: number;
  readonly targets: readonly ServiceTarget[];
  readonly task: TaskModel;
  /** What must succeed before a new version. @default nothing */
  readonly beforeRelease?: TaskBeforeRelease;
  /** @default none */
  readonly scheduledTasks?: readonly ScheduledTask[];
  /** Service Connect. @default none */
  readonly connect?: ConnectModel;
}

/** By which a service's tasks know names, and are known by one. */
export interface ConnectModel {
  readonly namespace: string;
  readonly endpoints: readonly ConnectEndpointModel[];
}

export interface ConnectEndpointModel {
  readonly host: string;
  readonly port: number;
  readonly containerPort: number;
  readonly isEncrypted: boolean;
  readonly hasTimeouts: boolean;
}

export interface ServiceTarget {
  /** Address of the target group. */
  readonly targetGroup: string;
  readonly containerName: string;
  readonly containerPort: number;
}

export function readServices(stack: Resources): readonly ServiceModel[] {
  const scaling = stack.resources("aws_appautoscaling_target").map(({ block }) => block);
  return stack.resources("aws_ecs_service").map(({ address, block }) => {
    const name = textOf(block, "name", address);
    const isDaemon = block.scheduling_strategy === "DAEMON";
    const task = referenced(stack, block.task_definition);
    if (task === undefined) {
      throw new UserError(
        `${address} runs ${String(block.task_definition)}, which is not in this stack.`,
      );
    }
    const own = scaling.find(({ resource_id: id }) => String(id).endsWith(`/${name}`));
    const count = isDaemon ? instances(stack) : replicas(block, own);
    const breaker = blockOf(block, "deployment_circuit_breaker");
    return {
      address,
      name,
      scheduling: isDaemon ? "DAEMON" : "REPLICA",
      ...count,
      minimumHealthyPercent: numberOf(
        block,
        "deployment_minimum_healthy_percent",
        isDaemon ? 0 : 100,
      ),
      maximumPercent: numberOf(block, "deployment_maximum_percent", isDaemon ? 100 : 200),
      circuitBreaker: {
        isEnabled: isTrue(breaker, "enable"),
        rollsBack: isTrue(breaker, "rollback"),
      },
      gracePeriodSeconds: numberOf(block, "health_check_grace_period_seconds", 0),
      targets: blocksOf(block, "load_balancer").map((target) => ({
        targetGroup: addressIn(target.target_group_arn) ?? "",
        containerName: textOf(target, "container_name", ""),
        containerPort: numberOf(target, "container_port", 0),
      })),
      task: readTask(task.block),
      ...readOneOffTasks(stack, block.task_definition),
      ...readConnect(block, task.block),
    };
  });
}

function readConnect(service: Block, task: Block): Pick<ServiceModel, "connect"> {
  const [configuration] = blocksOf(service, "service_connect_configuration");
  if (configuration === undefined || !isTrue(configuration, "enabled")) return {};
  const containers = JSON.parse(textOf(task, "container_definitions", "[]")) as readonly Block[];
  const ports = containers.flatMap((container) => blocksOf(container, "portMappings"));
  return {
    connect: {
      namespace: textOf(configuration, "namespace", ""),
      endpoints: blocksOf(configuration, "service").map((endpoint) => {
        const name = textOf(endpoint, "port_name", "");
        const port = ports.find((each) => each.name === name) ?? {};
        const containerPort = numberOf(port, "containerPort", 0);
        const alias = blockOf(endpoint, "client_alias");
        return {
          host: textOf(alias, "dns_name", textOf(endpoint, "discovery_name", name)),
          port: numberOf(alias, "port", containerPort),
          containerPort,
          isEncrypted: blocksOf(endpoint, "tls").length > 0,
          hasTimeouts: blocksOf(endpoint, "timeout").length > 0,
        };
      }),
    },
  };
}

type Count = Pick<ServiceModel, "desiredCount" | "bounds">;

function replicas(block: Block, scaling: Block | undefined): Count {
  const desiredCount = numberOf(block, "desired_count", 1);
  if (scaling === undefined) return { desiredCount, bounds: { min: 0, max: Infinity } };
  const bounds = {
    min: numberOf(scaling, "min_capacity", 0),
    max: numberOf(scaling, "max_capacity", 0),
  };
  return { desiredCount: Math.min(Math.max(desiredCount, bounds.min), bounds.max), bounds };
}

/** A daemon has a task on each instance of the stack. */
function instances(stack: Resources): Count {
  const groups = stack.resources("aws_autoscaling_group");
  const sum = (count: (group: Block) => number): number =>
    groups.reduce((total, { block }) => total + count(block), 0);
  const min = sum((group) => numberOf(group, "min_size", 0));
  return {
    desiredCount: sum((group) =>
      numberOf(group, "desired_capacity", numberOf(group, "min_size", 0)),
    ),
    bounds: { min, max: sum((group) => numberOf(group, "max_size", 0)) },
  };
}
