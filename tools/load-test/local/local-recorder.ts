import type { Status } from "../../local/control/status";
import type { CpuSeries, Observation, Recording } from "../aws/recorder";
import type { RunningLocal } from "./running-system";

/** Records the number of tasks of a local run and, with `--autoscale`, their CPU and the decisions. */
export class LocalRecorder {
  private readonly local: RunningLocal;
  private readonly observations: Observation[] = [];
  private readonly cpu = new Map<string, { second: number; percent: number }[]>();
  private readonly problems = new Set<string>();

  constructor(local: RunningLocal) {
    this.local = local;
  }

  /** Makes one observation. A failure is recorded as a problem, because the load test continues without it. */
  async observe(second: number): Promise<void> {
    try {
      this.note(second, await this.local.status());
    } catch (error) {
      this.problems.add((error as Error).message);
    }
  }

  async finish(startedAt: Date): Promise<Recording> {
    let decisions: Recording["decisions"] = [];
    try {
      decisions = (await this.local.status()).decisions
        .map(({ time, service, text }) => ({
          second: (new Date(time).getTime() - startedAt.getTime()) / 1000,
          subject: service,
          text,
        }))
        .filter(({ second }) => second >= 0)
        .reverse();
    } catch (error) {
      this.problems.add((error as Error).message);
    }
    const cpu: readonly CpuSeries[] = [...this.cpu].map(([service, points]) => ({
      service,
      points,
    }));
    const { observations } = this;
    return { observations, cpu, decisions, problems: [...this.problems] };
  }

  private note(second: number, { services }: Status): void {
    this.observations.push({
      second,
      services: Object.fromEntries(
        services.map(({ name, desiredCount, tasks }) => {
          const running = tasks.filter(({ state }) => state === "RUNNING").length;
          const pending = tasks.filter(({ state }) => state === "PENDING").length;
          return [name, { desired: desiredCount, running, pending }];
        }),
      ),
      groups: {},
      alarms: [],
    });
    for (const { name, scaling } of services) {
      if (scaling?.cpuPercent == null) continue;
      const points = this.cpu.get(name) ?? [];
      points.push({ second, percent: scaling.cpuPercent });
      this.cpu.set(name, points);
    }
  }
}
