import type { ProxySize } from "./service-connect";
import type { Violation } from "../violation";

/*
 * ECS's rules for the containers of one task.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html (read 2026-11-28)
 */

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MAX_CONTAINERS = 10;

export const dependencyConditions = ["START", "COMPLETE", "SUCCESS", "HEALTHY"] as const;

/** Platforms whose tasks have their own address (network mode awsvpc), which their containers share. */
export const platformNames = {
  fargate: "Fargate",
  "managed-instances": "ECS Managed Instances",
} as const;

export type Platform = keyof typeof platformNames;

/** Undefined for a kind of capacity whose tasks share the address of their instance. */
export function platformOf(capacityKind: string): Platform | undefined {
  return capacityKind === "fargate" || capacityKind === "managed-instances"
    ? capacityKind
    : undefined;
}

export type DependencyCondition = (typeof dependencyConditions)[number];

/** The fields of a container that its task's other containers depend on. */
export interface TaskContainer {
  readonly name: string;
  /** @default true */
  readonly essential?: boolean;
  readonly hasHealthCheck: boolean;
  readonly dependsOn?: Readonly<Record<string, DependencyCondition>>;
  /** Containers that it reaches by name, on Docker's bridge network. */
  readonly links?: readonly string[];
  readonly startTimeoutSeconds?: number;
  readonly ports?: readonly number[];
  readonly udpPorts?: readonly number[];
}

/** A broken rule, and the container with the field. */
export type ContainerViolation = Violation & { readonly container: string };

/** @param platform where the containers share the task's address; undefined on the instances of a group */
export function taskContainerProblems(
  containers: readonly TaskContainer[],
  platform: Platform | undefined,
): ContainerViolation[] {
  return [
    ...containers.flatMap((container) => [
      ...dependencyProblems(container, containers),
      ...linkProblems(container, containers, platform),
      ...timeoutProblems(container, containers),
    ]),
    ...cycleProblems(containers),
    ...(platform
      ? [...portProblems(containers, "ports"), ...portProblems(containers, "udpPorts")]
      : []),
  ];
}

function dependencyProblems(
  { name, dependsOn = {} }: TaskContainer,
  containers: readonly TaskContainer[],
): ContainerViolation[] {
  return Object.entries(dependsOn).flatMap(([other, condition]) => {
    const at = { container: name, field: `dependsOn.${other}`, got: condition };
    const target = containers.find((each) => each.name === other);
    if (target === undefined || other === name) {
      const others = containers.filter((each) => each.name !== name).map((each) => each.name);
      return [
        {
          ...at,
          rule: `must name another container of the task (${others.join(", ") || "there is none"})`,
          got: other,
          fix: "Correct the name, or remove it.",
        },
      ];
    }
    const isEssential = target.essential ?? true;
    if ((condition === "COMPLETE" || condition === "SUCCESS") && isEssential) {
      return [
        {
          ...at,
          rule: `must be START or HEALTHY, because ${other} is essential: when it ends, so does the task`,
          fix: `Set essential of ${other} to false, or use another condition.`,
        },
      ];
    }
    if (condition === "HEALTHY" && !target.hasHealthCheck) {
      return [
        {
          ...at,
          rule: `must be another condition while ${other} has no container health check`,
          fix: `Set containerCheck of ${other}, or use START.`,
        },
      ];
    }
    return [];
  });
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html on links */
function linkProblems(
  { name, links = [] }: TaskContainer,
  containers: readonly TaskContainer[],
  platform: Platform | undefined,
): ContainerViolation[] {
  if (links.length === 0) return [];
  if (platform) {
    return [
      {
        container: name,
        field: "links",
        rule: `must be left out on ${platformNames[platform]}, where the containers of a task share an address`,
        got: links.join(", "),
        fix: "Remove it, and connect to localhost.",
      },
    ];
  }
  const others = containers.map((each) => each.name).filter((each) => each !== name);
  return links
    .filter((link) => !others.includes(link))
    .map((link) => ({
      container: name,
      field: "links",
      rule: `must name other containers of the task (${others.join(", ") || "there is none"})`,
      got: link,
      fix: "Correct the name, or remove it.",
    }));
}

function timeoutProblems(
  { name, startTimeoutSeconds }: TaskContainer,
  containers: readonly TaskContainer[],
): ContainerViolation[] {
  const isAwaited = containers.some(
    ({ dependsOn = {} }) => Object.hasOwn(dependsOn, name) && dependsOn[name] !== "START",
  );
  return startTimeoutSeconds === undefined || isAwaited
    ? []
    : [
        {
          container: name,
          field: "startTimeoutSeconds",
          rule: `must be left out while no container depends on ${name} to be COMPLETE, SUCCESS or HEALTHY`,
          got: startTimeoutSeconds,
          fix: "Remove it: only a container that waits can time out.",
        },
      ];
}

/** A link starts its target first, like a dependency. */
function needsOf({ dependsOn = {}, links = [] }: TaskContainer): string[] {
  return [...Object.keys(dependsOn), ...links];
}

/** Reports each cycle once, at its first container. */
function cycleProblems(containers: readonly TaskContainer[]): ContainerViolation[] {
  const found = new Map<string, string[]>();
  for (const { name } of containers) {
    const cycle = cycleFrom(name, containers);
    const members = [...(cycle ?? [])].sort().join(" ");
    if (cycle !== undefined && !found.has(members)) found.set(members, cycle);
  }
  return [...found.values()].map((cycle) => {
    const [first = "", second = first] = cycle;
    const { dependsOn = {} } = containers.find(({ name }) => name === first) ?? {};
    return {
      container: first,
      field: Object.hasOwn(dependsOn, second) ? `dependsOn.${second}` : "links",
      rule: `must not lead back to ${first}: ${[...cycle, first].join(" -> ")}, so that none of them would start`,
      got: second,
      fix: "Remove one of these dependencies.",
    };
  });
}

/** The containers on a path from one back to itself. */
function cycleFrom(start: string, containers: readonly TaskContainer[]): string[] | undefined {
  const ways = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1) ?? "";
    const container = containers.find(({ name }) => name === last);
    for (const next of container === undefined ? [] : needsOf(container)) {
      if (next === start && (way.length > 1 || next !== last)) return way;
      if (seen.has(next) || next === start) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

function portProblems(
  containers: readonly TaskContainer[],
  field: "ports" | "udpPorts",
): ContainerViolation[] {
  const owners = new Map<number, string>();
  return containers.flatMap(({ name, [field]: ports = [] }) =>
    ports.flatMap((port): ContainerViolation[] => {
      const owner = owners.get(port);
      owners.set(port, owner ?? name);
      return owner === undefined
        ? []
        : [
            {
              container: name,
              field,
              rule: `must differ from ${owner === name ? "each other" : `those of ${owner}`}, because the containers of a task share an address`,
              got: port,
              fix: "Let one of them listen on another port.",
            },
          ];
    }),
  );
}

/** CPU and memory that a container may specify. */
export interface ContainerSize {
  readonly cpu?: number;
  readonly memoryLimitMiB?: number;
  readonly memoryReservationMiB?: number;
  /** @default none */
  readonly gpu?: number;
}

/** GPUs of all containers of a task; no two containers share one. */
export function gpusOf(containers: readonly Pick<ContainerSize, "gpu">[]): number {
  return containers.reduce((sum, { gpu = 0 }) => sum + gpu, 0);
}

/** Memory that a container takes from its task or instance: the reservation if there is one. */
export function reservedMiB({ memoryReservationMiB, memoryLimitMiB }: ContainerSize): number {
  return memoryReservationMiB ?? memoryLimitMiB ?? 0;
}

/**
 * The minimum size of a task with a size: the limits of its containers, whatever they reserve, and the Service Connect
 * proxy.
 */
export function taskSizeOf(
  containers: readonly ContainerSize[],
  proxy: ProxySize = { cpu: 0, memoryMiB: 0 },
): ProxySize {
  const sum = (of: (container: ContainerSize) => number) =>
    containers.reduce((total, container) => total + of(container), 0);
  return {
    cpu: proxy.cpu + sum(({ cpu = 0 }) => cpu),
    memoryMiB:
      proxy.memoryMiB + sum((each) => each.memoryLimitMiB ?? each.memoryReservationMiB ?? 0),
  };
}
