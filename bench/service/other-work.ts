import { cpus } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

const busyShareWarning = 0.15;

/** Share of processor time that other programs use, measured before the first run. */
export async function measureBusyShare(): Promise<number> {
  const before = readTimes();
  await delay(2_000);
  const after = readTimes();
  return 1 - (after.idle - before.idle) / (after.total - before.total);
}

export function printBusyShare(busyShare: number): void {
  const busyPercent = (busyShare * 100).toFixed(0);
  console.log(
    busyShare > busyShareWarning
      ? `WARNING: other work takes ${busyPercent} % of this machine. Server and load generator wait for it and for each ` +
          "other in turn, the faster server the more: the figures below are not those of a quiet machine."
      : `Other work takes ${busyPercent} % of it.`,
  );
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
