import { availableParallelism, cpus } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

const busyShareWarning = 0.15;

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  /** Share of the processor time that other work takes, just before the first run. */
  readonly busyShare: number;
}

export async function describeMachine(): Promise<Machine> {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: availableParallelism(),
    node: process.version,
    busyShare: await measureBusyShare(),
  };
}

export function printMachine(machine: Machine): void {
  const busyPercent = (machine.busyShare * 100).toFixed(0);
  console.log(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}`);
  if (machine.busyShare > busyShareWarning) {
    console.log(
      `WARNING: other work takes ${busyPercent} % of this machine. Server and load generator wait for it and for each ` +
        "other in turn, the faster server the more: the figures below are not those of a quiet machine.",
    );
  } else {
    console.log(`Other work takes ${busyPercent} % of it.`);
  }
}

async function measureBusyShare(): Promise<number> {
  const before = readTimes();
  await delay(2_000);
  const after = readTimes();
  return 1 - (after.idle - before.idle) / (after.total - before.total);
}

function readTimes(): { readonly idle: number; readonly total: number } {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, total };
}
