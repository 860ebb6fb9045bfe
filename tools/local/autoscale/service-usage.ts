import type { TaskState } from "../service/task";

/** Of a task only what its usage is measured by. */
export interface MeasuredTask {
  readonly id: string;
  readonly state: TaskState;
  readonly health: "healthy" | "unhealthy" | "unknown";
  /** Leaders of the process groups of its containers. */
  readonly pids: readonly number[];
  readonly requests: number;
}

interface Reading {
  readonly cpuSeconds: number;
  readonly requests: number;
}

/** What the tasks of a service have used since the start of the measurement; all counts only grow. */
export class ServiceUsage {
  readonly reservedVcpus: number;
  cpuSeconds = 0;
  /** vCPU seconds that its tasks have reserved. */
  reservedSeconds = 0;
  requests = 0;
  /** Seconds of healthy tasks. */
  targetSeconds = 0;
  private readonly readings = new Map<string, Reading>();
  private readonly recent: { readonly at: number; readonly cpu: number; readonly of: number }[] =
    [];

  /** @param cpuUnits that a task reserves, 1024 a vCPU */
  constructor(cpuUnits: number) {
    this.reservedVcpus = cpuUnits / 1024;
  }

  /** CPU of the last seconds in percent of what the tasks reserve, as CloudWatch has it; undefined without a task. */
  get cpuPercent(): number | undefined {
    const [first] = this.recent;
    if (first === undefined || this.reservedSeconds === first.of) return undefined;
    return (100 * (this.cpuSeconds - first.cpu)) / (this.reservedSeconds - first.of);
  }

  /**
   * Adds what tasks have used since the last time. A task counts from when it runs: starting takes as much CPU in a
   * local run as on AWS, but with `--speed` in a period that is so many times shorter.
   *
   * @param seconds since the last time
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
      // A process that has just ended takes its count along, a target that is gone its requests.
      this.cpuSeconds += Math.max(0, cpuSeconds - before.cpuSeconds);
      this.requests += Math.max(0, requests - before.requests);
    }
    this.forgetOthers(tasks);
  }

  /** Keeps the percentage that a status shows to the last two seconds. */
  note(nowSeconds: number): void {
    this.recent.push({ at: nowSeconds, cpu: this.cpuSeconds, of: this.reservedSeconds });
    while ((this.recent[1]?.at ?? Infinity) < nowSeconds - 2) this.recent.shift();
  }

  private forgetOthers(tasks: readonly MeasuredTask[]): void {
    const present = new Set(tasks.map(({ id }) => id));
    for (const id of this.readings.keys()) if (!present.has(id)) this.readings.delete(id);
  }
}
