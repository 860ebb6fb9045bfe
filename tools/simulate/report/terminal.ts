import type { Styles } from "../../terminal/style";
import { layOut } from "../../terminal/table";
import type { Elasticity } from "../model/elasticity";
import type { QueueInterval } from "../model/messages/queue-meter";
import { isBroken } from "../assertions";
import type { Run, Speedup } from "../run";
import { blockLine } from "./chart";
import { count, dollars, duration, loadUnit, milliseconds, percent } from "./format";
import type { Report } from "./json";
import { assumptionsOf, limitsOf } from "./notes";

const LABEL = 12;
const MOST_COLUMNS = 100;

/** The report on a run, formatted for a terminal with the given number of columns. */
export function terminalReport(
  { scenario, run, findings, verdicts, speedup }: Report,
  { bold, dim, red, green, yellow }: Styles,
  columns: number,
): string {
  const { read, load } = scenario;
  const { result } = run;
  const warnings = read.notModelled.map((text) => yellow(`! ${text}`));
  const title = `${bold(read.system.name)} under ${bold(load.name)}: ${duration(load.seconds)}, ${count(result.offered)} ${loadUnit(read.system)}`;
  const found =
    findings.length === 0
      ? [green("Nothing stands out.")]
      : findings.flatMap(({ text, effect, kind }) => [
          `${kind === "problem" ? red("✗") : yellow("·")} ${text}`,
          ...(effect === undefined ? [] : [dim(`  ${effect}`)]),
        ]);
  const judged = verdicts.map((verdict) => {
    const { assertion, holds, actual, heldBefore } = verdict;
    if (holds) return green(`✓ ${assertion.text}`);
    const value = Number.isNaN(actual) ? "not known" : actual.toPrecision(4);
    if (!isBroken(verdict))
      return yellow(`· ${assertion.text}: ${value}, and does not hold in the baseline either`);
    return red(
      `✗ ${assertion.text}: ${value}${heldBefore === true ? ", but holds in the baseline" : ""}`,
    );
  });
  return [
    ...warnings,
    ...(warnings.length > 0 ? [""] : []),
    title,
    "",
    ...chart(run, Math.min(MOST_COLUMNS, columns - LABEL - 24), dim),
    "",
    ...figures(run, speedup),
    "",
    bold("Findings"),
    ...found,
    ...(judged.length > 0 ? ["", bold("Assertions"), ...judged] : []),
    "",
    ...assumptionsOf(scenario).map((text) => dim(text)),
    ...limitsOf(run.summary).map((text) => dim(text)),
  ].join("\n");
}

function chart({ result }: Run, columns: number, dim: (text: string) => string): string[] {
  const { intervals, system } = result;
  const line = (label: string, values: readonly number[], most: string, scale?: number) =>
    `${label.padEnd(LABEL)}${blockLine(values, Math.max(20, columns), scale)} ${dim(most)}`;
  const peak = (values: readonly number[]) =>
    Math.max(0, ...values.filter((value) => !Number.isNaN(value)));
  const rates = intervals.map(({ offeredPerSecond }) => offeredPerSecond);
  const failed = intervals.map(({ failedPerSecond }) => failedPerSecond);
  const tasks = intervals.map(({ services }) =>
    services.reduce((sum, { healthy }) => sum + healthy, 0),
  );
  const wanted = intervals.map(({ services }) =>
    services.reduce((sum, { desired }) => sum + desired, 0),
  );
  const p99 = intervals.map(({ latency }) => latency.p99);
  const most = Math.max(peak(tasks), peak(wanted));
  return [
    line(`${loadUnit(system)}/s`, rates, `${count(peak(rates))} at most`),
    ...(peak(failed) > 1e-6
      ? [line("failed/s", failed, `${count(peak(failed))} at most`, peak(rates))]
      : []),
    line("desired", wanted, `${count(peak(wanted))} tasks at most`, most),
    line("healthy", tasks, `${count(peak(tasks))} tasks at most`, most),
    ...system.groups.map((_, index) => {
      const values = intervals.map(({ groups }) => groups[index]?.inService ?? 0);
      return line(
        system.groups.length > 1 ? `instances ${index + 1}` : "instances",
        values,
        `${count(peak(values))} at most`,
      );
    }),
    line("p99", p99, `${milliseconds(peak(p99))} at most`),
    ...system.services.flatMap(({ consumes }, index) => {
      if (consumes === undefined) return [];
      const queue = (of: (each: QueueInterval) => number) =>
        intervals.map(({ services }) => {
          const now = services[index]?.queue;
          return now === undefined ? NaN : of(now);
        });
      const waiting = queue((each) => each.waiting);
      const oldest = queue((each) => each.oldestSeconds);
      return [
        line("waiting", waiting, `${count(peak(waiting))} messages at most`),
        line("oldest", oldest, `${duration(peak(oldest))} at most`),
      ];
    }),
  ];
}

function figures({ result, summary }: Run, speedup: Speedup): string[] {
  const { latency, cost } = summary;
  const isWork = loadUnit(result.system) === "messages";
  const { failures } = result;
  const reasons = [
    ["503 no target", failures.unanswered],
    ["504 timeout", failures.timedOut],
    ["502 refused", failures.refused],
    ["502 task ended", failures.lost],
    ["dead letters", failures.deadLettered],
    ["expired", failures.expired],
  ] as const;
  const why = reasons
    .filter(([, requests]) => requests >= 0.5)
    .map(([what, requests]) => `${count(requests)} ${what}`);
  return layOut([
    [
      isWork ? "processed" : "served",
      count(result.served),
      "failed",
      `${percent(summary.failedPercent)}${why.length > 0 ? ` (${why.join(", ")})` : ""}`,
    ],
    [
      isWork ? "sent to done" : "latency",
      `p50 ${milliseconds(latency.p50)}, p95 ${milliseconds(latency.p95)}, p99 ${milliseconds(latency.p99)}`,
      "too few tasks",
      `${percent(summary.underTimeshare)} of the time, ${duration(summary.secondsToCapacity)} at a stretch`,
    ],
    [
      "at most",
      `${summary.peakTasks} tasks, ${summary.peakInstances} instances`,
      "cost",
      `${dollars(summary.usdPerHour)}/h${cost.unknown.length > 0 ? " and more" : ""}`,
    ],
    ...elasticityRows(result, speedup),
  ]);
}

function elasticityRows(
  { taskElasticity, instanceElasticity, system }: Run["result"],
  speedup: Speedup,
): string[][] {
  const row = (name: string, each: Elasticity, factor = 1) => [
    name,
    `${each.underProvisioned.toFixed(2)} too few, ${each.overProvisioned.toFixed(2)} too many on average`,
    "elasticity",
    `under ${percent(each.underTimeshare)}, over ${percent(each.overTimeshare)} of the time, ` +
      `instability ${percent(each.instability)}, ${each.reversals} reversals, ${factor.toFixed(2)} times as good as a fixed number`,
  ];
  const isUsed = (index: number) => (system.services[index]?.loadShare ?? 0) > 0;
  return [
    ...taskElasticity.flatMap((each, index) =>
      isUsed(index)
        ? [row(`tasks of ${system.services[index]?.name ?? ""}`, each, speedup.tasks[index])]
        : [],
    ),
    ...instanceElasticity.map((each, index) =>
      row(`instances of ${system.groups[index]?.name ?? ""}`, each, speedup.instances[index]),
    ),
  ];
}
