import { projectRoot } from "../../project-root";
import { escaped } from "../../simulate/report/escaped";
import { charts, figureCards, htmlDocument } from "../../simulate/report/html-document";
import { duration } from "../consent";
import { chartsOf, eventsOf } from "./charts";
import { PAGE_ADDITIONS, PAGE_SCRIPT } from "./page-script";
import type { LoadTestReport } from "./report";

/** A self-contained page like the simulator's. It opens without a server and without a network. */
export function reportPage(report: LoadTestReport): string {
  const events = eventsOf(report);
  const data = { charts: chartsOf(report), events, seconds: report.seconds };
  const { style, scripts } = charts(projectRoot(), data, PAGE_SCRIPT);
  const { simulated, recording } = report;
  const body = `<a class="skip" href="#charts">Skip to the charts</a>
<header>
<h1>Load test: ${escaped(report.load)}</h1>
<p>${escaped(report.url)}, ${escaped(report.startedAt)}, ${duration(report.seconds)}${report.stopped ? ", <strong>stopped early</strong>" : ""}.
Latency is measured from the time at which a request was due, not from when it was sent.${simulated === undefined ? "" : ` Dashed lines are the simulation of the same load (${escaped(simulated.basis)}).`}</p>
</header>
<main>
${notes(report)}
${figureCards(cardsOf(report))}
<section id="charts" tabindex="-1">
<h2>Charts</h2>
<p class="hint">Drag to zoom, double-click or Escape for everything. Tab selects a chart, arrow keys move along it.</p>
<p class="now" id="now" role="status"></p>
<div id="plots"></div>
</section>
${
  events.length === 0 && recording === undefined
    ? ""
    : `<section><h2>Alarms and decisions</h2><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Time</th><th scope="col">Source</th><th scope="col">Of</th><th scope="col">What</th></tr></thead><tbody id="events"></tbody></table></div></section>`
}
<section><details><summary>All figures as a table</summary><div class="scroll" tabindex="0"><table id="figures">
<thead><tr>${COLUMNS.map((each) => `<th scope="col">${each}</th>`).join("")}</tr></thead>
<tbody>${report.intervals.map((each) => `<tr>${COLUMNS.map((name) => `<td>${Number(each[name].toFixed(1))}</td>`).join("")}</tr>`).join("\n")}</tbody>
</table></div></details></section>
</main>
${scripts}`;
  return htmlDocument(`Load test: ${report.load}`, body, { before: style, after: PAGE_ADDITIONS });
}

const COLUMNS = ["second", "target", "offered", "served", "failed", "p50", "p95", "p99"] as const;

type Card = readonly [name: string, figure: string, more: string];

function cardsOf(report: LoadTestReport): readonly Card[] {
  const { offered, served, outcomes, latency, simulated } = report;
  const failed = Object.entries(outcomes).filter(([name, count]) => name !== "served" && count > 0);
  const compared = (measured: number, value: number | null | undefined, unit: string) =>
    value == null
      ? ""
      : `simulated ${value.toFixed(1)} ${unit} (${value >= measured ? "+" : ""}${(100 * (value / measured - 1)).toFixed(0)} %)`;
  return [
    ["Requests", offered.toLocaleString("en"), duration(report.seconds)],
    [
      "Served",
      `${report.servedPerSecond.toFixed(1)}/s`,
      compared(report.servedPerSecond, simulated?.servedPerSecond, "/s"),
    ],
    [
      "Failed",
      offered === 0 ? "–" : `${((100 * (offered - served)) / offered).toFixed(2)} %`,
      failed.map(([name, count]) => `${name.replace("-", " ")} ${count}`).join(", "),
    ],
    ["p50", `${latency.p50.toFixed(1)} ms`, compared(latency.p50, simulated?.latency.p50, "ms")],
    ["p95", `${latency.p95.toFixed(1)} ms`, compared(latency.p95, simulated?.latency.p95, "ms")],
    ["p99", `${latency.p99.toFixed(1)} ms`, compared(latency.p99, simulated?.latency.p99, "ms")],
    ["Longest", `${latency.max.toFixed(0)} ms`, `mean ${latency.mean.toFixed(1)} ms`],
    [
      "Sent late",
      `${(100 * report.sentLateShare).toFixed(2)} %`,
      "by more than 10 ms, by this machine",
    ],
  ];
}

function notes({ simulated, recording, problems = [] }: LoadTestReport): string {
  const lines = [
    ...problems,
    ...(recording?.problems ?? []).map((problem) => `Missing data: ${problem}`),
    ...(simulated?.notModelled ?? []).map((each) => `Not simulated: ${each}`),
  ];
  return lines.length === 0
    ? ""
    : `<section class="warning" role="note"><h2>Notes</h2><ul>${lines.map((each) => `<li>${escaped(each)}</li>`).join("")}</ul></section>`;
}
