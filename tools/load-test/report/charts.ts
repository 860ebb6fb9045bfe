import type { LoadTestReport } from "./report";

/** A line of a chart. */
export interface Series {
  readonly label: string;
  /** Index of the line's color on the page. Related lines share a color. */
  readonly colour: number;
  /** Dashed lines show simulated or target values. */
  readonly dashed: boolean;
  readonly points: readonly (readonly [second: number, value: number | null])[];
}

export interface Chart {
  readonly title: string;
  readonly scale: "linear" | "logarithmic";
  readonly stepped: boolean;
  readonly series: readonly Series[];
}

/** A measured or simulated decision. */
export interface ReportEvent {
  readonly second: number;
  readonly source: "measured" | "simulated";
  readonly subject: string;
  readonly text: string;
}

type Point = readonly [number, number | null];

/** All charts over time: solid lines are measured, dashed lines are the simulation of the same load. */
export function chartsOf(report: LoadTestReport): readonly Chart[] {
  return [
    requests(report),
    latency(report),
    ...tasks(report),
    ...cpu(report),
    ...instances(report),
  ];
}

function requests({ intervals, simulated }: LoadTestReport): Chart {
  const measured = (name: "target" | "offered" | "served" | "failed") =>
    intervals.map((each): Point => [each.second, each[name]]);
  const predicted = (name: "served" | "failed") =>
    (simulated?.points ?? []).map((each): Point => [each.second, each[name]]);
  return {
    title: "Requests per second",
    scale: "linear",
    stepped: false,
    series: [
      line("target", 5, measured("target"), true),
      line("offered", 0, measured("offered")),
      line("served", 1, measured("served")),
      line("failed", 3, measured("failed")),
      ...(simulated === undefined
        ? []
        : [
            line("served, simulated", 1, predicted("served"), true),
            line("failed, simulated", 3, predicted("failed"), true),
          ]),
    ],
  };
}

function latency({ intervals, simulated }: LoadTestReport): Chart {
  const percentiles = ["p50", "p95", "p99"] as const;
  return {
    title: "Latency, ms",
    scale: "logarithmic",
    stepped: false,
    series: [
      ...percentiles.map((name, colour) =>
        line(
          name,
          colour,
          // An interval without a served request has no latency.
          intervals.map((each): Point => [each.second, each.served > 0 ? each[name] : null]),
        ),
      ),
      ...(simulated === undefined
        ? []
        : percentiles.map((name, colour) =>
            line(
              `${name}, simulated`,
              colour,
              simulated.points.map((each): Point => [each.second, each[name]]),
              true,
            ),
          )),
    ],
  };
}

function tasks({ recording, simulated }: LoadTestReport): readonly Chart[] {
  return names(recording?.observations.map(({ services }) => services)).map((service) => ({
    title: `Tasks of ${service}`,
    scale: "linear",
    stepped: true,
    series: [
      ...(["desired", "running"] as const).flatMap((name, colour) => [
        line(
          name,
          colour,
          (recording?.observations ?? []).map((each): Point => [
            each.second,
            each.services[service]?.[name] ?? null,
          ]),
        ),
        ...predictedLine(name, colour, simulated, (each) => each.services[service]?.[name]),
      ]),
    ],
  }));
}

function instances({ recording, simulated }: LoadTestReport): readonly Chart[] {
  return names(recording?.observations.map(({ groups }) => groups)).map((group) => ({
    title: `Instances of ${group}`,
    scale: "linear",
    stepped: true,
    series: [
      line(
        "desired",
        0,
        (recording?.observations ?? []).map((each): Point => [
          each.second,
          each.groups[group]?.desired ?? null,
        ]),
      ),
      ...predictedLine("desired", 0, simulated, (each) => each.groups[group]?.desired),
      line(
        "in service",
        1,
        (recording?.observations ?? []).map((each): Point => [
          each.second,
          each.groups[group]?.instances.InService ?? 0,
        ]),
      ),
      ...predictedLine("in service", 1, simulated, (each) => each.groups[group]?.inService),
    ],
  }));
}

function cpu({ recording, simulated }: LoadTestReport): readonly Chart[] {
  const series = (recording?.cpu ?? []).flatMap(({ service, points }, colour) =>
    points.length === 0
      ? []
      : [
          line(
            service,
            colour,
            points.map(({ second, percent }): Point => [second, percent]),
          ),
          ...predictedLine(
            service,
            colour,
            simulated,
            (each) => each.services[service]?.cpuPercent,
          ),
        ],
  );
  if (series.length === 0) return [];
  return [{ title: "CPU, % of what the tasks reserve", scale: "linear", stepped: false, series }];
}

/** Alarms that changed state, and decisions, both measured and simulated. */
export function eventsOf({ recording, simulated }: LoadTestReport): readonly ReportEvent[] {
  const events: ReportEvent[] = [];
  let on: readonly string[] = [];
  for (const { second, alarms } of recording?.observations ?? []) {
    const tell = (subject: string, text: string) =>
      events.push({ second, source: "measured", subject, text });
    for (const name of alarms) if (!on.includes(name)) tell(name, "is ALARM");
    for (const name of on) if (!alarms.includes(name)) tell(name, "is no longer ALARM");
    on = alarms;
  }
  for (const decision of recording?.decisions ?? [])
    events.push({ ...decision, source: "measured" });
  for (const event of simulated?.events ?? []) events.push({ ...event, source: "simulated" });
  return events.sort((one, other) => one.second - other.second);
}

type Simulated = LoadTestReport["simulated"];

function predictedLine(
  name: string,
  colour: number,
  simulated: Simulated,
  value: (point: NonNullable<Simulated>["points"][number]) => number | null | undefined,
): readonly Series[] {
  if (simulated === undefined) return [];
  const points = simulated.points.map((each): Point => [each.second, value(each) ?? null]);
  return points.every(([, known]) => known === null)
    ? []
    : [line(`${name}, simulated`, colour, points, true)];
}

function line(label: string, colour: number, points: readonly Point[], dashed = false): Series {
  return { label, colour, dashed, points };
}

function names(records: readonly Readonly<Record<string, unknown>>[] = []): readonly string[] {
  return [...new Set(records.flatMap((each) => Object.keys(each)))];
}
