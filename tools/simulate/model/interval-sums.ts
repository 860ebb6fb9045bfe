import type { AutoScalingGroup } from "./instances/auto-scaling-group";
import type { GroupInterval, ServiceInterval } from "./recorder";
import type { ServiceTraffic } from "./requests/service-traffic";
import type { TaskState } from "./tasks/task";

/** Instances of a group by state at one moment. */
export interface InstanceCounts {
  booting: number;
  inService: number;
  draining: number;
  failed: number;
  throttled: number;
}

const SERVICE_FIELDS = 5;
const GROUP_FIELDS = 6;

/** Sums over the steps of an interval, from which its means are calculated. */
export class IntervalSums {
  private steps = 0;
  private readonly serviceSums: Float64Array;
  private readonly groupSums: Float64Array;
  private readonly former: { cpu: number; reserved: number }[];
  private readonly formerGroups: { used: number; possible: number }[];
  private before = { offered: 0, served: 0, failed: 0 };

  constructor(services: number, groups: number) {
    this.serviceSums = new Float64Array(services * SERVICE_FIELDS);
    this.groupSums = new Float64Array(groups * GROUP_FIELDS);
    this.former = Array.from({ length: services }, () => ({ cpu: 0, reserved: 0 }));
    this.formerGroups = Array.from({ length: groups }, () => ({ used: 0, possible: 0 }));
  }

  /** Call this once per step, before adding the services and groups of the step. */
  step(): void {
    this.steps++;
  }

  addService(
    index: number,
    demand: number,
    desired: number,
    unplaced: number,
    counts: Readonly<Record<TaskState, number>>,
  ): void {
    const at = index * SERVICE_FIELDS;
    const waiting = Math.max(unplaced, counts.waiting);
    this.add(this.serviceSums, at, desired);
    this.add(this.serviceSums, at + 1, counts.starting + waiting);
    this.add(this.serviceSums, at + 2, counts.running + counts.healthy);
    this.add(this.serviceSums, at + 3, counts.healthy);
    this.add(this.serviceSums, at + 4, demand);
  }

  addGroup(index: number, demand: number, desired: number, counts: InstanceCounts): void {
    const at = index * GROUP_FIELDS;
    this.add(this.groupSums, at, desired);
    this.add(this.groupSums, at + 1, counts.booting);
    this.add(this.groupSums, at + 2, counts.inService);
    this.add(this.groupSums, at + 3, counts.draining + counts.failed);
    this.add(this.groupSums, at + 4, demand);
    this.add(this.groupSums, at + 5, counts.throttled);
  }

  requests(traffics: readonly ServiceTraffic[]) {
    const now = { offered: 0, served: 0, failed: 0 };
    for (const { offered, served, failed } of traffics) {
      now.offered += offered;
      now.served += served;
      now.failed += failed;
    }
    const { before, steps } = this;
    this.before = now;
    return {
      offeredPerSecond: (now.offered - before.offered) / steps,
      servedPerSecond: (now.served - before.served) / steps,
      failedPerSecond: (now.failed - before.failed) / steps,
    };
  }

  services(traffics: readonly ServiceTraffic[]): ServiceInterval[] {
    return traffics.map(({ cpuSeconds, reservedSeconds }, index) => {
      const at = index * SERVICE_FIELDS;
      const former = this.former[index] ?? { cpu: 0, reserved: 0 };
      this.former[index] = { cpu: cpuSeconds, reserved: reservedSeconds };
      return {
        desired: this.mean(this.serviceSums, at),
        pending: this.mean(this.serviceSums, at + 1),
        running: this.mean(this.serviceSums, at + 2),
        healthy: this.mean(this.serviceSums, at + 3),
        demand: this.mean(this.serviceSums, at + 4),
        cpuPercent: (100 * (cpuSeconds - former.cpu)) / (reservedSeconds - former.reserved),
      };
    });
  }

  groups(
    groups: readonly AutoScalingGroup[],
    counters: readonly { readonly used: number; readonly possible: number }[],
  ): GroupInterval[] {
    return groups.map((group, index) => {
      const at = index * GROUP_FIELDS;
      const now = counters[index] ?? { used: 0, possible: 0 };
      const former = this.formerGroups[index] ?? now;
      this.formerGroups[index] = { used: now.used, possible: now.possible };
      return {
        desired: this.mean(this.groupSums, at),
        booting: this.mean(this.groupSums, at + 1),
        inService: this.mean(this.groupSums, at + 2),
        draining: this.mean(this.groupSums, at + 3),
        demand: this.mean(this.groupSums, at + 4),
        throttled: this.mean(this.groupSums, at + 5),
        cpuPercent: (100 * (now.used - former.used)) / (now.possible - former.possible),
        credits: meanCredits(group),
      };
    });
  }

  reset(): void {
    this.steps = 0;
    this.serviceSums.fill(0);
    this.groupSums.fill(0);
  }

  private add(sums: Float64Array, at: number, value: number): void {
    sums[at] = (sums[at] ?? 0) + value;
  }

  private mean(sums: Float64Array, at: number): number {
    return (sums[at] ?? 0) / this.steps;
  }
}

function meanCredits(group: AutoScalingGroup): number {
  let sum = 0;
  let count = 0;
  for (const { credits } of group.instances) {
    if (!credits) continue;
    sum += credits.balance - credits.surplus;
    count++;
  }
  return count > 0 ? sum / count : NaN;
}
