import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { running, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

/** A metric as a dashboard's body names it: namespace, name, dimensions in pairs, options. */
type MetricJson = readonly [string, string, ...(string | object)[]];

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region: string;
    readonly metrics?: readonly MetricJson[];
    readonly alarms?: readonly string[];
    readonly annotations?: { readonly horizontal: readonly { label: string; value: number }[] };
  };
}

const { stacks } = synthEnvironments({ prod: { ...prod, dashboards: true } });
const systems = Object.keys(prod.systems);
const objectives = { availability: 99.9, p99LatencyMs: 300 };
const { worker: _worker, ...promisingSystems } = prod.systems;
const { stacks: promising } = synthEnvironments({
  prod: {
    ...prod,
    dashboards: true,
    systems: Object.fromEntries(
      Object.entries(promisingSystems).map(([name, system]) => [name, { ...system, objectives }]),
    ),
  },
});
const stackOf = (system: string) => stacks[`${system}-prod`]!;

function widgetsOf(json: TerraformJson): readonly Widget[] {
  const { dashboard_body: body } = json.resource("aws_cloudwatch_dashboard");
  return (JSON.parse(body as string) as { widgets: Widget[] }).widgets;
}

const metricsOf = (widget: Widget) => widget.properties.metrics ?? [];
const dimensionsOf = (metric: MetricJson) =>
  metric.slice(2).filter((part) => typeof part === "string");

describe.each(systems)("the dashboard of %s", (system) => {
  const json = stackOf(system);
  const widgets = widgetsOf(json);

  test("names metrics of resources that the stack has", () => {
    const references = widgets
      .flatMap(metricsOf)
      .flatMap(dimensionsOf)
      .filter((part) => part.includes("${"));
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(() => json.referenced(reference)).not.toThrow();
  });

  test("watches each service, balancer, group, database, table and API of the stack", () => {
    const shown = JSON.stringify(widgets);
    const watched = [
      "aws_ecs_service",
      "aws_lb",
      "aws_lb_target_group",
      "aws_autoscaling_group",
      "aws_db_instance",
      "aws_dynamodb_table",
      "aws_api_gateway_stage",
      "aws_apigatewayv2_stage",
      "aws_cloudfront_distribution",
      "aws_cognito_user_pool_client",
    ].flatMap((type) => json.addressed(type).map(([address]) => address));
    expect(watched).not.toEqual([]);
    expect(watched.filter((address) => !shown.includes(`\${${address}.`))).toEqual([]);
  });

  test("lists the state of every alarm but those that only scale", () => {
    const alarms = ["aws_cloudwatch_composite_alarm", "aws_cloudwatch_metric_alarm"]
      .flatMap((type) => json.addressed(type))
      .filter(([address]) => !/_scale-(out|in)-alarm$/.test(address));
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(alarms).not.toEqual([]);
    expect([...shown].sort()).toEqual(alarms.map(([address]) => `\${${address}.arn}`).sort());
  });

  test("lays its widgets out without one over another, within CloudWatch's 24 columns", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => {
        const column = x + (cell % width);
        return `${column},${y + Math.floor(cell / width)}`;
      }),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBeLessThanOrEqual(24);
    expect(widgets.length).toBeLessThanOrEqual(500);
  });
});

/** Label and value of the lines in the graph of a metric. */
function linesAt(system: string, metric: string, dimension: string) {
  const widget = widgetsOf(stackOf(system)).find((each) =>
    metricsOf(each).some(([, name, first]) => name === metric && first === dimension),
  );
  return widget?.properties.annotations?.horizontal.map(({ value }) => value);
}

/** Every mark of a dashboard, with the title of its panel. */
function marksOf(json: TerraformJson) {
  return widgetsOf(json).flatMap(({ properties: { title, annotations } }) =>
    (annotations?.horizontal ?? []).map(({ label, value }) => ({ title, label, value })),
  );
}

describe.each([
  ["http-scale-out", 0.3, "entry load-balancer: latency, s"],
  ["daemon-api", 0.3, "entry load-balancer: latency, s"],
  ["talk-service", 0.3, "entry load-balancer: latency, s"],
  ["rest-api", 300, "api stage: latency, ms"],
  ["http-api", 300, "api stage: latency, ms"],
])("with objectives, the dashboard of %s", (system, value, title) => {
  const marks = marksOf(promising[`${system}-prod`]!);

  test("marks the latency for clients, in the unit of its panel", () => {
    expect(marks.filter(({ label }) => label === "p99 objective")).toEqual([
      { title, label: "p99 objective", value },
    ]);
  });

  test("marks no burn rate, which no panel draws", () => {
    expect(marks.filter(({ label }) => label.includes("burn"))).toEqual([]);
  });

  test("marks no share of errors among their numbers", () => {
    const ofErrors = marks.filter((mark) => mark.title.endsWith(": errors"));
    expect(ofErrors).toEqual([]);
  });
});

test("marks the targets of both scaling loops", () => {
  expect(linesAt("http-scale-out", "CPUUtilization", "ClusterName")).toEqual([80]);
  expect(linesAt("http-scale-out", "CPUUtilization", "AutoScalingGroupName")).toEqual([30]);
});

test("marks the targets of forecasts", () => {
  const { stacks: forecasting } = synthEnvironments({
    prod: {
      ...prod,
      dashboards: true,
      systems: {
        "http-scale-out": {
          ...prod.systems["http-scale-out"],
          serviceScaling: {
            strategies: [
              { kind: "memory-target", targetPercent: 65 },
              { kind: "predictive", targetPercent: 75 },
            ],
          },
          clusterScaling: {
            kind: "cpu-target",
            targetPercent: 35,
            predictive: { targetPercent: 45 },
          },
        },
      },
    },
  });
  const marks = widgetsOf(forecasting["http-scale-out-prod"]!).flatMap(
    ({ properties: { annotations } }) => annotations?.horizontal ?? [],
  );
  expect(marks).toEqual(
    expect.arrayContaining(
      Object.entries({
        "memory target": 65,
        "CPU target of the forecast": 75,
        "CPU target": 35,
      }).map(([label, value]) => expect.objectContaining({ label, value })),
    ),
  );
  expect(marks).toContainEqual(
    expect.objectContaining({ label: "CPU target of the forecast", value: 45 }),
  );
});

test("marks the thresholds of step scaling", () => {
  expect(linesAt("talk-service", "CPUUtilization", "ClusterName")).toEqual([60, 30]);
  expect(linesAt("talk-service", "CPUUtilization", "AutoScalingGroupName")).toEqual([30, 20]);
});

test("tells the errors of the services from those of the balancer", () => {
  const named = (metric: string) =>
    widgetsOf(stackOf("http-scale-out")).filter((widget) =>
      metricsOf(widget).some(([, name]) => name === metric),
    );
  const [ofServices, ...others] = named("HTTPCode_Target_5XX_Count");
  expect(others).toEqual([]);
  expect(named("HTTPCode_ELB_5XX_Count")).not.toContain(ofServices);
});

test("reads CloudFront's metrics in the one region that has them", () => {
  const regions = widgetsOf(stackOf("http-api")).flatMap(({ properties: { metrics, region } }) =>
    metrics?.[0]?.[0] === "AWS/CloudFront" ? [region] : [],
  );
  expect(new Set(regions)).toEqual(new Set(["us-east-1"]));
});

test("shows numbers of tasks only where Container Insights measures them", () => {
  const { stacks: without } = synthEnvironments({
    prod: { ...running("rest-api", prod), dashboards: true, containerInsights: "disabled" },
  });
  expect(JSON.stringify(widgetsOf(stackOf("rest-api")))).toContain("DesiredTaskCount");
  expect(JSON.stringify(widgetsOf(without["rest-api-prod"]!))).not.toContain("DesiredTaskCount");
});

test("an environment has none unless it asks for them", () => {
  const { stacks: plain } = synthEnvironments({ dev });
  const all = Object.values(plain).flatMap((json) => json.resources("aws_cloudwatch_dashboard"));
  expect(all).toEqual([]);
});
