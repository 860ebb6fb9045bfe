import { roomOn, tasksOn } from "../../../aws/placement";
import type { Comments, Setting } from "../../init/settings-files/source";
import type { Field } from "../field";
import { ServiceTarget, type TargetSystem } from "./service-target";

type Tree = Record<string, Setting>;

/** Defaults of a service. */
const DEFAULTS = {
  "http-scale-out": { cpu: 256, memoryMiB: 256, minTasks: 1, maxTasks: 20 },
  "talk-service": { cpu: 128, memoryMiB: 128, minTasks: 2, maxTasks: 8 },
};

/** Instance types from small to large, all burstable, and those with GPUs. */
const TYPES = ["t3.micro", "t3.small", "t3.medium", "t3.large", "t3.xlarge", "t3.2xlarge"];
const GPU_TYPES = ["g6.xlarge", "g6.2xlarge", "g6.4xlarge", "g6.12xlarge", "g6.48xlarge"];
const MOST_INSTANCES = 20;

/** The priority of a service that gets every path. Lower numbers come first. */
const CATCH_ALL = 900;

/** Collects the services of an environment, and creates the settings of their system. */
export class Target {
  readonly system: TargetSystem;
  private readonly services: ServiceTarget[] = [];
  private readonly shared: Tree = {};

  constructor(system: TargetSystem) {
    this.system = system;
  }

  service(name: string): ServiceTarget {
    const service = new ServiceTarget(this.system, name, this.shared);
    this.services.push(service);
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
    const capacity = this.capacity();
    if (this.system === "http-scale-out") {
      return {
        [this.system]: { ...inOrder(this.services[0]?.own ?? {}), capacity, ...this.shared },
      };
    }
    const services = this.services.map((service, index) => [
      service.name,
      { priority: this.takesAll(service) ? CATCH_ALL + index : index + 1, ...inOrder(service.own) },
    ]);
    return {
      [this.system]: { services: Object.fromEntries(services) as Tree, capacity, ...this.shared },
    };
  }

  get comments(): Comments {
    const container = (service: ServiceTarget): Comments => {
      const path = this.system === "http-scale-out" ? "" : `services/${service.name}/`;
      return {
        [`${this.system}/${path}container/user`]:
          "As before: root, with a writable root file system. Try to remove these two settings, which is safer.",
      };
    };
    return Object.assign(
      {
        [`${this.system}/capacity`]:
          "Capacity for the minimum and maximum number of tasks of all services.",
      },
      ...this.services
        .filter((service) => service.value("container.user") === "0:0")
        .map(container),
    ) as Comments;
  }

  private takesAll(service: ServiceTarget): boolean {
    const paths = service.value("paths");
    return Array.isArray(paths) && paths.some((path) => path === "/*" || path === "*");
  }

  /** Instances for the minimum and maximum number of tasks of all services. */
  private capacity(): Setting {
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
      instanceTypes: [chosen.type],
      minInstances,
      maxInstances: Math.max(minInstances + 1, chosen.max),
      ...(chosen.type.startsWith("t3") ? { cpuCredits: "unlimited" } : {}),
    };
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
    return {
      task: {
        cpuUnits: (number("container.cpu") ?? defaults.cpu) + beside(({ cpu }) => cpu),
        memoryMiB:
          (number("container.memoryReservationMiB") ??
            (this.system === "talk-service" ? defaults.memoryMiB : undefined) ??
            number("container.memoryLimitMiB") ??
            defaults.memoryMiB) +
          beside((sidecar) => sidecar["memoryReservationMiB"] ?? sidecar["memoryLimitMiB"]),
        ownNetworkInterface: false,
        gpus: (number("container.gpu") ?? 0) + beside(({ gpu }) => gpu),
      },
      minTasks: Math.max(
        number("serviceScaling.minTasks") ?? defaults.minTasks,
        number("service.desiredCount") ?? 0,
      ),
      maxTasks: number("serviceScaling.maxTasks") ?? defaults.maxTasks,
    };
  }
}

/** Orders the settings by what readers look for first. */
function inOrder(settings: Tree): Tree {
  const order = ["paths", "image", "container", "sidecars", "volumes", "service", "serviceScaling"];
  const first = order.flatMap((name) =>
    settings[name] === undefined ? [] : [[name, settings[name]] as const],
  );
  return { ...Object.fromEntries(first), ...settings };
}
