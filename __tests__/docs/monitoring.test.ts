import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kindOfAlarm, optionalKinds } from "../../aws/observability/alarm-kinds";
import { projectRoot } from "../../tools/project-root";
import { prod } from "../fixtures/environments/prod";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

const own = { kind: "own" } as const;
/** All systems, with everything that a dashboard or an alarm can be about. */
const { stacks } = synthEnvironments({
  prod: {
    ...prod,
    alarms: { add: optionalKinds },
    systems: {
      ...prod.systems,
      "http-scale-out": {
        ...prod.systems["http-scale-out"],
        container: { mounts: { "/data": { volume: "disk" } } },
        volumes: { disk: { kind: "ebs", sizeGiB: 10 } },
        clusterScaling: { kind: "managed" },
        serviceScaling: {
          minTasks: 3,
          strategies: [{ kind: "requests-target", requestsPerTarget: 500 }],
        },
        scheduledTasks: { nightly: { schedule: "rate(1 day)", command: ["clean-up"] } },
      },
      "http-api": {
        ...prod.systems["http-api"],
        userPool: { webAcl: own },
        page: {
          kind: "hosted",
          upload: false,
          detailedMetrics: true,
          domainName: "stores.example.com",
          hostedZoneId: "Z0123456789ABC",
        },
      },
    },
  },
});

/** Without objectives, whose burn rates take the place of some alarms. */
const { stacks: unpromising } = synthEnvironments({
  prod: {
    ...prod,
    systems: {
      "rest-api": { ...prod.systems["rest-api"], objectives: undefined },
      "http-api": { ...prod.systems["http-api"], objectives: undefined },
    },
  },
});

/** What the stacks have of a metric, such as `AWS/SQS NumberOfMessagesSent`. */
type ByMetric = Readonly<Record<string, readonly string[]>>;

function byMetric(pairs: readonly (readonly [metric: string, what: string])[]): ByMetric {
  const metrics = [...new Set(pairs.map(([metric]) => metric))].sort();
  return Object.fromEntries(
    metrics.map((metric) => {
      const all = pairs.filter(([each]) => each === metric).map(([, what]) => what);
      return [metric, [...new Set(all)].sort()];
    }),
  );
}

type MetricOnDashboard = readonly [string, string, ...(string | { stat: string })[]];

interface Body {
  readonly widgets: readonly {
    readonly properties: {
      readonly metrics?: readonly (
        MetricOnDashboard | readonly [{ readonly expression: string }]
      )[];
    };
  }[];
}

/** Statistics of all dashboards. */
function onDashboards(json: TerraformJson): [string, string][] {
  return json
    .resources("aws_cloudwatch_dashboard")
    .flatMap(({ dashboard_body: body }) => (JSON.parse(body as string) as Body).widgets)
    .flatMap(({ properties: { metrics = [] } }) => metrics)
    .filter((metric): metric is MetricOnDashboard => typeof metric[0] === "string")
    .map(([namespace, name, ...rest]) => {
      const { stat } = rest.at(-1) as { stat: string };
      return [`${namespace} ${name}`, stat];
    });
}

interface MetricJson {
  readonly namespace: string;
  readonly metric_name: string;
}

interface AlarmJson extends Partial<MetricJson> {
  readonly alarm_name: string;
  readonly alarm_description: string;
  readonly metric_query?: readonly { readonly metric?: MetricJson }[];
}

/** Kinds of the alarms that read metrics of AWS. Others read metrics that a stack makes out of logs. */
function inAlarms(json: TerraformJson): [string, string][] {
  const alarms = json.resources("aws_cloudwatch_metric_alarm") as AlarmJson[];
  return alarms
    .filter(({ alarm_description: text }) => text.includes("runbook"))
    .flatMap(({ alarm_name: name, metric_query: queries = [], ...alarm }) => {
      const metrics: Partial<MetricJson>[] = [
        alarm,
        ...queries.flatMap(({ metric }) => metric ?? []),
      ];
      return metrics
        .filter(({ namespace = "" }) => /^(AWS|ECS)\//.test(namespace))
        .map(({ namespace, metric_name: metric }): [string, string] => [
          `${namespace} ${metric}`,
          kindOfAlarm(name) as string,
        ]);
    });
}

const page = readFileSync(join(projectRoot(), "docs/reference/monitoring.md"), "utf8");

interface Row {
  readonly metric: string;
  readonly here: string;
  readonly note: string;
}

/** The rows below a heading: metric, who has it, what is here, note. */
function rowsBelow(heading: string): readonly Row[] {
  const [, section = ""] = page.split(new RegExp(`^## ${heading}$`, "m"));
  const [own = ""] = section.split(/^## /m);
  return own
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, metric = ""]) => metric.startsWith("`"))
    .map(([, metric = "", , here = "", note = ""]) => ({
      metric: metric.replaceAll("`", ""),
      here: here.replaceAll("`", ""),
      note,
    }));
}

const all = [...Object.values(stacks), ...Object.values(unpromising)];
const TABLES = [
  ["Dashboards", byMetric(all.flatMap((stack) => onDashboards(stack)))],
  ["Alarms", byMetric(all.flatMap((stack) => inAlarms(stack)))],
] as const;

describe.each(TABLES)("%s", (heading, computed) => {
  const rows = rowsBelow(heading);

  test("has one row for each metric of the stacks", () => {
    const metrics = rows.map(({ metric }) => metric);
    expect(new Set(metrics).size).toBe(metrics.length);
    expect(Object.keys(computed).filter((metric) => !metrics.includes(metric))).toEqual([]);
  });

  test("claims what the stacks have, and nothing else", () => {
    const claimed = rows.map(({ metric, here }) => [metric, here]);
    expect(claimed).toEqual(
      rows.map(({ metric }) => [metric, computed[metric]?.join(", ") ?? "–"]),
    );
  });

  test("gives the reason for each metric that is left out", () => {
    expect(rows.filter(({ here, note }) => here === "–" && note === "")).toEqual([]);
  });
});
