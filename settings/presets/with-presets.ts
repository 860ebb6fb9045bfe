import { referenceServices } from "../schema/systems/talk-service";
import { isFields, type Fields } from "./fields";
import { NAMES } from "./names";
import { daemonApi, pathService, httpScaleOut, talkService } from "./responsive";

/** What the preset of each system sets, given the user's settings of the system. */
const RESPONSIVE: Readonly<Record<string, (own: Fields) => Fields>> = {
  "http-scale-out": (own) => suited(own, httpScaleOut),
  "daemon-api": (own) => suited(own, daemonApi),
  "talk-service": (own) => {
    const { services } = own;
    const names = Object.keys(isFields(services) ? services : referenceServices);
    return {
      ...suited(own, talkService),
      services: merged(
        Object.fromEntries(names.map((name) => [name, pathService])),
        services === undefined ? referenceServices : {},
      ),
    };
  },
};

/** Only a group of instances has scaling and placement of its own, and types only where AWS does not choose them. */
function suited({ capacity }: Fields, preset: Fields): Fields {
  const own = isFields(capacity) ? capacity : {};
  if (own["kind"] !== undefined && own["kind"] !== "instances")
    return without(preset, "clusterScaling", "placement");
  return own["instanceRequirements"] === undefined || !isFields(preset["capacity"])
    ? preset
    : { ...preset, capacity: without(preset["capacity"], "instanceTypes") };
}

function without(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/**
 * Merges the presets and the names of systems with their settings. Invalid values stay as they are, because the schema reports them.
 */
export function withPresets(environments: Fields): Fields {
  return mapFields(environments, (environment) =>
    isFields(environment) && isFields(environment["systems"])
      ? { ...environment, systems: mapFields(environment["systems"], withPreset) }
      : environment,
  );
}

function withPreset(settings: unknown, system: string): unknown {
  if (!isFields(settings)) return settings;
  const { name, preset } = settings;
  const named =
    typeof name === "string" && Object.hasOwn(NAMES, system)
      ? merged(NAMES[system]?.(name, settings) ?? {}, settings)
      : settings;
  return preset === "responsive" && Object.hasOwn(RESPONSIVE, system)
    ? merged(RESPONSIVE[system]?.(settings) ?? {}, named)
    : named;
}

/** `above` overrides `below` field by field. Lists, and objects of a different kind, are replaced as a whole. */
function merged(below: Fields, above: Fields): Fields {
  const fields = new Map(Object.entries(below));
  for (const [name, value] of Object.entries(above)) {
    const other = fields.get(name);
    const isSame = isFields(value) && isFields(other) && ofOneKind(value, other);
    if (value !== undefined) fields.set(name, isSame ? merged(other, value) : value);
  }
  return Object.fromEntries(fields);
}

/** Members of a union differ by their kind. A value without a kind matches any member. */
function ofOneKind(one: Fields, other: Fields): boolean {
  return one["kind"] === other["kind"];
}

function mapFields(fields: Fields, change: (value: unknown, name: string) => unknown): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, change(value, name)]),
  );
}
