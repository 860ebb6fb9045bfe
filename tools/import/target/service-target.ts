import type { Setting } from "../../init/settings-files/source";
import type { Field } from "../field";
import { discoveredHost, type ExplainHost } from "./hosts";

type Tree = Record<string, Setting>;

interface Place {
  readonly tree: Tree;
  readonly steps: readonly string[];
  readonly shown: string;
}

/** Systems that an import can write. */
export const SYSTEMS = ["http-scale-out", "talk-service", "worker"] as const;
export type TargetSystem = (typeof SYSTEMS)[number];

/** Where the tasks of an import run. */
export type TargetCapacity = "fargate" | "instances";

/** What a worker does not have. */
const WITHOUT_BALANCER = /^(healthCheck|loadBalancer|service\.healthCheckGracePeriodSeconds)\b/;

/** Places of a worker whose CPU, memory and storage belong to its task. */
const OF_TASK: Readonly<Record<string, string>> = {
  "container.cpu": "task.cpu",
  "container.memoryLimitMiB": "task.memoryMiB",
  "capacity.ephemeralStorageGiB": "task.ephemeralStorageGiB",
};

/**
 * The settings of a service, independent of their place in its system. Paths that all services of a system share start
 * with `healthCheck` or `loadBalancer`.
 */
export class ServiceTarget {
  readonly system: TargetSystem;
  readonly name: string;
  readonly capacity: TargetCapacity;
  /** The service whose tasks the container is in, if it is a sidecar. */
  readonly owner: ServiceTarget | undefined;
  readonly own: Tree = {};
  /** Explains the host names in variables. An importer that knows more names replaces it. */
  explainHost: ExplainHost = discoveredHost;
  /** Containers that may use all memory of their instance, whose type is chosen later. */
  readonly unlimited: ServiceTarget[] = [];
  /** Settings of the system, which all its services share. */
  private readonly shared: Tree;

  constructor(
    { system, capacity }: { readonly system: TargetSystem; readonly capacity: TargetCapacity },
    name: string,
    shared: Tree,
    owner?: ServiceTarget,
  ) {
    this.owner = owner;
    this.capacity = capacity;
    this.system = system;
    this.name = name;
    this.shared = shared;
  }

  /** Maps a field: unchanged, or with a reason if it is changed. */
  put(field: Field, place: string, value: Setting, why?: string): void {
    if (this.system === "worker" && WITHOUT_BALANCER.test(place)) {
      field.left("A worker has no load balancer that could check its tasks.");
      return;
    }
    const to = this.set(place, value);
    if (to === undefined) {
      field.left(
        "The services of talk-service share a load balancer, and another service has already set this for all of them.",
      );
    } else if (why === undefined) field.taken(to);
    else field.changed(to, why);
  }

  /**
   * Sets a value that does not come from a single field of the input.
   *
   * @returns its path, or undefined if the services share the setting and another service has set it
   */
  set(place: string, value: Setting): string | undefined {
    if (this.system === "worker" && WITHOUT_BALANCER.test(place)) return undefined;
    const { tree, steps, shown } = this.placeOf(place);
    const parent = steps.slice(0, -1).reduce<Tree>((object, step) => {
      object[step] ??= {};
      return object[step] as Tree;
    }, tree);
    const last = steps.at(-1) ?? "";
    if (
      tree === this.shared &&
      last in parent &&
      JSON.stringify(parent[last]) !== JSON.stringify(value)
    )
      return undefined;
    parent[last] = value;
    return shown;
  }

  /** The path of a setting for the report. */
  shown(place: string): string {
    return this.placeOf(place).shown;
  }

  has(place: string): boolean {
    return this.value(place) !== undefined;
  }

  value(place: string): Setting | undefined {
    const { tree, steps } = this.placeOf(place);
    return steps.reduce<Setting | undefined>(
      (value, step) => (typeof value === "object" ? (value as Tree)[step] : undefined),
      tree,
    );
  }

  /** Another container of each task, whose settings have the same places as those of the service's own. */
  sidecar(name: string): ServiceTarget {
    return new SidecarTarget(this, name);
  }

  placeOf(place: string): Place {
    if (this.system === "worker") return this.ownPlace(OF_TASK[place] ?? place);
    const isAlone = this.system === "http-scale-out";
    const isShared = /^(healthCheck|loadBalancer)\b/.test(place);
    if (!isAlone && place === "healthCheck.path") return this.ownPlace("healthCheckPath");
    if (!isShared && !isAlone) return this.ownPlace(place);
    const full = place.startsWith("healthCheck") ? `loadBalancer.${place}` : place;
    return {
      tree: isShared ? this.shared : this.own,
      steps: stepsOf(full),
      shown: `systems.${this.system}.${full.replaceAll("/", ".")}`,
    };
  }

  private ownPlace(place: string) {
    return {
      tree: this.own,
      steps: stepsOf(place),
      shown: `systems.${this.system}${this.system === "talk-service" ? `.services.${this.name}` : ""}.${place.replaceAll("/", ".")}`,
    };
  }
}

/** The settings of a sidecar, in those of its service. */
class SidecarTarget extends ServiceTarget {
  private readonly service: ServiceTarget;
  private readonly key: string;

  constructor(service: ServiceTarget, key: string) {
    super(service, `${service.name}-${key}`, {}, service);
    this.service = service;
    this.key = key;
    this.explainHost = (host) => service.explainHost(host);
  }

  override placeOf(place: string): Place {
    const [head = "", ...names] = place.replace(/^container\./, "").split("/");
    return this.service.placeOf(
      ["sidecars", this.key, head.replaceAll(".", "/"), ...names]
        .filter((step) => step !== "")
        .join("/"),
    );
  }
}

/** Names from the user can contain dots, so they come after a slash. */
function stepsOf(place: string): readonly string[] {
  const [path = "", ...names] = place.split("/");
  return [...path.split("."), ...names];
}
