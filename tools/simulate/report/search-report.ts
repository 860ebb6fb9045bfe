import type { Styles } from "../../terminal/style";
import { layOut } from "../../terminal/table";
import type { Candidate, SearchResult } from "../search";
import { escaped } from "./escaped";
import { dollars, duration, milliseconds, percent } from "./format";
import { htmlDocument } from "./html-document";
import { scatter } from "./scatter";
import { scatterSvg } from "./scatter-svg";

const MOST_SHOWN = 8;

/** The result of a search, formatted for a terminal with the given number of columns. */
export function searchText(
  { ranked, variables, assertions }: SearchResult,
  columns: number,
  { bold, green, red, dim }: Styles,
): string {
  const held = ranked.filter(({ holds }) => holds);
  const [best] = held;
  const settings = (values: readonly number[]) =>
    variables.map(({ knob: each }, at) => `${each.setting}: ${values[at] ?? 0}`).join(", ");
  const rows = ranked
    .slice(0, MOST_SHOWN)
    .map(({ values, summary, holds }) => [
      holds ? "✓" : "✗",
      ...values.map(String),
      `${dollars(summary.usdPerHour)}/h`,
      percent(summary.failedPercent),
      milliseconds(summary.latency.p99),
      duration(summary.secondsToCapacity),
    ]);
  const what =
    assertions.length > 0 ? assertions.map(({ text }) => text).join(", ") : "no assertion";
  return [
    `${ranked.length} settings tried, ${held.length} meet the assertions (${what}).`,
    best === undefined
      ? red("No setting meets the assertions. The cheapest are:")
      : `${green("Cheapest:")} ${bold(settings(best.values))}`,
    "",
    ...layOut([
      ["", ...variables.map(({ knob: each }) => each.name), "cost", "failed", "p99", "to capacity"],
      ...rows,
    ]),
    "",
    "Cost per hour (further right is more expensive) against the longest time to capacity (higher is slower):",
    ...scatter(
      ranked.map(({ summary, holds }) => ({
        x: summary.usdPerHour,
        y: summary.secondsToCapacity,
        holds,
      })),
      Math.min(80, columns - 14),
    ),
    dim("● meets the assertions   · does not"),
  ].join("\n");
}

/** The same as a page, with a chart of the trade-off and a table of every candidate. */
export function searchPage({ ranked, variables, assertions }: SearchResult): string {
  const held = ranked.filter(({ holds }) => holds).length;
  const what = assertions.map(({ text }) => text).join(", ");
  const settings = ({ values }: Candidate) =>
    variables.map(({ knob: each }, at) => `${each.name} ${values[at] ?? 0}`).join(", ");
  const row = (cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
  const body = `<header>
<h1>${ranked.length} settings tried, ${held} meet the assertions</h1>
<p>${escaped(what === "" ? "No assertion was given." : what)}</p>
</header>
<main>
<section>
<h2>Cost against time to capacity</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Cost against time to capacity">${scatterSvg(
    ranked.map((candidate) => ({
      x: candidate.summary.usdPerHour,
      y: candidate.summary.secondsToCapacity,
      holds: candidate.holds,
      label: `${settings(candidate)}: ${dollars(candidate.summary.usdPerHour)}/h, ${duration(candidate.summary.secondsToCapacity)}`,
    })),
  )}</div>
</section>
<section>
<h2>All settings, best first</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Settings"><table>
<thead><tr>${["Holds", ...variables.map(({ knob: each }) => each.name), "Cost an hour", "Failed", "p99", "To capacity"].map((name) => `<th scope="col">${escaped(name)}</th>`).join("")}</tr></thead>
<tbody>
${ranked
  .map(({ values, summary, holds }) =>
    row([
      holds ? "✓" : "✗",
      ...values.map(String),
      dollars(summary.usdPerHour),
      percent(summary.failedPercent),
      milliseconds(summary.latency.p99),
      duration(summary.secondsToCapacity),
    ]),
  )
  .join("\n")}
</tbody></table></div>
</section>
</main>`;
  return htmlDocument("Settings tried", body);
}
