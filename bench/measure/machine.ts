import { arch, cpus, loadavg, release, totalmem, type } from "node:os";

/** The machine of the measurement, without which the results mean little. */
export function describeMachine(): string {
  const models = [...new Set(cpus().map(({ model }) => model.trim()))].join(", ");
  const [load = 0] = loadavg();
  return (
    `${cpus().length} x ${models} (${arch()}), ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
    `${type()} ${release()}, Node.js ${process.versions.node}, load ${load.toFixed(1)} at the start`
  );
}
