import { instanceFamilies } from "./generated/instance-families";
import { familiesMissingIn, instanceRegions } from "./generated/instance-offers";

export type Architecture = "x86_64" | "arm64";

/** What one instance of a type offers, before the operating system takes its share. */
export interface InstanceType {
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** The limit that counts for tasks with a network interface of their own (`awsvpc`). */
  readonly networkInterfaces: number;
  readonly architecture: Architecture;
}

/** What an instance type offers, or undefined for a type that the table does not know. */
export function instanceType(name: string): InstanceType | undefined {
  const dot = name.indexOf(".");
  const line = linesByFamily().get(name.slice(0, dot));
  const entry = line?.sizes.find((size) => size.startsWith(`${name.slice(dot + 1)}=`));
  if (line === undefined || entry === undefined) return undefined;
  const [vcpus = 0, memoryMiB = 0, networkInterfaces = 0] = entry
    .slice(entry.indexOf("=") + 1)
    .split("/")
    .map(Number);
  return { vcpus, memoryMiB, networkInterfaces, architecture: line.architecture };
}

/** All types of the table. */
export function knownInstanceTypes(): string[] {
  return [...linesByFamily()].flatMap(([family, { sizes }]) =>
    sizes.map((entry) => `${family}.${entry.slice(0, entry.indexOf("="))}`),
  );
}

/**
 * The architecture of a type, by its name where the table does not know it: a `g` after the generation is Graviton, as
 * in m7gd. Holds for every type of the table.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html
 */
export function architectureOf(name: string): Architecture {
  return /^(a1|[a-z]+\d+[a-fh-z]*g[a-z]*)\b/.test(name) ? "arm64" : "x86_64";
}

interface Family {
  readonly architecture: Architecture;
  readonly sizes: readonly string[];
}

let families: ReadonlyMap<string, Family> | undefined;

function linesByFamily(): ReadonlyMap<string, Family> {
  families ??= new Map(
    instanceFamilies
      .trim()
      .split("\n")
      .map((line) => {
        const [family = "", architecture, ...sizes] = line.split(" ");
        return [family, { architecture: architecture as Architecture, sizes }];
      }),
  );
  return families;
}

let missing: ReadonlyMap<string, readonly string[]> | undefined;

/** Whether a region offers an instance type's family; true for a region or a family that the table does not know. */
export function offersInstanceType(region: string, name: string): boolean {
  if (!instanceRegions.includes(region)) return true;
  missing ??= new Map(
    familiesMissingIn
      .trim()
      .split("\n")
      .map((line) => {
        const [family = "", regions = ""] = line.split(": ");
        return [family, regions.split(" ")];
      }),
  );
  return !(missing.get(name.slice(0, name.indexOf(".")))?.includes(region) ?? false);
}
