import type { NamedRun } from "../compare";
import type { Interval } from "../model/recorder";
import { escaped } from "./escaped";
import { count, dollars, duration, percent } from "./format";

const WIDTH = 860;
const LEFT = 64;
const RIGHT = 16;
const PANEL = 130;
const GAP = 46;
const TOP = 34;

/** Light and dark colours, one for the load and one for each run. */
const COLOURS = {
  load: ["#8a94a0", "#8a94a0"],
  runs: [
    ["#b3261e", "#ff8a80"],
    ["#0b66c3", "#6cb2ff"],
    ["#1d7d3f", "#6fd08c"],
    ["#a86200", "#ffb95c"],
  ],
} as const;

interface Line {
  readonly colour: string;
  readonly values: readonly number[];
}

interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Runs under one load as an SVG: requests, failures and healthy tasks. */
export function pictureOf(runs: readonly NamedRun[]): string {
  const [first] = runs;
  if (first === undefined) throw new Error("a picture needs a run");
  const { load, intervals } = first.result;
  const of = (pick: (interval: Interval) => number) =>
    runs.map(({ result }, index): Line => ({
      colour: `run-${index}`,
      values: result.intervals.map(pick),
    }));
  const loadLine = (values: readonly number[]): Line => ({ colour: "load", values });
  const panels: Panel[] = [
    {
      title: "Requests per second: offered and failed",
      lines: [
        loadLine(intervals.map(({ offeredPerSecond }) => offeredPerSecond)),
        ...of(({ failedPerSecond }) => failedPerSecond),
      ],
    },
    {
      title: "Healthy tasks, and tasks that the load needs",
      lines: [
        loadLine(
          intervals.map(({ services }) => services.reduce((sum, { demand }) => sum + demand, 0)),
        ),
        ...of(({ services }) => services.reduce((sum, { healthy }) => sum + healthy, 0)),
      ],
    },
    {
      title: "Instances",
      lines: of(({ groups }) => groups.reduce((sum, { inService }) => sum + inService, 0)),
    },
  ].filter(({ lines }) => lines.some(({ values }) => values.some((value) => value > 0)));
  const height = TOP + runs.length * 20 + panels.length * (PANEL + GAP) + 8;
  const start = TOP + runs.length * 20 + 22;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>${escaped(`${first.result.system.name} under ${load.name}: ${runs.map(({ name }) => name).join(" against ")}`)}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1a2330; }
.title { font-weight: 600; }
.soft { fill: #5c6a7a; }
.axis { stroke: #c3cad2; fill: none; }
path.line { fill: none; stroke-width: 2; }
${rules(0)}
@media (prefers-color-scheme: dark) {
text { fill: #e6ebf1; }
.soft { fill: #9aa8b8; }
.axis { stroke: #3a4653; }
${rules(1)}
}
</style>
<text class="title" x="${LEFT}" y="20">${escaped(load.name)}, ${duration(load.seconds)}</text>
${runs.map(legend).join("\n")}
${panels.map((panel, index) => drawn(panel, start + index * (PANEL + GAP), load.seconds)).join("\n")}
</svg>
`;
}

function rules(scheme: 0 | 1): string {
  const rule = (name: string, colour: string, more = "") =>
    `.${name} { stroke: ${colour}; ${more}}`;
  return [
    rule("load", COLOURS.load[scheme], "stroke-dasharray: 5 4; "),
    ...COLOURS.runs.map((colours, index) => rule(`run-${index}`, colours[scheme])),
  ].join("\n");
}

function legend({ name, summary }: NamedRun, index: number): string {
  const y = TOP + 4 + index * 20;
  const figures = [
    `${duration(summary.secondsToCapacity)} with too few tasks`,
    `${percent(summary.failedPercent)} failed`,
    `${dollars(summary.usdPerHour)}/h`,
  ].join(", ");
  return `<path class="line run-${index}" d="M${LEFT} ${y}h22"/><text x="${LEFT + 30}" y="${y + 4}">${escaped(name)}: <tspan class="soft">${escaped(figures)}</tspan></text>`;
}

function drawn({ title, lines }: Panel, top: number, seconds: number): string {
  const most = Math.max(...lines.flatMap(({ values }) => values));
  const bottom = top + PANEL;
  const y = (value: number) => (bottom - (value / most) * (PANEL - 8)).toFixed(1);
  const label = (second: number) =>
    seconds > 2 * 3600 ? `${Math.round(second / 3600)} h` : `${Math.round(second / 60)} min`;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = LEFT + share * (WIDTH - LEFT - RIGHT);
    const anchor = share === 1 ? "end" : share === 0 ? "start" : "middle";
    return `<text class="soft" x="${x}" y="${bottom + 16}" text-anchor="${anchor}">${label(share * seconds)}</text>`;
  });
  return `<text class="title" x="${LEFT}" y="${top - 6}">${escaped(title)}</text>
<path class="axis" d="M${LEFT} ${top}V${bottom}H${WIDTH - RIGHT}"/>
<text class="soft" x="${LEFT - 8}" y="${Number(y(most)) + 5}" text-anchor="end">${count(most)}</text>
<text class="soft" x="${LEFT - 8}" y="${bottom}" text-anchor="end">0</text>
${lines.map(({ colour, values }) => `<path class="line ${colour}" d="${path(values, y)}"/>`).join("\n")}
${ticks.join("\n")}`;
}

/** A step line: each value applies to its interval. Repeated values are omitted. */
function path(values: readonly number[], y: (value: number) => string): string {
  const width = (WIDTH - LEFT - RIGHT) / Math.max(1, values.length);
  const parts: string[] = [];
  let before: string | undefined;
  values.forEach((value, index) => {
    const at = y(value);
    if (at === before) return;
    const x = (LEFT + index * width).toFixed(1);
    parts.push(before === undefined ? `M${x} ${at}` : `H${x}V${at}`);
    before = at;
  });
  return `${parts.join("")}H${WIDTH - RIGHT}`;
}
