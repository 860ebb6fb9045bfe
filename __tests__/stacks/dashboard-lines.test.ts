import { prod } from "../fixtures/environments/prod";
import { synthEnvironments } from "../support/environments";
import { dimensionsOf, marksOf, metricsOf, widgetsOf } from "../support/dashboards";
import type { TerraformJson } from "../support/synth";

const { stacks } = synthEnvironments({ prod: { ...prod, dashboards: true } });
const systems = Object.keys(prod.systems);
const objectives = { availability: 99.9, p99LatencyMs: 300 };
const { stacks: promising } = synthEnvironments({
  prod: {
    ...prod,
    dashboards: true,
    systems: Object.fromEntries(
      Object.entries(prod.systems)
        .filter(([name]) => name !== "worker")
        .map(([name, system]) => [name, { ...system, objectives }]),
    ),
  },
});
const stackOf = (system: string) => stacks[`${system}-prod`]!;

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

interface PolicyJson {
  readonly target_tracking_scaling_policy_configuration?: { readonly target_value: number };
  readonly target_tracking_configuration?: { readonly target_value: number };
}

/** Targets and thresholds of everything that scales tasks or instances of a stack. */
function scalingValues(json: TerraformJson): number[] {
  const policies = ["aws_appautoscaling_policy", "aws_autoscaling_policy"]
    .flatMap((type) => json.resources(type) as PolicyJson[])
    .map(
      ({
        target_tracking_scaling_policy_configuration: ofTasks,
        target_tracking_configuration: ofInstances,
      }) => (ofTasks ?? ofInstances)?.target_value,
    );
  const steps = json
    .addressed("aws_cloudwatch_metric_alarm")
    .filter(([address]) => /_scale-(out|in)-alarm$/.test(address))
    .map(([, { threshold }]) => threshold as number);
  const values = [...policies, ...steps].filter((value) => value !== undefined);
  return values.sort((one, other) => one - other);
}

/** Values of marks, by the titles of panels. */
type Lines = Readonly<Record<string, readonly number[]>>;

/** The lines of both loops. Two colors or services have panels of their own. */
const LOOPS: readonly (readonly [keyof typeof prod.systems, Lines])[] = [
  [
    "http-scale-out",
    {
      "service: CPU and memory, % of the reservation": [80],
      "capacity group: CPU, %": [30],
    },
  ],
  ["daemon-api", { "cluster: in use, % of all instances": [70, 30] }],
  [
    "talk-service",
    {
      "talk-service: CPU and memory, % of the reservation": [60, 30],
      "talk-service green: CPU and memory, % of the reservation": [60, 30],
      "speaker-service: CPU and memory, % of the reservation": [60, 30],
      "capacity group: CPU, %": [30, 20],
    },
  ],
  [
    "rest-api",
    {
      "student-service: CPU and memory, % of the reservation": [70, 50],
      "subject-service: CPU and memory, % of the reservation": [70, 50],
    },
  ],
  [
    "http-api",
    {
      "food-service: CPU and memory, % of the reservation": [50],
      "pet-service: CPU and memory, % of the reservation": [50],
    },
  ],
  ["worker", { "service scaling queue-target: (messages) / tasks": [100] }],
];

test.each(LOOPS)("marks the targets of all that scales %s", (system, lines) => {
  const json = stackOf(system);
  const marks = marksOf(json);
  const marked = Object.keys(lines).map((title) => [
    title,
    marks.filter((mark) => mark.title === title).map(({ value }) => value),
  ]);
  expect(Object.fromEntries(marked)).toEqual(lines);
  const values = Object.values(lines).flat();
  expect(values.sort((one, other) => one - other)).toEqual(scalingValues(json));
});

test("there is no system whose scaling is not looked at", () => {
  expect(LOOPS.map(([system]) => system).sort()).toEqual([...systems].sort());
});

test.each([
  ["http-scale-out", "cluster"],
  ["daemon-api", "cluster"],
  ["talk-service", "cluster"],
])("shows what tasks use of all instances of %s", (system, cluster) => {
  const panel = widgetsOf(stackOf(system)).find(
    ({ properties: { title } }) => title === `${cluster}: in use, % of all instances`,
  );
  expect(
    metricsOf(panel!).map(([namespace, name, dimension]) => [namespace, name, dimension]),
  ).toEqual(
    ["CPUUtilization", "MemoryUtilization"].map((name) => ["AWS/ECS", name, "ClusterName"]),
  );
});

/** The dashboard of http-scale-out with other strategies. */
const scaledBy = (strategies: readonly object[], system: object = {}) =>
  synthEnvironments({
    prod: {
      ...prod,
      dashboards: true,
      systems: {
        "http-scale-out": {
          ...prod.systems["http-scale-out"],
          serviceScaling: { strategies: strategies as never },
          ...system,
        },
      },
    },
  }).stacks["http-scale-out-prod"]!;

test("shows instances that ECS manages by what their cluster has of them, and none of Fargate", () => {
  const { placement, ...others } = prod.systems["http-scale-out"];
  // A placement is for instances of a group.
  expect(placement).toBeDefined();
  const titles = (kind: string) =>
    widgetsOf(
      synthEnvironments({
        prod: {
          ...prod,
          dashboards: true,
          systems: { "http-scale-out": { ...others, capacity: { kind } } as never },
        },
      }).stacks["http-scale-out-prod"]!,
    ).map(({ properties: { title } }) => title);
  expect(titles("managed-instances")).toContain("cluster: in use, % of all instances");
  expect(titles("fargate").filter((title) => title.includes("of all instances"))).toEqual([]);
});

describe("of metrics that are no percentages", () => {
  const json = scaledBy([
    { kind: "requests-target", requestsPerTarget: 500 },
    {
      kind: "metric-target",
      name: "jobs",
      targetValue: 7,
      metrics: {
        waiting: { namespace: "Shop", metricName: "Jobs", dimensions: { Queue: "a" } },
        late: { namespace: "Shop", metricName: "LateJobs", statistic: "Sum" },
      },
      expression: "waiting + late",
    },
    {
      kind: "metric-step",
      name: "depth",
      metric: { namespace: "Shop", metricName: "Depth", statistic: "Maximum" },
      scaleOut: { threshold: 9 },
      scaleIn: { threshold: 2 },
    },
  ]);
  const panel = (end: string) =>
    widgetsOf(json).find(({ properties: { title } }) => title.endsWith(end))!;
  const values = (end: string) =>
    panel(end).properties.annotations?.horizontal.map(({ value }) => value);

  test("requests of each task are shown with their target", () => {
    expect(values(": requests of each task")).toEqual([500]);
    const [metric, ...others] = metricsOf(panel(": requests of each task"));
    expect(others).toEqual([]);
    expect(metric!.slice(0, 2)).toEqual(["AWS/ApplicationELB", "RequestCountPerTarget"]);
    const [balancer, group] = dimensionsOf(metric!).filter((part) => part.includes("${"));
    expect(json.referenced(balancer!)).toBe(json.resource("aws_lb"));
    expect(json.referenced(group!)).toBe(json.resource("aws_lb_target_group"));
  });

  test("metric math is shown with its target, and what it is made of is hidden", () => {
    expect(values(": waiting + late")).toEqual([7]);
    expect(metricsOf(panel(": waiting + late"))).toEqual([
      [{ expression: "waiting + late", label: "waiting + late" }],
      ["Shop", "Jobs", "Queue", "a", { stat: "Average", id: "waiting", visible: false }],
      ["Shop", "LateJobs", { stat: "Sum", id: "late", visible: false }],
    ]);
  });

  test("metrics of steps are shown with both thresholds", () => {
    expect(values(": Depth, Maximum")).toEqual([9, 2]);
  });
});

test.each([
  [{ kind: "cpu-target", targetPercent: 55, highResolution: true }, "CPU target"],
  [{ kind: "memory-target", targetPercent: 55, highResolution: true }, "memory target"],
  [{ kind: "predictive", metric: "requests", requestsPerTarget: 55 }, "target of the forecast"],
])("marks the target of %j", (strategy, label) => {
  const { kind } = strategy;
  const strategies = kind === "predictive" ? [{ kind: "cpu-target" }, strategy] : [strategy];
  const values = marksOf(scaledBy(strategies)).flatMap((mark) =>
    mark.label === label && mark.title.startsWith("service") ? [mark.value] : [],
  );
  expect(values).toEqual([55]);
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

test("draws what an alarm compares with its threshold, in addition to the statistic of its panel", () => {
  const panel = (end: string) =>
    widgetsOf(stackOf("rest-api")).find(({ properties: { title } }) => title.endsWith(end))!;
  const stats = (end: string, metric: string) =>
    metricsOf(panel(end)).flatMap((each) =>
      each[1] === metric ? [(each.at(-1) as { stat: string }).stat] : [],
    );
  expect(stats("student-service: CPU and memory, % of the reservation", "CPUUtilization")).toEqual([
    "Average",
    "Maximum",
    "Minimum",
  ]);
  expect(stats("database: free storage, bytes", "FreeStorageSpace")).toEqual([
    "Minimum",
    "Average",
  ]);
  const [storage] = panel("database: free storage, bytes").properties.annotations!.horizontal;
  expect(storage).toMatchObject({ label: "database alarms storage", value: 5 * 1024 ** 3 });
});
