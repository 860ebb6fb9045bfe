import type { Setting } from "../../init/settings-files/source";
import type { Field } from "../field";

type Tree = Record<string, Setting>;

/** Systems that an import writes. */
export const SYSTEMS = ["http-scale-out", "talk-service"] as const;
export type TargetSystem = (typeof SYSTEMS)[number];

/**
 * The settings of a service, wherever its system has them. Places that all services of a system share begin with
 * `healthCheck` or `loadBalancer`.
 */
export class ServiceTarget {
  readonly system: TargetSystem;
  readonly name: string;
  readonly own: Tree = {};
  /** Settings of the system, which all its services share. */
  private readonly shared: Tree;

  constructor(system: TargetSystem, name: string, shared: Tree) {
    this.system = system;
    this.name = name;
    this.shared = shared;
  }

  /** Takes a field over, as it is or, with a reason, in another form. */
  put(field: Field, place: string, value: Setting, why?: string): void {
    const to = this.set(place, value);
    if (to === undefined) {
      field.left(
        "The services of talk-service share a load balancer, and another service has set this for all of them.",
      );
    } else if (why === undefined) field.taken(to);
    else field.changed(to, why);
  }

  /**
   * Sets a value that no single field of the input gives.
   *
   * @returns where it stands now, or undefined where the system shares the setting and another service has set it
   */
  set(place: string, value: Setting): string | undefined {
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

  /** Where a setting stands, as the report says it. */
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

  private placeOf(place: string): { tree: Tree; steps: readonly string[]; shown: string } {
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
      shown: `systems.${this.system}${this.system === "http-scale-out" ? "" : `.services.${this.name}`}.${place.replaceAll("/", ".")}`,
    };
  }
}

/** A name of the user's may have dots in it: it comes after a slash. */
function stepsOf(place: string): readonly string[] {
  const [path = "", ...names] = place.split("/");
  return [...path.split("."), ...names];
}
