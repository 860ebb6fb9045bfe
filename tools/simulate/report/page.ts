import { comparisonRows, type NamedRun } from "../compare";
import { escaped } from "./escaped";
import { count, dollars, duration, loadUnit, milliseconds, percent } from "./format";
import { charts, figureCards, htmlDocument } from "./html-document";
import { jsonReport, type Report } from "./json";
import { assumptionsOf, limitsOf } from "./notes";
import { PAGE_SCRIPT } from "./page-script";

/**
 * The report as a self-contained HTML file: uPlot, the data, and a script that draws the charts.
 *
 * @param root folder of the project, where uPlot is installed
 */
export function pageOf(report: Report, root: string): string {
  const { scenario, run, findings, verdicts, compared } = report;
  const { read, load } = scenario;
  const { summary, result } = run;
  const unit = loadUnit(read.system);
  const title = `${read.system.name} under ${load.name}`;
  const json = jsonReport(report);
  const { style, scripts } = charts(root, json, PAGE_SCRIPT);
  const cards = figureCards([
    [unit === "messages" ? "Messages" : "Requests", count(result.offered), duration(load.seconds)],
    ["Failed", percent(summary.failedPercent), `${count(result.failed)} ${unit}`],
    ...(unit === "messages"
      ? ([["Not done", count(result.inFlight), "messages in the queue at the end"]] as const)
      : []),
    ["p99", milliseconds(summary.latency.p99), `p50 ${milliseconds(summary.latency.p50)}`],
    [
      "Too few tasks",
      percent(summary.underTimeshare),
      `${duration(summary.secondsToCapacity)} at a stretch`,
    ],
    ["At most", `${summary.peakTasks} tasks`, `${summary.peakInstances} instances`],
    [
      "Cost",
      `${dollars(summary.usdPerHour)}/h`,
      summary.cost.unknown.length > 0 ? "plus items without a known price" : "on average",
    ],
  ]);
  const list = (items: readonly string[]) => items.map((item) => `<li>${item}</li>`).join("\n");
  const body = `<a class="skip" href="#charts">Skip to the charts</a>
<header>
<h1>${escaped(title)}</h1>
<p>A simulation of the stacks in <code>cdktf.out</code>, seed ${scenario.seed}. Times are relative to the start of the load.</p>
</header>
<main>
${read.notModelled.length > 0 ? `<section class="warning" role="note"><h2>Left out</h2><ul>${list(read.notModelled.map(escaped))}</ul></section>` : ""}
${cards}
<section>
<h2>Findings</h2>
${
  findings.length === 0
    ? "<p>Nothing stands out.</p>"
    : `<ul class="findings">${list(findings.map(({ text, effect, kind }) => `<span class="${kind}">${escaped(text)}</span>${effect === undefined ? "" : `<br><small>${escaped(effect)}</small>`}`))}</ul>`
}
${verdicts.length > 0 ? `<h3>Assertions</h3><ul>${list(verdicts.map(({ assertion, holds }) => `${holds ? "✓" : "✗"} <code>${escaped(assertion.text)}</code>`))}</ul>` : ""}
</section>
<section id="charts" tabindex="-1">
<h2>Charts</h2>
<p class="hint">Drag across a chart to zoom all charts. Double-click or press Escape to reset the zoom. When a chart has focus, the arrow keys, Page Up, Page Down, Home and End move through time, and + and − zoom.</p>
<p id="now" class="now" aria-live="polite">&nbsp;</p>
<div id="plots"></div>
</section>
${compared.length > 0 ? comparison([{ ...run, name: read.system.name }, ...compared]) : ""}
<section>
<h2>Events</h2>
<p><label>Show <select id="kind"><option value="">all</option><option>alarm</option><option>scaling</option><option>instance</option><option>task</option><option>failure</option><option>warning</option></select></label>
${result.eventsLeftOut > 0 ? ` ${count(result.eventsLeftOut)} more are not shown.` : ""}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Events"><table><thead><tr><th scope="col">Time</th><th scope="col">Subject</th><th scope="col">Event</th></tr></thead><tbody id="events"></tbody></table></div>
</section>
<section>
<h2>Assumptions</h2>
<ul>${list([...assumptionsOf(scenario), ...limitsOf(summary)].map(escaped))}</ul>
<details><summary>All parameters</summary><div class="scroll"><table><thead><tr><th scope="col">Parameter</th><th scope="col">Value</th><th scope="col">Likely</th><th scope="col">Meaning</th><th scope="col">Source</th></tr></thead><tbody>
${json.assumptions
  .map(
    ({ name, value, range, unit, meaning, source }) =>
      `<tr><td><code>${name}</code></td><td>${value} ${unit}</td><td>${range[0]} to ${range[1]}</td><td>${escaped(meaning)}</td><td>${escaped(source)}</td></tr>`,
  )
  .join("\n")}
</tbody></table></div></details>
</section>
</main>
${scripts}`;
  return htmlDocument(title, body, { before: style });
}

function comparison(runs: readonly NamedRun[]): string {
  const [head = [], ...rows] = comparisonRows(runs);
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${escaped(cell)}</td>`).join("");
  return `<section>
<h2>Compared</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Compared"><table>
<thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("\n")}</tbody></table></div>
</section>`;
}
