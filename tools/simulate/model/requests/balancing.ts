import type { TargetGroup } from "../system";
import type { Station } from "./station";

/** Share of requests for a target whose slow start has just begun. */
const LEAST_SHARE = 0.01;
/** With more servers than this, a request hardly ever waits while one of them is free. */
const MOST_POOLED = 64;

/**
 * Divides a service's requests among its stations, if they do not all get the same number per task.
 *
 * - Slow start: the share of a new target grows linearly to that of the others. It has no effect while all targets are new.
 * - Least outstanding requests: a target gets as many requests as it completes, and hardly any while it has a backlog.
 * A request waits only if every target is busy, as with one queue for all of them.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
 */
export function balance(
  stations: Iterable<Station>,
  { slowStartSeconds = 0, algorithm }: Pick<TargetGroup, "slowStartSeconds" | "algorithm">,
  now: number,
): void {
  const isLeastOutstanding = algorithm === "least_outstanding_requests";
  const used = [...stations].filter(({ targets }) => targets > 0);
  const targets = used.reduce((sum, station) => sum + station.targets, 0);
  const weights = used.map((station) =>
    isLeastOutstanding
      ? Math.max(LEAST_SHARE * station.capacity, station.capacity - station.excessPerTask)
      : Math.max(LEAST_SHARE, Math.min(1, (now - station.healthySince) / slowStartSeconds)),
  );
  const areAllNew = !isLeastOutstanding && weights.every((weight) => weight < 1);
  const total = used.reduce(
    (sum, station, index) => sum + (weights[index] ?? 0) * station.targets,
    0,
  );
  for (const [index, station] of used.entries()) {
    station.arrivalFactor = areAllNew ? 1 : ((weights[index] ?? 0) * targets) / total;
    station.pooled = isLeastOutstanding ? Math.min(MOST_POOLED, targets) : 1;
  }
}

/** Whether its targets do not all get the same number of requests. */
export function isUneven({ slowStartSeconds = 0, algorithm }: TargetGroup): boolean {
  return slowStartSeconds > 0 || algorithm === "least_outstanding_requests";
}
