import { container as limits } from "../../../aws/containers/ecs";
import { smallestFargateSize } from "../../../aws/compute/fargate";
import { roomOn, tasksOn } from "../../../aws/compute/placement";
import { type ContainerSize, taskSizeOf } from "../../../aws/containers/task-containers";
import type { Comments, Setting } from "../../init/settings-files/source";
import { NETWORK_COMMENT, OWN_NETWORK } from "../../init/system-settings";
import type { Field } from "../field";
import { ServiceTarget, type TargetCapacity, type TargetSystem } from "./service-target";

type Tree = Record<string, Setting>;

/** Defaults of a service. */
const DEFAULTS = {
  "http-scale-out": { cpu: 256, memoryMiB: 256, minTasks: 1, maxTasks: 20 },
  "talk-service": { cpu: 128, memoryMiB: 128, minTasks: 2, maxTasks: 8 },
  worker: { cpu: 256, memoryMiB: 512, minTasks: 1, maxTasks: 20 },
};

/** Instance types from small to large, all burstable, and those with GPUs. */
const TYPES = ["t3.micro", "t3.small", "t3.medium", "t3.large", "t3.xlarge", "t3.2xlarge"];
const GPU_TYPES = ["g6.xlarge", "g6.2xlarge", "g6.4xlarge", "g6.12xlarge", "g6.48xlarge"];
const MOST_INSTANCES = 20;

/** The priority of a service that gets every path. Lower numbers come first. */
const CATCH_ALL = 900;

/** Addresses of a worker's own network, beside those of another system. */
const WORKER_CIDR = "10.20.0.0/16";

export interface TargetOptions {
  /** @default "instances" */
  readonly capacity?: TargetCapacity;
  /** Whether the environment's network has private subnets, which tasks on Fargate need. @default false */
  readonly isPrivate?: boolean;
}

/** Collects the services of an environment, and creates the settings of their system. */
export class Target {
  readonly system: TargetSystem;
  readonly capacity: TargetCapacity;
  private readonly isPrivate: boolean;
  private readonly services: ServiceTarget[] = [];
  private readonly shared: Tree = {};

  constructor(
    system: TargetSystem,
    { capacity = "instances", isPrivate = false }: TargetOptions = {},
  ) {
    this.system = system;
    this.capacity = capacity;
    this.isPrivate = isPrivate;
  }

  service(name: string): ServiceTarget {
    const service = new ServiceTarget(this, name, this.shared);
    this.services.push(service);
    return service;
  }

  /** The one service of a worker, whose tasks are checked only if the input says how. */
  workerService(name: string): ServiceTarget {
    const service = this.service(name);
    service.set("name", name);
    service.set("container.name", name);
    service.set("containerCheck", { kind: "none" });
    // Scaling on the backlog of each task needs it.
    service.set("containerInsights", "enabled");
    return service;
  }

  /** An existing certificate for the load balancer. */
  shareCertificate(field: Field, arn: string): void {
    this.shared["loadBalancer"] = { certificate: { kind: "existing", arn } };
    field.taken(`systems.${this.system}.loadBalancer.certificate.arn`);
  }

  get isEmpty(): boolean {
    return this.services.length === 0;
  }

  get settings(): Readonly<Record<string, Setting>> {
    const [only] = this.services;
    if (only === undefined) return {};
    this.limitByInstance();
    if (this.system !== "talk-service") {
      const { capacity: own, ...settings } = only.own;
      const task: Tree = this.system === "worker" ? { task: taskOf(only) } : {};
      const capacity: Tree = { ...this.capacityOf(), ...(own as Tree | undefined) };
      const network: Tree = this.needsNetwork ? { network: this.network } : {};
      return {
        [this.system]: {
          ...inOrder({ ...settings, ...task }),
          ...network,
          capacity,
          ...this.shared,
        },
      };
    }
    const services = this.services.map((service, index) => [
      service.name,
      { priority: this.takesAll(service) ? CATCH_ALL + index : index + 1, ...inOrder(service.own) },
    ]);
    return {
      [this.system]: {
        services: Object.fromEntries(services) as Tree,
        capacity: this.capacityOf(),
        ...this.shared,
      },
    };
  }

  get comments(): Comments {
    if (this.isEmpty) return {};
    const container = (service: ServiceTarget): Comments => {
      const path = this.system === "talk-service" ? `services/${service.name}/` : "";
      return {
        [`${this.system}/${path}container/user`]:
          "As before: root, with a writable root file system. Try to remove these two settings, which is safer.",
      };
    };
    return Object.assign(
      {
        [`${this.system}/capacity`]:
          this.capacity === "fargate"
            ? "On Fargate, as before. A task has the smallest size in which its containers fit."
            : "Capacity for the minimum and maximum number of tasks of all services.",
      },
      this.needsNetwork ? { [`${this.system}/network`]: NETWORK_COMMENT } : {},
      ...this.services
        .filter((service) => service.value("container.user") === "0:0")
        .map(container),
    ) as Comments;
  }

  /** Tasks on Fargate need private subnets, which the default VPC does not have. */
  private get needsNetwork(): boolean {
    return this.capacity === "fargate" && !this.isPrivate;
  }

  private get network(): Setting {
    return this.system === "worker" ? { ...OWN_NETWORK, cidr: WORKER_CIDR } : OWN_NETWORK;
  }

  private takesAll(service: ServiceTarget): boolean {
    const paths = service.value("paths");
    return Array.isArray(paths) && paths.some((path) => path === "/*" || path === "*");
  }

  /** Fargate, or instances for the minimum and maximum number of tasks of all services. */
  private capacityOf(): Tree {
    if (this.capacity === "fargate") return { kind: "fargate" };
    const needs = this.services.map((service) => this.needOf(service));
    const size = (type: string) => {
      const room = roomOn(type);
      const per = needs.map((need) => (room === undefined ? 0 : tasksOn(room, need.task)));
      const instances = (tasks: (need: (typeof needs)[number]) => number) =>
        needs.reduce((sum, need, index) => sum + tasks(need) / (per[index] ?? 0), 0);
      return {
        type,
        fits: per.every((tasks) => tasks > 0),
        min: Math.max(1, Math.ceil(instances(({ minTasks }) => minTasks) + needs.length / 2)),
        max: Math.ceil(instances(({ maxTasks }) => maxTasks) + needs.length / 2),
      };
    };
    const hasGpus = needs.some(({ task }) => task.gpus > 0);
    const sizes = (hasGpus ? GPU_TYPES : TYPES).map(size).filter(({ fits }) => fits);
    const chosen =
      sizes.find(({ max }) => max <= MOST_INSTANCES) ??
      sizes.at(-1) ??
      size(hasGpus ? "g6.48xlarge" : "m7i.8xlarge");
    const minInstances = this.system === "talk-service" ? Math.max(2, chosen.min) : chosen.min;
    return {
      ...(this.system === "worker" ? { kind: "instances" } : {}),
      instanceTypes: [chosen.type],
      minInstances,
      maxInstances: Math.max(minInstances + 1, chosen.max),
      ...(chosen.type.startsWith("t3") ? { cpuCredits: "unlimited" } : {}),
    };
  }

  /** A container without a limit may use the memory of its instance. Its reservation decides which type that is. */
  private limitByInstance(): void {
    const [type = ""] = (this.capacityOf()["instanceTypes"] ?? []) as readonly string[];
    const most = roomOn(type)?.memoryMiB ?? limits.memoryMiB[1];
    for (const container of this.services.flatMap(({ unlimited }) => unlimited))
      container.set("container.memoryLimitMiB", most);
  }

  private needOf(service: ServiceTarget) {
    const defaults = DEFAULTS[this.system];
    const number = (place: string): number | undefined => {
      const value = service.value(place);
      return typeof value === "number" ? value : undefined;
    };
    const sidecars = Object.values((service.value("sidecars") ?? {}) as Record<string, Tree>);
    const beside = (of: (sidecar: Tree) => Setting | undefined) =>
      sidecars.reduce((sum, sidecar) => sum + Number(of(sidecar) ?? 0), 0);
    const { cpu: cpuUnits, memoryMiB } = taskOf(service);
    return {
      task: {
        gpus: (number("container.gpu") ?? 0) + beside(({ gpu }) => gpu),
        ownNetworkInterface: false,
        ...(this.system === "worker"
          ? { cpuUnits, memoryMiB }
          : {
              cpuUnits: (number("container.cpu") ?? defaults.cpu) + beside(({ cpu }) => cpu),
              memoryMiB:
                (number("container.memoryReservationMiB") ??
                  (this.system === "talk-service" ? defaults.memoryMiB : undefined) ??
                  number("container.memoryLimitMiB") ??
                  defaults.memoryMiB) +
                beside((sidecar) => sidecar["memoryReservationMiB"] ?? sidecar["memoryLimitMiB"]),
            }),
      },
      minTasks: Math.max(
        number("serviceScaling.minTasks") ?? defaults.minTasks,
        number("service.desiredCount") ?? 0,
      ),
      maxTasks: number("serviceScaling.maxTasks") ?? defaults.maxTasks,
    };
  }
}

/** What is left at least for a worker's own container of unknown size. */
const LEAST = { cpu: 128, memoryMiB: 256 };

/** The smallest size of Fargate in which a task's containers fit. */
function taskOf(service: ServiceTarget) {
  const number = (place: string) => {
    const value = service.value(place);
    return typeof value === "number" ? value : undefined;
  };
  const sidecars = (service.value("sidecars") ?? {}) as Record<string, ContainerSize>;
  const needed = taskSizeOf([
    {
      cpu: number("container.cpu") ?? LEAST.cpu,
      memoryLimitMiB: number("container.memoryLimitMiB") ?? LEAST.memoryMiB,
    },
    ...Object.values(sidecars),
  ]);
  const storage = service.value("capacity.ephemeralStorageGiB");
  const size = smallestFargateSize(needed) ?? needed;
  return { ...size, ...(storage === undefined ? {} : { ephemeralStorageGiB: storage }) };
}

/** Orders the settings by what readers look for first. */
function inOrder(settings: Tree): Tree {
  const order = [
    "name",
    "paths",
    "image",
    "queue",
    "task",
    "container",
    "sidecars",
    "volumes",
    "service",
    "serviceScaling",
  ];
  const first = order.flatMap((name) =>
    settings[name] === undefined ? [] : [[name, settings[name]] as const],
  );
  return { ...Object.fromEntries(first), ...settings };
}
