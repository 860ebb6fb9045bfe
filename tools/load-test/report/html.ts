import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { projectRoot } from "../../project-root";
import { duration } from "../consent";
import type { Recording } from "../aws/recorder";
import type { LoadTestReport } from "./report";

/** One page with everything in it: it opens without a server and without a network. */
export function reportHtml(report: LoadTestReport): string {
  const { script, style } = uPlot();
  const rows: readonly (readonly [string, string | number])[] = [
    ["Offered", report.offered],
    ["Served", report.served],
    ...Object.entries(report.outcomes).filter(([name, count]) => name !== "served" && count > 0),
    ["Served a second", report.servedPerSecond],
    ...Object.entries<number>({ ...report.latency }).map(
      ([name, ms]): readonly [string, string] => [`Latency, ${name} (ms)`, ms.toFixed(1)],
    ),
    ["Sent late by the generator", `${(report.sentLateShare * 100).toFixed(2)} %`],
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Load test: ${escape(report.load)}</title>
<style>${style}
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --line: #ccc; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #161616; --line: #444; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 60rem; padding: 1rem; }
table { border-collapse: collapse; } th, td { border-bottom: 1px solid var(--line); padding: .2rem .8rem .2rem 0; text-align: left; }
td { text-align: right; font-variant-numeric: tabular-nums; } .chart { width: 100%; } .scroll { max-height: 20rem; overflow: auto; }
.u-legend { color: var(--ink); font-size: .85rem; }
</style>
<h1>Load test: ${escape(report.load)}</h1>
<p>${escape(report.url)}, ${escape(report.startedAt)}, ${duration(report.seconds)}${report.stopped ? ", <strong>stopped before its end</strong>" : ""}.
Latency counts from the moment at which a request was due, not from when it was sent.</p>
<table><caption>Summary</caption>${rows.map(([name, value]) => `<tr><th scope="row">${escape(name)}</th><td>${escape(String(value))}</td></tr>`).join("")}</table>
<h2>Requests a second</h2><div class="chart" id="requests" role="img" aria-label="Requests a second over time; the table below has the figures"></div>
<h2>Latency in ms</h2><div class="chart" id="latency" role="img" aria-label="Latency percentiles over time; the table below has the figures"></div>
${report.aws === undefined ? "" : awsSection(report.aws)}
<details><summary>All figures as a table</summary><div class="scroll" tabindex="0"><table>
<tr>${["second", "target", "offered", "served", "failed", "p50", "p95", "p99"].map((each) => `<th scope="col">${each}</th>`).join("")}</tr>
${report.intervals.map((each) => `<tr>${[each.second, each.target, each.offered, each.served, each.failed, each.p50, each.p95, each.p99].map((value) => `<td>${Number(value.toFixed(1))}</td>`).join("")}</tr>`).join("\n")}
</table></div></details>
<script>${script}</script>
<script type="application/json" id="data">${JSON.stringify(report.intervals).replaceAll("<", "\\u003c")}</script>
<script>
const seconds = JSON.parse(document.getElementById("data").textContent);
const times = seconds.map((each) => each.second);
const column = (name) => seconds.map((each) => each[name]);
const style = getComputedStyle(document.documentElement);
const axis = () => ({ stroke: style.getPropertyValue("--ink"), grid: { stroke: style.getPropertyValue("--line"), width: 1 } });
function chart(id, lines) {
  plot(id, times, lines.map(([label, stroke, dash]) => ({ label, stroke, dash, values: column(label) })));
}
function plot(id, times, lines) {
  const place = document.getElementById(id);
  const options = {
    width: place.clientWidth, height: 280, scales: { x: { time: false } }, axes: [axis(), axis()],
    series: [{ label: "second" }, ...lines.map(({ label, stroke, dash }) => ({ label, stroke, dash, width: 1.5 }))],
  };
  const drawn = new uPlot(options, [times, ...lines.map(({ values }) => values)], place);
  addEventListener("resize", () => drawn.setSize({ width: place.clientWidth, height: 280 }));
}
chart("requests", [["target", "#888", [4, 4]], ["offered", "#2a78d6"], ["served", "#2a9d5c"], ["failed", "#d6442a"]]);
const aws = document.getElementById("aws-data");
if (aws !== null) {
  const { times, lines } = JSON.parse(aws.textContent);
  plot("aws", times, lines);
}
chart("latency", [["p50", "#2a9d5c"], ["p95", "#2a78d6"], ["p99", "#d6442a"]]);
</script>
</html>
`;
}

const COLOURS = ["#2a78d6", "#2a9d5c", "#d6442a", "#9b59b6", "#b8860b", "#16a0a0"];

/** Tasks and instances over time as a chart, alarms as a list of when each was on. */
function awsSection({ observations, cpu }: Recording): string {
  const counts: Record<string, number[]> = {};
  observations.forEach(({ services, groups }, at) => {
    const note = (name: string, value: number): void => {
      (counts[name] ??= observations.map(() => 0))[at] = value;
    };
    for (const [name, { desired, running }] of Object.entries(services)) {
      note(`${name}: tasks desired`, desired);
      note(`${name}: tasks running`, running);
    }
    for (const [name, { desired, instances }] of Object.entries(groups)) {
      note(`${name}: instances desired`, desired);
      note(`${name}: instances in service`, instances.InService ?? 0);
    }
  });
  const data = {
    times: observations.map(({ second }) => second),
    lines: Object.entries(counts).map(([label, values], index) => ({
      label,
      values,
      stroke: COLOURS[Math.floor(index / 2) % COLOURS.length],
      ...(index % 2 === 0 ? { dash: [4, 4] } : {}),
    })),
  };
  const alarms = observations.flatMap(({ second, alarms: on }) =>
    on.map((name) => `<li>${Math.round(second)} s: ${escape(name)}</li>`),
  );
  const busiest = cpu.flatMap(({ service, points }) =>
    points.length === 0
      ? []
      : `<li>${escape(service)}: at most ${Math.max(...points.map(({ percent }) => percent)).toFixed(0)} % CPU</li>`,
  );
  return `<h2>Tasks and instances</h2><div class="chart" id="aws" role="img" aria-label="Tasks and instances over time"></div>
<script type="application/json" id="aws-data">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>
<ul>${busiest.join("")}</ul>
${alarms.length === 0 ? "" : `<h2>Alarms that were on</h2><ul>${alarms.join("")}</ul>`}`;
}

/** uPlot's own files, which the page holds. */
function uPlot(): { readonly script: string; readonly style: string } {
  const { resolve } = createRequire(join(projectRoot(), "package.json"));
  return {
    script: readFileSync(resolve("uplot/dist/uPlot.iife.min.js"), "utf8"),
    style: readFileSync(resolve("uplot/dist/uPlot.min.css"), "utf8"),
  };
}

function escape(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  return text.replace(/[&<>"]/g, (character) => `&${names[character]};`);
}
