import { join } from "node:path";
import { layOut } from "../../tools/terminal/table";
import { measure, type Run } from "../measure/measure";

const SERVICES = [0, 1, 10, 100, 1000];

/** How the cost of one stack grows with the number of its services, beyond what an empty one costs. */
export function measureGrowth(runs: number, folder: string): object {
  const measured = measure(
    SERVICES.map((services) => ({
      name: `${services} services`,
      args: [join("tools", "run.mjs"), join("bench", "synth", "fleet.ts"), "1", String(services)],
      env: { CDKTF_OUTDIR: join(folder, `growth-${services}`) },
    })),
    runs,
  );
  const [empty] = measured as [Run, ...Run[]];
  const figures = SERVICES.slice(1).map((services, index) => {
    const run = measured[index + 1] as Run;
    return {
      services,
      ...run,
      millisecondsPerService: ((run.seconds - empty.seconds) * 1000) / services,
      cpuMillisecondsPerService: ((run.cpuSeconds - empty.cpuSeconds) * 1000) / services,
    };
  });
  console.log(
    layOut(
      [
        ["services", "seconds", "CPU s", "peak MiB", "ms a service", "CPU ms a service"],
        ...figures.map((one) => [
          String(one.services),
          one.seconds.toFixed(2),
          one.cpuSeconds.toFixed(2),
          one.peakMiB.toFixed(0),
          one.millisecondsPerService.toFixed(1),
          one.cpuMillisecondsPerService.toFixed(1),
        ]),
      ],
      [0, 1, 2, 3, 4, 5],
    ).join("\n"),
  );
  const [, , hundred, thousand] = figures;
  const factor =
    (thousand?.millisecondsPerService ?? NaN) / (hundred?.millisecondsPerService ?? NaN);
  const cpuFactor =
    (thousand?.cpuMillisecondsPerService ?? NaN) / (hundred?.cpuMillisecondsPerService ?? NaN);
  console.log(
    `\nA service among 1000 costs ${factor.toFixed(2)} times (CPU: ${cpuFactor.toFixed(2)}) ` +
      "what one among 100 costs (goal: 1.2 at most)",
  );
  return { empty, figures, factor, cpuFactor };
}
