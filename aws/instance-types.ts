import { instanceFamilies } from "./generated/instance-families";

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

/** What a burstable instance earns. */
export interface BurstableCredits {
  /** CPU credits an hour for the whole instance; one credit is a vCPU for a minute. */
  readonly creditsPerHour: number;
  /** Percent of each vCPU that the instance can use for ever. */
  readonly baselinePercent: number;
  /** What AWS does by default when the credits are used up: charge for more, or hold the CPU at the baseline. */
  readonly defaultMode: "unlimited" | "standard";
}

const SINCE_T3: Readonly<Record<string, readonly [number, number]>> = {
  nano: [6, 5],
  micro: [12, 10],
  small: [24, 20],
  medium: [24, 20],
  large: [36, 30],
  xlarge: [96, 40],
  "2xlarge": [192, 40],
};

/**
 * Credits an hour and baseline by family and size.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html as of November 2026
 */
const EARNED: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  t2: {
    nano: [3, 5],
    micro: [6, 10],
    small: [12, 20],
    medium: [24, 20],
    large: [36, 30],
    xlarge: [54, 22.5],
    "2xlarge": [81.6, 17],
  },
  t3: SINCE_T3,
  t3a: SINCE_T3,
  t4g: SINCE_T3,
};

/** Undefined for a type that is not burstable. */
export function burstableCredits(name: string): BurstableCredits | undefined {
  const [family = "", size = ""] = name.split(".");
  const earned = EARNED[family]?.[size];
  if (earned === undefined) return undefined;
  const [creditsPerHour, baselinePercent] = earned;
  return {
    creditsPerHour,
    baselinePercent,
    defaultMode: family === "t2" ? "standard" : "unlimited",
  };
}
