import { join } from "node:path";
import { layOut } from "../../tools/terminal/table";
import { measure } from "../measure/measure";

const SERVICES = [0, 1, 10, 100, 1000];

/** How the cost of a stack grows with the number of its services, compared with an empty stack. */
export function measureGrowth(runs: number, folder: string): object {
  const [empty, ...measured] = measure(
    SERVICES.map((services) => ({
      name: `${services} services`,
      services,
      args: [join("tools", "run.mjs"), join("bench", "synth", "fleet.ts"), "1", String(services)],
      env: { CDKTF_OUTDIR: join(folder, `growth-${services}`) },
    })),
    runs,
  );
  const figures = measured.map(({ services, seconds, cpuSeconds, peakMiB }) => ({
    services,
    seconds,
    cpuSeconds,
    peakMiB,
    millisecondsPerService: ((seconds - (empty?.seconds ?? NaN)) * 1000) / services,
    cpuMillisecondsPerService: ((cpuSeconds - (empty?.cpuSeconds ?? NaN)) * 1000) / services,
  }));
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
  return { figures, factor, cpuFactor };
}
