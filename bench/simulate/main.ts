import { profile } from "../../tools/simulate/load/profiles";
import type { Load } from "../../tools/simulate/model/load";
import { withDefaults } from "../../tools/simulate/model/parameters";
import { simulate } from "../../tools/simulate/model/simulation";
import type { SimulatedSystem } from "../../tools/simulate/model/system";
import { readSearch, search } from "../../tools/simulate/search";
import { layOut } from "../../tools/terminal/table";
import { describeMachine } from "../measure/machine";
import { median } from "../measure/measure";
import { writeResults } from "../measure/results";
import { stepEveryTask } from "./naive";
import { large, reference } from "./systems";

const RUNS = 2;
const parameters = withDefaults();

interface Figure {
  readonly what: string;
  readonly cpuSeconds: number;
  readonly aim?: number;
}

/** CPU seconds, on which other programs have little effect. The median of several runs after a warm-up run. */
function cpuSecondsOf(run: () => void): number {
  run();
  return median(
    Array.from({ length: RUNS }, () => {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    }),
  );
}

function day(rate: number, days = 1): Load {
  const load = profile("day", rate);
  if (load === undefined) throw new Error("there is no profile day");
  const seconds = 86_400 * days;
  return { ...load, seconds, rateAt: (second) => load.rateAt(second % 86_400) };
}

const run = (system: SimulatedSystem, load: Load) => () =>
  void simulate(system, load, { parameters, seed: 1 });

/** Heap in use after a run. Only the parts of the result that a report needs are kept. */
function heapMiBAfter(days: number): number {
  const result = simulate(reference, day(50, days), { parameters, seed: 1 });
  global.gc?.();
  const { heapUsed } = process.memoryUsage();
  if (result.intervals.length === 0) throw new Error("nothing was recorded");
  return heapUsed / 2 ** 20;
}

function bench(): void {
  console.log(describeMachine());
  const load = day(50);
  const scenario = {
    read: { system: reference, region: "us-east-1", notModelled: [], balancers: [] },
    load: profile("reference", 1) ?? load,
    incidents: [],
    parameters,
    seed: 1,
  };
  const settings = readSearch({ maxInstances: "3..12", target: "40..90:2.6" });
  const figures: Figure[] = [
    {
      what: "a day of http-scale-out, steps of 1 s",
      cpuSeconds: cpuSecondsOf(run(reference, load)),
      aim: 1,
    },
    {
      what: "a day with 1,000 tasks on 200 instances",
      cpuSeconds: cpuSecondsOf(run(large, day(4500))),
      aim: 10,
    },
    {
      what: "a search of 200 settings, the reference's load",
      cpuSeconds: cpuSecondsOf(() => void search(scenario, settings, [], () => undefined)),
      aim: 60,
    },
    {
      what: "the first as a loop over each task and second",
      cpuSeconds: cpuSecondsOf(() => void stepEveryTask(load, 20, parameters)),
    },
    {
      what: "the second as such a loop",
      cpuSeconds: cpuSecondsOf(() => void stepEveryTask(day(4500), 1000, parameters)),
    },
  ];
  const [small, big, , naiveSmall, naiveBig] = figures.map(({ cpuSeconds }) => cpuSeconds);
  console.log(
    layOut(
      [
        ["", "CPU seconds", "aim"],
        ...figures.map(({ what, cpuSeconds, aim }) => [
          what,
          cpuSeconds.toFixed(2),
          aim === undefined ? "" : `below ${aim}`,
        ]),
      ],
      [1],
    ).join("\n"),
  );
  const ratios = {
    small: (naiveSmall ?? NaN) / (small ?? NaN),
    large: (naiveBig ?? NaN) / (big ?? NaN),
  };
  console.log(
    `\nThe naive loop, which does less, takes ${ratios.small.toFixed(1)} times as long for the first, ${ratios.large.toFixed(1)} times for the second.`,
  );
  const heap = [1, 4, 16].map((days) => ({ days, mib: heapMiBAfter(days) }));
  console.log(
    `Heap after 1, 4 and 16 days: ${heap.map(({ mib }) => mib.toFixed(1)).join(", ")} MiB`,
  );
  writeResults("simulate", { figures, ratiosToNaive: ratios, heap });
}

bench();
