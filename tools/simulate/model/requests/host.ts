import type { HostStation } from "./host-station";

/**
 * Divides a host's CPU among its stations. A container's CPU units are shares: each container gets what it needs while
 * there is enough CPU, and otherwise a part in proportion to its reservation.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html (cpu)
 */
export function shareCpu(stations: readonly HostStation[], vcpus: number): void {
  let left = vcpus;
  let weights = 0;
  for (const station of stations) {
    station.granted = -1;
    weights += weightOf(station);
  }
  for (let satisfied = true; satisfied;) {
    satisfied = false;
    for (const station of stations) {
      if (station.granted >= 0) continue;
      const fair = weights > 0 ? (left * weightOf(station)) / weights : 0;
      if (station.demand > fair) continue;
      station.granted = station.demand;
      left -= station.demand;
      weights -= weightOf(station);
      satisfied = true;
    }
  }
  for (const station of stations)
    if (station.granted < 0)
      station.granted = weights > 0 ? (left * weightOf(station)) / weights : 0;
}

function weightOf(station: HostStation): number {
  return tasksOf(station) * station.traffic.reservedVcpus;
}

function tasksOf(station: HostStation): number {
  return station.targets + station.draining;
}

/**
 * Advances all stations on an instance by one step.
 *
 * @returns CPU time used, in seconds
 */
export function serveOnInstance(
  stations: readonly HostStation[],
  vcpus: number,
  seconds: number,
): number {
  let granted = 0;
  for (const station of stations) station.want(seconds);
  shareCpu(stations, vcpus);
  for (const station of stations) granted += station.granted;
  let used = 0;
  for (const station of stations) {
    // A task can use its own share and whatever the others leave.
    const own = station.granted / Math.max(1, tasksOf(station));
    const available = Math.max(own, vcpus - granted + own, 1e-6);
    used += station.serve(Math.min(station.traffic.vcpuLimit, available), seconds);
  }
  return used;
}
