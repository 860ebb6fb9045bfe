import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import { blocksOf, numberOf, textOf, type Block } from "../../synthesized/fields";
import { idlingOf } from "../../synthesized/idling";
import { referenced } from "../../synthesized/resources";
import { gpusOf } from "../../synthesized/system/task-definition";
import { readSystem as readModel } from "../../synthesized/system/system";
import type { ServiceModel } from "../../synthesized/system/ecs-service";
import type {
  CapacityShare,
  PlacementStrategy,
  SimulatedService,
  SimulatedSystem,
  TaskSize,
  TargetGroup,
} from "../model/system";
import { loadShares } from "./load-shares";
import { readNotifications } from "./read-alarm";
import { readGroups } from "./read-group";
import { readManagedInstances } from "./read-managed-instances";
import type { KnownNames } from "./read-metric";
import { readConsumer } from "./read-queue";
import { readServiceScaling } from "./read-service-scaling";

/** The model's input for a system, and what the model omits. */
export interface ReadSystem {
  readonly system: SimulatedSystem;
  readonly region: string;
  /** What the model does not support, one sentence each. */
  readonly notModelled: readonly string[];
  /** Load balancers by kind, for their cost. */
  readonly balancers: readonly ("application" | "network")[];
}

/** Number of zones for a stack that does not name its subnets. */
const USUAL_ZONES = 3;

/** Reads everything that scaling depends on from a synthesized stack, by its resources. */
export function readSimulatedSystem(stack: EvaluatedStack, name: string): ReadSystem {
  const notModelled: string[] = [];
  const model = readModel(stack);
  const tasks = model.services.map((service) => {
    const { block } = stack.resource(service.address) ?? { block: {} };
    const providers = blocksOf(block, "capacity_provider_strategy").map((each) =>
      textOf(each, "capacity_provider", ""),
    );
    return { providers, count: service.desiredCount, size: readTaskSize(stack, service, block) };
  });
  const groups = [
    ...readGroups(stack, notModelled),
    ...readManagedInstances(stack, tasks, notModelled),
  ];
  const shares = loadShares(model);
  const consumers = new Map(
    model.services.map((service) => [service.name, readConsumer(stack, service, notModelled)]),
  );
  const names: KnownNames = {
    services: model.services.map((service) => service.name),
    groups: groups.map(({ group }) => group.name),
    queues: [...consumers.values()].flatMap((consumer) =>
      [consumer?.queue.name, consumer?.queue.deadLetterQueue].filter((each) => each !== undefined),
    ),
    targetGroups: Object.fromEntries(
      model.services.flatMap((service) =>
        service.targets.map(({ targetGroup }) => [targetGroup, service.name]),
      ),
    ),
  };
  const services = model.services.map((service): SimulatedService => {
    const { block } = stack.resource(service.address) ?? { block: {} };
    const task = readTaskSize(stack, service, block);
    const capacity = readCapacity(stack, block, groups);
    const scaling = readServiceScaling(stack, service, names, notModelled);
    const consumes = consumers.get(service.name);
    const [target] = service.targets;
    const group = target && model.targetGroups.get(target.targetGroup);
    if (group?.stickiness !== undefined) {
      notModelled.push(
        `Sticky sessions of ${service.name} are not modeled: in the simulation, new tasks relieve full ones at once; in AWS, only as clients leave.`,
      );
    }
    const idleTimeouts = model.balancers.map(({ idleTimeoutSeconds }) => idleTimeoutSeconds);
    const targets: TargetGroup | undefined = group && {
      checkIntervalSeconds: group.healthCheck.intervalSeconds,
      checkTimeoutSeconds: group.healthCheck.timeoutSeconds,
      unhealthyThreshold: group.healthCheck.unhealthyThreshold,
      deregistrationSeconds: group.deregistrationDelaySeconds,
      requestTimeoutSeconds: Math.min(60, ...idleTimeouts),
      slowStartSeconds: group.slowStartSeconds,
      algorithm: group.algorithm,
    };
    return {
      name: service.name,
      scheduling: service.scheduling === "DAEMON" ? "daemon" : "replica",
      desiredCount: service.desiredCount,
      task,
      capacity,
      placement: blocksOf(block, "ordered_placement_strategy").map(readStrategy),
      distinctInstances: blocksOf(block, "placement_constraints").some(
        ({ type }) => type === "distinctInstance",
      ),
      deployment: {
        minimumHealthyPercent: service.minimumHealthyPercent,
        maximumPercent: service.maximumPercent,
        circuitBreaker: service.circuitBreaker.isEnabled,
      },
      ...(targets ? { targets } : {}),
      ...(consumes ? { consumes } : {}),
      healthCheckGraceSeconds: service.gracePeriodSeconds,
      ...(scaling ? { scaling } : {}),
      loadShare: shares.get(service.name) ?? 0,
    };
  });
  const idling = idlingOf(stack);
  if (idling !== undefined) {
    notModelled.push(
      `Tasks that stop after ${idling.afterMinutes} minutes without a request are left out: here, they run all the time.`,
    );
  }
  return {
    system: {
      name,
      zones: zonesOf(stack),
      services,
      groups: groups.map(({ group }) => group),
      notifications: readNotifications(stack.resources("aws_cloudwatch_metric_alarm"), names),
    },
    region: stack.json.region,
    notModelled,
    balancers: model.balancers.map(({ kind }) => kind),
  };
}

function readTaskSize(stack: EvaluatedStack, service: ServiceModel, block: Block): TaskSize {
  const definition = referenced(stack, block.task_definition)?.block ?? {};
  const containers = JSON.parse(
    textOf(definition, "container_definitions", "[]"),
  ) as readonly Block[];
  const sum = (of: (container: Block) => number) =>
    containers.reduce((total, container) => total + of(container), 0);
  const mode = textOf(definition, "network_mode", "bridge");
  const ofTask = numberOf(definition, "cpu");
  const [platform] = blocksOf(definition, "runtime_platform");
  const gpus = sum(gpusOf);
  // If a container has both limits, ECS reserves the soft limit on the instance.
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
  const containerMemory = (container: Block) =>
    numberOf(container, "memoryReservation") ?? numberOf(container, "memory") ?? 0;
  return {
    cpuUnits:
      ofTask ??
      Math.max(
        1,
        sum((container) => numberOf(container, "cpu", 0)),
      ),
    memoryMiB: numberOf(definition, "memory") ?? sum(containerMemory),
    cpuIsLimit: ofTask !== undefined,
    hostPorts: mode === "awsvpc" ? [] : containers.flatMap(hostPortsOf(mode)),
    ownNetworkInterface: mode === "awsvpc",
    ...(gpus === 0 ? {} : { gpus }),
    stopTimeoutSeconds: Math.max(
      0,
      ...service.task.containers.map(({ stopTimeoutSeconds }) => stopTimeoutSeconds),
    ),
    architecture: platform?.cpu_architecture === "ARM64" ? "arm64" : "x86_64",
  };
}

/** Port 0 is any free port. In host network mode, the container's port is the instance's port. */
function hostPortsOf(mode: string) {
  return (container: Block): readonly number[] =>
    ((container.portMappings ?? []) as readonly Block[])
      .map((port) => numberOf(port, mode === "host" ? "containerPort" : "hostPort", 0))
      .filter((port) => port > 0);
}

function readStrategy(block: Block): PlacementStrategy {
  const type = textOf(block, "type", "spread") as PlacementStrategy["type"];
  const field = textOf(block, "field", "").toLowerCase();
  return {
    type,
    field: field.includes("zone")
      ? "zone"
      : field.startsWith("instance") || field === "host"
        ? "instance"
        : field === "memory"
          ? "memory"
          : "cpu",
  };
}

function readCapacity(
  stack: EvaluatedStack,
  block: Block,
  groups: ReturnType<typeof readGroups>,
): readonly CapacityShare[] {
  const own = blocksOf(block, "capacity_provider_strategy");
  const byDefault = stack
    .resources("aws_ecs_cluster_capacity_providers")
    .flatMap((each) => blocksOf(each.block, "default_capacity_provider_strategy"));
  const launchType = textOf(block, "launch_type");
  const strategies =
    own.length > 0 ? own : launchType === undefined && byDefault.length > 0 ? byDefault : undefined;
  const [first] = groups;
  if (strategies === undefined) {
    const onGroup = first && (launchType ?? "EC2") === "EC2";
    return [
      onGroup
        ? { kind: "group", group: first.group.name, waitsForRoom: false, base: 0, weight: 1 }
        : { kind: "fargate", spot: false, base: 0, weight: 1 },
    ];
  }
  const shares = strategies.map((strategy): CapacityShare => {
    const provider = textOf(strategy, "capacity_provider", "");
    const common = { base: numberOf(strategy, "base", 0), weight: numberOf(strategy, "weight", 0) };
    if (provider === "FARGATE" || provider === "FARGATE_SPOT")
      return { ...common, kind: "fargate", spot: provider === "FARGATE_SPOT" };
    const found = groups.find(({ providers }) => providers.includes(provider)) ?? first;
    return {
      ...common,
      kind: "group",
      group: found?.group.name ?? provider,
      waitsForRoom:
        found?.group.managedScaling !== undefined || found?.group.managedInstances !== undefined,
    };
  });
  // A provider with weight 0 only gets its base.
  const used = shares.filter(({ weight, base }) => weight > 0 || base > 0);
  return used.length > 0 ? used : shares;
}

/** The number of subnets of its instances, tasks or load balancers. */
function zonesOf(stack: EvaluatedStack): number {
  const subnets = [
    ...stack.resources("aws_autoscaling_group").map(({ block }) => block.vpc_zone_identifier),
    ...stack
      .resources("aws_ecs_service")
      .flatMap(({ block }) => blocksOf(block, "network_configuration"))
      .map(({ subnets: of }) => of),
    ...stack.resources("aws_lb").map(({ block }) => block.subnets),
  ].find((list): list is unknown[] => Array.isArray(list) && list.length > 0);
  return subnets?.length ?? USUAL_ZONES;
}
