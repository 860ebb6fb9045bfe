import { instanceFamilies } from "../generated/instance-families";
import { familiesMissingIn, instanceRegions } from "../generated/instance-offers";

export type Architecture = "x86_64" | "arm64";

/** Resources of an instance type, before the operating system takes its share. */
export interface InstanceType {
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** The limit for tasks with their own network interface (`awsvpc`). */
  readonly networkInterfaces: number;
  /** Of NVIDIA. */
  readonly gpus: number;
  readonly architecture: Architecture;
  /** Who makes its processors, by the name that AWS's requirements have. */
  readonly cpuManufacturer: CpuManufacturer;
  readonly generation: InstanceGeneration;
  /** Whether it is of the Nitro System. @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html */
  readonly isNitro: boolean;
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRequirements.html */
export const cpuManufacturersOfX86 = ["intel", "amd"] as const;
export const cpuManufacturers = [...cpuManufacturersOfX86, "amazon-web-services"] as const;
export type CpuManufacturer = (typeof cpuManufacturers)[number];
export const instanceGenerations = ["current", "previous"] as const;
export type InstanceGeneration = (typeof instanceGenerations)[number];

/** The resources of an instance type, or undefined for a type that is not in the table. */
export function instanceType(name: string): InstanceType | undefined {
  const dot = name.indexOf(".");
  const line = linesByFamily().get(name.slice(0, dot));
  const entry = line?.sizes.find((size) => size.startsWith(`${name.slice(dot + 1)}=`));
  if (line === undefined || entry === undefined) return undefined;
  const [vcpus = 0, memoryMiB = 0, networkInterfaces = 0, gpus = 0] = entry
    .slice(entry.indexOf("=") + 1)
    .split("/")
    .map(Number);
  const { architecture, cpuManufacturer, generation, hypervisor } = line;
  return {
    vcpus,
    memoryMiB,
    networkInterfaces,
    gpus,
    architecture,
    cpuManufacturer,
    generation,
    // Bare metal has no hypervisor, and is of the Nitro System.
    isNitro: hypervisor === "nitro" || name.includes("metal"),
  };
}

/** All types in the table. */
export function knownInstanceTypes(): string[] {
  return [...linesByFamily()].flatMap(([family, { sizes }]) =>
    sizes.map((entry) => `${family}.${entry.slice(0, entry.indexOf("="))}`),
  );
}

/**
 * The architecture of a type. If it is not in the table, the name decides: a `g` after the generation means Graviton,
 * such as m7gd. This is true for every type in the table.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html
 */
export function architectureOf(name: string): Architecture {
  return /^(a1|[a-z]+\d+[a-fh-z]*g[a-z]*)\b/.test(name) ? "arm64" : "x86_64";
}

interface Family extends Pick<InstanceType, "architecture" | "cpuManufacturer" | "generation"> {
  readonly hypervisor: string;
  readonly sizes: readonly string[];
}

/** By their names in DescribeInstanceTypes. */
const MANUFACTURERS: Readonly<Record<string, CpuManufacturer>> = {
  Intel: "intel",
  AMD: "amd",
  AWS: "amazon-web-services",
};

let families: ReadonlyMap<string, Family> | undefined;

function linesByFamily(): ReadonlyMap<string, Family> {
  families ??= new Map(
    instanceFamilies
      .trim()
      .split("\n")
      .map((line) => {
        const [
          family = "",
          architecture,
          manufacturer = "",
          generation,
          hypervisor = "",
          ...sizes
        ] = line.split(" ");
        return [
          family,
          {
            architecture: architecture as Architecture,
            cpuManufacturer: MANUFACTURERS[manufacturer] ?? "intel",
            generation: generation as InstanceGeneration,
            hypervisor,
            sizes,
          },
        ];
      }),
  );
  return families;
}

let missing: ReadonlyMap<string, readonly string[]> | undefined;

/** Whether a region offers an instance type's family. True for a region or family that is not in the table. */
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
