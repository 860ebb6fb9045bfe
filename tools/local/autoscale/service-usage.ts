import type { TaskState } from "../service/task";

/** The properties of a task that its usage is measured by. */
export interface MeasuredTask {
  readonly id: string;
  readonly state: TaskState;
  readonly health: "healthy" | "unhealthy" | "unknown";
  /** The process group IDs of its containers. */
  readonly pids: readonly number[];
  readonly requests: number;
}

interface Reading {
  readonly cpuSeconds: number;
  readonly requests: number;
}

/** The usage of a service's tasks since the start of the measurement. All values only increase. */
export class ServiceUsage {
  readonly reservedVcpus: number;
  cpuSeconds = 0;
  /** vCPU seconds that its tasks have reserved. */
  reservedSeconds = 0;
  requests = 0;
  /** Task seconds of healthy tasks. */
  targetSeconds = 0;
  private readonly readings = new Map<string, Reading>();
  private readonly recent: { readonly at: number; readonly cpu: number; readonly of: number }[] =
    [];

  /** @param cpuUnits CPU units that a task reserves (1,024 per vCPU) */
  constructor(cpuUnits: number) {
    this.reservedVcpus = cpuUnits / 1024;
  }

  /** Recent CPU utilization in percent of what the tasks reserve, as in CloudWatch. Undefined without a task. */
  get cpuPercent(): number | undefined {
    const [first] = this.recent;
    if (first === undefined || this.reservedSeconds === first.of) return undefined;
    return (100 * (this.cpuSeconds - first.cpu)) / (this.reservedSeconds - first.of);
  }

  /**
   * Adds the usage of tasks since the last call. A task counts from the time it is running: its start takes as much CPU as
   * on AWS, but with `--speed` the period in which it happens is shorter by that factor.
   *
   * @param seconds since the last call
   * @param cpuSecondsByGroup CPU time of each process group
   */
  add(
    tasks: readonly MeasuredTask[],
    seconds: number,
    cpuSecondsByGroup: ReadonlyMap<number, number>,
  ): void {
    for (const { id, state, health, pids, requests } of tasks) {
      if (state !== "RUNNING" && state !== "DEACTIVATING") continue;
      const cpuSeconds = pids.reduce((sum, pid) => sum + (cpuSecondsByGroup.get(pid) ?? 0), 0);
      const before = this.readings.get(id);
      this.readings.set(id, { cpuSeconds, requests });
      if (before === undefined) continue;
      this.reservedSeconds += this.reservedVcpus * seconds;
      if (health === "healthy") this.targetSeconds += seconds;
      // Counts decrease when a process ends or a target is removed.
      this.cpuSeconds += Math.max(0, cpuSeconds - before.cpuSeconds);
      this.requests += Math.max(0, requests - before.requests);
    }
    this.forgetOthers(tasks);
  }

  /** Limits the percentage on the status page to the last two seconds. */
  note(nowSeconds: number): void {
    this.recent.push({ at: nowSeconds, cpu: this.cpuSeconds, of: this.reservedSeconds });
    while ((this.recent[1]?.at ?? Infinity) < nowSeconds - 2) this.recent.shift();
  }

  private forgetOthers(tasks: readonly MeasuredTask[]): void {
    const present = new Set(tasks.map(({ id }) => id));
    for (const id of this.readings.keys()) if (!present.has(id)) this.readings.delete(id);
  }
}
