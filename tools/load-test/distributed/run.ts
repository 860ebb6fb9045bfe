import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../../terminal/user-error";
import { duration } from "../consent";
import type { Load } from "../load/load";
import type { PartReport } from "../parts/merge";
import { pause } from "../pause";
import { ObjectStore } from "../task/object-store";
import { type Order, orderKey, progressKey, resultKey, type TaskProgress } from "../task/order";
import { callingAws } from "./aws-failure";
import { Fleet, type Place, type TaskState } from "./fleet";
import { START_MINUTES, STOP_MINUTES } from "./limits";

const POLL_MS = 2000;
/** Time for all tasks to see the start signal, which they poll every second. */
const HEAD_START_SECONDS = 5;
/** ECS kills a task 60 s after a stop. The rest is time for AWS to report it. */
const STOP_SECONDS = 120;

export interface RunOptions {
  readonly id: string;
  readonly place: Place;
  readonly load: Load;
  readonly order: Omit<Order, "deadline" | "startAt">;
  readonly signal: AbortSignal;
  readonly showProgress: (line: string) => void;
  /** Called when the load starts. */
  readonly onStart: (startsAt: Date) => void;
}

export interface RunResult {
  readonly parts: readonly PartReport[];
  /** One message for each part without a result. */
  readonly problems: readonly string[];
}

/** One load test that runs in tasks on Fargate. */
export class Run {
  private readonly options: RunOptions;
  private readonly fleet: Fleet;
  private readonly store: ObjectStore;

  constructor(options: RunOptions) {
    this.options = options;
    const { place, id } = options;
    this.fleet = new Fleet(place, id);
    this.store = new ObjectStore({ region: place.region, bucket: place.bucketName });
  }

  /**
   * Runs the tasks to their end, or until the signal aborts, and collects their results. All tasks have stopped afterwards.
   *
   * @throws UserError if the load could not start
   */
  async toTheEnd(): Promise<RunResult> {
    const { signal, order, id, load } = this.options;
    const stop = () => void this.fleet.stop("Stopped by the user").catch(() => undefined);
    signal.addEventListener("abort", stop);
    try {
      const deadline = this.deadline(new Date(), START_MINUTES);
      await this.give({ ...order, deadline: deadline.toISOString() });
      await this.fleet.start(order.parts, deadline, signal);
      const isReady = await this.allRun();
      if (isReady) {
        const startAt = new Date(Date.now() + HEAD_START_SECONDS * 1000);
        const end = this.deadline(startAt, 0);
        await this.give({
          ...order,
          startAt: startAt.toISOString(),
          deadline: end.toISOString(),
        });
        this.options.onStart(startAt);
        await this.watch(startAt);
      }
    } finally {
      signal.removeEventListener("abort", stop);
      await this.end(signal.aborted ? "Stopped by the user" : `The end of load test ${id}`);
    }
    return this.results(load);
  }

  close(): void {
    this.fleet.close();
    this.store.close();
  }

  private deadline(start: Date, extraMinutes: number): Date {
    const minutes = extraMinutes + STOP_MINUTES;
    return new Date(start.getTime() + this.options.load.seconds * 1000 + minutes * 60_000);
  }

  private give(order: Order): Promise<void> {
    return callingAws("store the order of the tasks", () =>
      this.store.put(orderKey(this.options.id), order),
    );
  }

  /** @returns false if the user stopped the run first */
  private async allRun(): Promise<boolean> {
    const { signal, order, showProgress } = this.options;
    const until = Date.now() + START_MINUTES * 60_000;
    while (!signal.aborted) {
      const states = await this.fleet.states();
      requireNoneStopped(states);
      const running = states.filter(({ status }) => status === "RUNNING").length;
      if (running === order.parts) return true;
      showProgress(`${running} of ${order.parts} tasks run`);
      if (Date.now() > until) {
        throw new UserError(
          `Only ${running} of ${order.parts} tasks run after ${START_MINUTES} minutes. Nothing was sent. Look at the tasks' logs, or use fewer tasks (--tasks).`,
        );
      }
      await pause(POLL_MS, signal);
    }
    return false;
  }

  /** Shows the progress until all tasks have stopped. */
  private async watch(startAt: Date): Promise<void> {
    const { signal, load, showProgress, id, order } = this.options;
    const end = this.deadline(startAt, STOP_MINUTES).getTime();
    while (!signal.aborted && Date.now() < end) {
      const states = await this.fleet.states();
      if (states.every(({ status }) => status === "STOPPED")) return;
      const parts = await Promise.all(
        Array.from({ length: order.parts }, (_, index) =>
          callingAws("read the progress", () =>
            this.store.get<TaskProgress>(progressKey(id, index + 1)),
          ),
        ),
      );
      const stopped = states.filter(({ status }) => status === "STOPPED").length;
      showProgress(progressOf(parts, load, order.parts - stopped));
      await pause(POLL_MS, signal);
    }
  }

  /** Stops tasks that still run, and waits until AWS reports that they have stopped. */
  private async end(reason: string): Promise<void> {
    const isStopped = async () =>
      (await this.fleet.states()).every(({ status }) => status === "STOPPED");
    if (await isStopped()) return;
    await this.fleet.stop(reason);
    this.options.showProgress("Waiting for the tasks to stop");
    const until = Date.now() + STOP_SECONDS * 1000;
    while (!(await isStopped())) {
      if (Date.now() > until)
        throw new UserError(
          `The tasks did not stop within ${STOP_SECONDS} s. Stop them in the ECS console.`,
        );
      await wait(POLL_MS);
    }
  }

  private async results(load: Load): Promise<RunResult> {
    const { id, order } = this.options;
    const states = await this.fleet.states();
    const parts: PartReport[] = [];
    const problems: string[] = [];
    for (let part = 1; part <= order.parts; part += 1) {
      const result = await callingAws("read the results", () =>
        this.store.get<PartReport>(resultKey(id, part)),
      );
      if (result !== undefined) parts.push(result);
      else {
        const reason = states.find((state) => state.part === part)?.reason ?? "it was not started";
        problems.push(
          `Task ${part} of ${order.parts} wrote no results (${reason}), so 1/${order.parts} of ${load.name} is not in the report.`,
        );
      }
    }
    return { parts, problems };
  }
}

function requireNoneStopped(states: readonly TaskState[]): void {
  const stopped = states.filter(({ status }) => status === "STOPPED");
  if (stopped.length === 0) return;
  throw new UserError(
    [
      ...stopped.map(
        ({ part, reason }) =>
          `Task ${part} stopped before the start: ${reason ?? "AWS gives no reason"}.`,
      ),
      "Nothing was sent.",
    ].join("\n"),
  );
}

function progressOf(
  parts: readonly (TaskProgress | undefined)[],
  load: Load,
  running: number,
): string {
  const known = parts.filter((part) => part !== undefined);
  const sum = (name: "served" | "failed" | "inFlight"): number =>
    known.reduce((total, part) => total + part[name], 0);
  const second = Math.min(load.seconds, Math.max(0, ...known.map((part) => part.second)));
  return [
    `${duration(second)} of ${duration(load.seconds)}`,
    `${Math.round(load.rateAt(second))} requests/s`,
    `${running} tasks run`,
    `${sum("served")} served, ${sum("failed")} failed, ${sum("inFlight")} in flight`,
    `p95 ${Math.max(0, ...known.map((part) => part.p95)).toFixed(0)} ms or less`,
  ].join("; ");
}
