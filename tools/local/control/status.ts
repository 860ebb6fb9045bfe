import type { ScaledStatus } from "../autoscale/autoscale-system";
import type { LocalSystem } from "../local-system";
import type { Task } from "../service/task";
import type { Service } from "../service/service";
import type { Traffic } from "../traffic";

/** The content of /status.json. */
export interface Status {
  readonly system: string;
  readonly speed: number;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly endpoints: readonly { readonly name: string; readonly url: string }[];
  readonly services: readonly ServiceStatus[];
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly recent: readonly {
    readonly time: string;
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly milliseconds: number;
    readonly answeredBy: string;
  }[];
  readonly parts: readonly unknown[];
  /** With --autoscale, the decisions of alarms and policies, newest first. */
  readonly decisions: readonly {
    readonly time: string;
    readonly kind: string;
    readonly service: string;
    readonly text: string;
  }[];
}

export interface ServiceStatus {
  readonly name: string;
  readonly address: string;
  readonly scheduling: string;
  readonly desiredCount: number;
  readonly healthyCount: number;
  readonly deployment: string;
  /** With --autoscale, if the service is scaled. */
  readonly scaling: ScalingStatus | null;
  readonly tasks: readonly TaskStatus[];
}

export interface ScalingStatus {
  readonly min: number;
  readonly max: number;
  readonly targets: readonly string[];
  /** In percent of what the tasks reserve. Null without a task. */
  readonly cpuPercent: number | null;
}

export interface TaskStatus {
  readonly id: string;
  readonly image: string;
  readonly state: string;
  readonly health: string;
  readonly isNew: boolean;
  readonly ports: readonly number[];
  readonly pids: readonly number[];
  readonly requests: number;
  readonly problem: string | null;
}

export function statusOf(system: LocalSystem): Status {
  const { traffic, pace, evaluated } = system;
  return {
    system: system.stack.name,
    speed: pace.speed,
    variables: Object.fromEntries(evaluated.variables),
    endpoints: system.endpoints,
    services: [...system.services].map(([address, service]) =>
      serviceStatus(address, service, system),
    ),
    requests: traffic.requests,
    byStatus: traffic.byStatus,
    recent: traffic.recent.map((request) => ({
      ...request,
      time: request.time.toISOString(),
      milliseconds: round(request.milliseconds),
    })),
    parts: system.opened.flatMap((part) => part.status?.() ?? []),
    decisions: (system.autoscaling?.decisions ?? []).map((decision) => ({
      ...decision,
      time: decision.time.toISOString(),
    })),
  };
}

function serviceStatus(
  address: string,
  service: Service,
  { traffic, autoscaling }: LocalSystem,
): ServiceStatus {
  const tasks = service.tasks.map((task) => taskStatus(task, service.isNew(task), traffic));
  return {
    name: service.model.name,
    address,
    scheduling: service.model.scheduling,
    desiredCount: service.desiredCount,
    healthyCount: tasks.filter(({ health }) => health === "healthy").length,
    deployment: service.deployment.state,
    scaling: scalingStatus(autoscaling?.services.get(service.model.name)),
    tasks,
  };
}

function scalingStatus(scaled: ScaledStatus | undefined): ScalingStatus | null {
  if (scaled === undefined) return null;
  const { min, max, targets, usage } = scaled;
  const { cpuPercent } = usage;
  return { min, max, targets, cpuPercent: cpuPercent === undefined ? null : round(cpuPercent) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function taskStatus(task: Task, isNew: boolean, traffic: Traffic): TaskStatus {
  return {
    id: task.id,
    image: task.model.containers
      .map(({ image }) => image.slice(image.lastIndexOf("/") + 1))
      .join(", "),
    state: task.state,
    health: task.health,
    isNew,
    ports: task.endpoints.map(({ port }) => port),
    pids: task.pids,
    // Target groups count a request when it begins. A task in no target group gets its requests from a gateway.
    requests: task.requests || traffic.answeredBy(task.id),
    problem: task.problem ?? null,
  };
}
