import { didYouMean } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import { type ByLevel, LEVELS } from "./levels";

interface Assumption {
  readonly unit: string;
  readonly values: readonly [minimum: number, typical: number, maximum: number];
}

/**
 * Values that the cost depends on and that a stack does not contain. The maximum rate is the rate of the reference's
 * own load test. Use `--assume` to replace any value.
 */
export const ASSUMPTIONS = {
  requestsPerSecond: {
    unit: "requests/s to a system, or messages/s to its queues, all month",
    values: [0, 10, 1000],
  },
  requestKiB: { unit: "KiB of a request", values: [1, 1, 1] },
  responseKiB: { unit: "KiB of a response", values: [2, 2, 2] },
  requestsPerConnection: { unit: "requests that share a connection", values: [10, 10, 10] },
  connectionSeconds: { unit: "s that a connection stays open", values: [60, 60, 60] },
  logBytesPerRequest: { unit: "bytes that tasks log for a request", values: [300, 300, 300] },
  accessLogBytesPerRequest: {
    unit: "bytes that an API logs for a request",
    values: [500, 500, 500],
  },
  balancerLogBytesPerRequest: {
    unit: "bytes (compressed) that a load balancer logs for a request",
    values: [40, 40, 40],
  },
  flowLogBytesPerConnection: {
    unit: "bytes of flow logs for a connection",
    values: [440, 440, 440],
  },
  storedLogShare: {
    unit: "stored bytes of a byte logged (compressed)",
    values: [0.15, 0.15, 0.15],
  },
  writePercent: { unit: "% of the requests that write to a table", values: [10, 10, 10] },
  tableGB: { unit: "GB in each table", values: [0, 1, 25] },
  users: { unit: "users who sign in per month", values: [0, 1000, 50000] },
  pageVisitsPerUser: { unit: "page visits of a user per month", values: [10, 10, 10] },
  pageKiB: { unit: "KiB of the page", values: [300, 300, 300] },
  pageFiles: { unit: "files of the page", values: [10, 10, 10] },
  imagesGB: { unit: "GB of images in each repository", values: [0.1, 1, 3] },
  bucketGB: { unit: "GB in each other bucket", values: [0, 0.1, 1] },
  fileSystemGB: { unit: "GB in each file system", values: [0, 1, 100] },
  fileSystemReadGB: {
    unit: "GB that tasks read from each file system per month",
    values: [0, 10, 1000],
  },
  fileSystemWrittenGB: {
    unit: "GB that tasks write to each file system per month",
    values: [0, 1, 100],
  },
  natGB: { unit: "GB through each NAT gateway, besides logs", values: [0, 1, 10] },
  scheduledTaskMinutes: { unit: "minutes that a scheduled task runs", values: [1, 5, 60] },
  releases: { unit: "releases of each service in a month", values: [1, 20, 100] },
  beforeReleaseMinutes: { unit: "minutes that a task before a release runs", values: [1, 1, 14] },
  backupsBeyondFree: {
    unit: "billed backup storage, as a multiple of a database's storage",
    values: [0, 0, 1],
  },
  burstPercent: {
    unit: "% of the CPU above the baseline that burstable types use",
    values: [0, 0, 100],
  },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof ASSUMPTIONS;
export type Assumptions = Readonly<Record<AssumptionName, ByLevel>>;

/**
 * The assumptions with replacements, such as `requestsPerSecond=0,50,2000` or, for all levels, `responseKiB=20`.
 *
 * @throws UserError with every invalid replacement
 */
export function assume(replacements: readonly string[] = []): Assumptions {
  const values = Object.fromEntries(
    Object.entries(ASSUMPTIONS).map(([name, { values }]) => [name, levelsOf(values)]),
  ) as Record<AssumptionName, ByLevel>;
  const problems: string[] = [];
  for (const replacement of replacements) {
    const [name = "", text = ""] = replacement.split("=", 2);
    const numbers = text.split(",").map((each) => (each.trim() === "" ? NaN : Number(each)));
    if (!(name in ASSUMPTIONS)) {
      problems.push(
        `--assume: there is no assumption ${name}.${didYouMean(name, Object.keys(ASSUMPTIONS))}`,
      );
    } else if (![1, 3].includes(numbers.length) || numbers.some((each) => !(each >= 0))) {
      problems.push(
        `--assume ${name} must be one number, or three for minimum, typical and maximum, each at least 0, got "${text}".`,
      );
    } else {
      values[name as AssumptionName] = levelsOf(
        numbers.length === 1 ? [...numbers, ...numbers, ...numbers] : numbers,
      );
    }
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return values;
}

function levelsOf(values: readonly number[]): ByLevel {
  return Object.fromEntries(
    LEVELS.map((level, index) => [level, values[index] ?? 0]),
  ) as unknown as ByLevel;
}
