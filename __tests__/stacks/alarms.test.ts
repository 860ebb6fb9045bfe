import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AlarmKind,
  alarmKinds,
  kindOfAlarm,
  optionalKinds,
} from "../../aws/observability/alarm-kinds";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { projectRoot } from "../../tools/project-root";
import { runtimeOf, running, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

interface AlarmJson {
  readonly alarm_name: string;
  readonly alarm_description: string;
  readonly alarm_actions?: readonly string[];
  readonly namespace?: string;
  readonly metric_name?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly threshold: number | string;
  readonly evaluation_periods: number;
  readonly treat_missing_data: string;
  readonly statistic?: string;
  readonly metric_query?: readonly {
    readonly expression?: string;
    readonly metric?: { metric_name: string; dimensions: Readonly<Record<string, string>> };
  }[];
}

const { stacks } = synthEnvironments({ prod });
const systems = Object.keys(prod.systems);
const notified = { notificationEmail: "operations@example.com" };

/** The alarms that a person acts on, by name without the stack's. */
function alarmsOf(json: TerraformJson): ReadonlyMap<string, AlarmJson> {
  const all = json.addressed("aws_cloudwatch_metric_alarm") as [string, AlarmJson][];
  return new Map(
    all
      .filter(([, { alarm_description: text }]) => text.includes("runbook"))
      .map(([, alarm]) => [alarm.alarm_name.replace(/^.*-(dev|prod)-/, ""), alarm]),
  );
}

const named = (json: TerraformJson, name: string) => {
  const alarm = alarmsOf(json).get(name);
  if (alarm === undefined) throw new Error([...alarmsOf(json).keys()].join("\n"));
  return alarm;
};

describe.each(systems)("the alarms of %s", (system) => {
  const json = stacks[`${system}-prod`]!;
  const alarms = [...alarmsOf(json).values()];

  test("watch metrics of resources that the stack has", () => {
    const references = alarms.flatMap((alarm) =>
      [
        alarm.dimensions ?? {},
        ...(alarm.metric_query ?? []).map(({ metric }) => metric?.dimensions ?? {}),
      ]
        .flatMap((dimensions) => Object.values(dimensions))
        .filter((value) => value.includes("${")),
    );
    expect(references.length).toBeGreaterThan(5);
    for (const reference of references) expect(() => json.referenced(reference)).not.toThrow();
  });

  test("each name and each metric with its threshold once", () => {
    const watched = alarms.map((alarm) => {
      const own = { alarm_name: undefined, alarm_description: undefined, "//": undefined };
      return JSON.stringify({ ...alarm, ...own });
    });
    expect(new Set(watched).size).toBe(alarms.length);
    expect(new Set(alarms.map(({ alarm_name: name }) => name)).size).toBe(alarms.length);
  });

  test("each says in its description where its section of the runbook is", () => {
    const runbook = readFileSync(join(projectRoot(), "docs/how-to/runbook.md"), "utf8");
    expect(alarms.length).toBeGreaterThan(8);
    for (const { alarm_name: name, alarm_description: text } of alarms) {
      const kind = kindOfAlarm(name);
      expect(text).toMatch(new RegExp(`\\. docs/how-to/runbook\\.md#${kind}$`));
      expect(runbook).toContain(`\n## ${kind}\n`);
    }
  });

  test("each notifies, or is combined into the alarm that does", () => {
    const combined = json
      .resources("aws_cloudwatch_composite_alarm")
      .map(({ alarm_rule: rule }) => rule as string)
      .join();
    for (const { alarm_name: name, alarm_actions: actions } of alarms) {
      expect([name, actions === undefined]).toEqual([name, combined.includes(`"${name}"`)]);
    }
  });
});

const KINDS: readonly (readonly [string, readonly string[]])[] = [
  [
    "daemon-api",
    [
      "capacity-group-cpu-credits",
      "capacity-group-instances-at-maximum",
      "capacity-group-instances-below-floor",
      "crash-loop",
      "entry-listeners-https-certificate-expiry",
      "entry-load-balancer-balancer-errors",
      "entry-load-balancer-latency",
      "failed-deployments",
      "logs-log-errors",
      "placement-failures",
      "server-errors",
      "service-tasks-not-placed",
      "unhealthy-tasks",
    ],
  ],
  [
    "worker",
    [
      "crash-loop",
      "dead-letters",
      "failed-deployments",
      "logs-log-errors",
      "oldest-message",
      "placement-failures",
      "service-tasks-at-maximum",
      "service-tasks-below-floor",
      "service-tasks-not-placed",
    ],
  ],
];

test.each(KINDS)("%s has exactly these", (system, names) => {
  expect([...alarmsOf(stacks[`${system}-prod`]!).keys()].sort()).toEqual(names);
});

test("an environment that notifies nobody has none", () => {
  const { stacks: silent } = synthEnvironments({ dev });
  expect(Object.values(silent).flatMap((json) => [...alarmsOf(json).keys()])).toEqual([]);
});

test("counts the balancer's own errors, also where it has no target to ask", () => {
  expect(named(stacks["daemon-api-prod"]!, "entry-load-balancer-balancer-errors")).toMatchObject({
    threshold: 5,
    evaluation_periods: 5,
    treat_missing_data: "notBreaching",
    metric_query: [
      {
        expression: "100 * (FILL(own, 0) + FILL(targets, 0)) / (FILL(requests, 0) + FILL(own, 0))",
      },
      { metric: { metric_name: "HTTPCode_ELB_5XX_Count", stat: "Sum", period: 60 } },
      { metric: { metric_name: "HTTPCode_Target_5XX_Count", stat: "Sum", period: 60 } },
      { metric: { metric_name: "RequestCount", stat: "Sum", period: 60 } },
    ],
  });
});

describe("tasks", () => {
  const withTasks = (serviceScaling: object, environment: object = {}) =>
    runtimeOf("http-scale-out", { serviceScaling }, { ...notified, ...environment });

  test("without Container Insights, their reports of CPU are counted", () => {
    const json = withTasks({ minTasks: 2, maxTasks: 9 });
    expect(
      named(
        withTasks({ minTasks: 2, maxTasks: 9 }, { containerInsights: "disabled" }),
        "service-tasks-below-floor",
      ),
    ).toMatchObject({
      namespace: "AWS/ECS",
      metric_name: "CPUUtilization",
      statistic: "SampleCount",
      threshold: 2,
      treat_missing_data: "breaching",
    });
    expect(named(json, "service-tasks-at-maximum")).toMatchObject({
      metric_name: "RunningTaskCount",
      threshold: 9,
      evaluation_periods: 15,
    });
  });

  test("without Container Insights, nobody knows of tasks that are not placed", () => {
    const json = withTasks({ minTasks: 2 }, { containerInsights: "disabled" });
    expect(alarmsOf(json).has("service-tasks-not-placed")).toBe(false);
  });

  test("a schedule moves the floor and the ceiling", () => {
    const json = withTasks({
      minTasks: 3,
      maxTasks: 6,
      strategies: [
        { kind: "cpu-target" },
        {
          kind: "scheduled",
          actions: {
            night: { schedule: "cron(0 20 * * ? *)", minTasks: 1, maxTasks: 4 },
            day: { schedule: "cron(0 6 * * ? *)", minTasks: 4, maxTasks: 10 },
          },
        },
      ],
    });
    expect(named(json, "service-tasks-below-floor").threshold).toBe(1);
    expect(named(json, "service-tasks-at-maximum").threshold).toBe(10);
  });

  test("one fixed number of tasks has no ceiling to reach", () => {
    const json = withTasks({ minTasks: 2, maxTasks: 2 });
    expect(alarmsOf(json).has("service-tasks-at-maximum")).toBe(false);
    expect(named(json, "service-tasks-below-floor").threshold).toBe(2);
  });

  test("those of a color follow its variable, and a color that does not run is no trouble", () => {
    const json = stacks["talk-service-prod"]!;
    expect(named(json, "talk-service-green-tasks-below-floor")).toMatchObject({
      threshold: '${contains(var.running_colors, "green") ? max(3, min(var.switch_floor, 12)) : 0}',
      treat_missing_data: "notBreaching",
    });
    expect(named(json, "talk-service-green-tasks-at-maximum").threshold).toBe(
      '${max(1, contains(var.running_colors, "green") ? 12 : 0)}',
    );
  });
});

describe("instances", () => {
  const withGroup = (capacity: object, clusterScaling: object = { kind: "cpu-target" }) =>
    runtimeOf("http-scale-out", { capacity, clusterScaling } as never, notified);

  test("have a floor and a ceiling", () => {
    const json = withGroup({ minInstances: 2, maxInstances: 7 });
    expect(named(json, "capacity-group-instances-below-floor").threshold).toBe(2);
    expect(named(json, "capacity-group-instances-at-maximum").threshold).toBe(7);
  });

  test("a group that may be empty has no floor, and one of a fixed size no ceiling", () => {
    const empty = alarmsOf(withGroup({ minInstances: 0, maxInstances: 7 }, { kind: "managed" }));
    expect(empty.has("capacity-group-instances-below-floor")).toBe(false);
    const fixed = alarmsOf(withGroup({ minInstances: 7, maxInstances: 7 }));
    expect(fixed.has("capacity-group-instances-at-maximum")).toBe(false);
  });

  test("managed scaling says when they do not come", () => {
    const json = withGroup({}, { kind: "managed" });
    expect([...alarmsOf(json).values()]).toContainEqual(
      expect.objectContaining({
        metric_name: "CapacityProviderReservation",
        threshold: 100,
        evaluation_periods: 15,
        statistic: "Minimum",
      }),
    );
  });

  test.each([
    [["t3.micro"], "IF(credits < 10 AND cpu > 10, 1, 0)"],
    [["t3.large", "t3a.large"], "IF(credits < 10 AND cpu > 30, 1, 0)"],
    [["m7i.large"], undefined],
  ])("of types %j run out of CPU credits by %s", (instanceTypes, expression) => {
    const alarm = alarmsOf(withGroup({ instanceTypes, maxInstances: 7 })).get(
      "capacity-group-cpu-credits",
    );
    expect(alarm?.metric_query?.[0]?.expression).toBe(expression);
  });
});

test.each([
  ["included", "IF(credits < 10 AND cpu > 20, 1, 0)"],
  ["excluded", undefined],
] as const)(
  "of types that AWS chooses, burstable ones %s, credits run out by %s",
  (burstable, expression) => {
    const json = runtimeOf(
      "http-scale-out",
      {
        capacity: {
          maxInstances: 7,
          // A t3.small has 20 %, a t3.medium, too, and a t3.large has 30 %.
          instanceRequirements: { minVcpus: 2, maxVcpus: 2, minMemoryMiB: 2048, burstable },
        },
      },
      notified,
    );
    const alarm = alarmsOf(json).get("capacity-group-cpu-credits");
    expect(alarm?.metric_query?.[0]?.expression).toBe(expression);
  },
);

test("the other settings move the thresholds", () => {
  const json = runtimeOf(
    "rest-api",
    {},
    {
      ...notified,
      containerInsights: "enabled",
      alarms: {
        latencyMs: 800,
        notPlacedMinutes: 20,
        databaseConnectionPercent: 50,
        logErrors: 4,
        logErrorPattern: "?ERROR",
        stoppedTasks: 7,
        leaveOut: ["certificate-expiry", "placement-failures"],
        runbook: "https://wiki.example.com/runbook",
      },
    },
  );
  expect(named(json, "entry-load-balancer-latency").threshold).toBe(0.8);
  expect(named(json, "student-service-tasks-not-placed").evaluation_periods).toBe(20);
  // A db.t4g.micro has 1 GiB: 85 connections by RDS's formula.
  expect(named(json, "database-connections").threshold).toBe(42);
  expect(named(json, "student-logs-log-errors").threshold).toBe(4);
  expect(named(json, "crash-loop").threshold).toBe(7);
  expect(named(json, "crash-loop").alarm_description).toBe(
    "Tasks stop by themselves, again and again. https://wiki.example.com/runbook#crash-loop",
  );
  const filters = json.resources("aws_cloudwatch_log_metric_filter");
  expect(filters.filter(({ pattern }) => pattern === "?ERROR")).toHaveLength(2);
  expect(filters.map(({ name }) => name as string)).not.toContain("placement-failures-count");
  const kinds = [...alarmsOf(json).keys()].map((name) => kindOfAlarm(name));
  expect(kinds).not.toContain("certificate-expiry");
});

test("every kind of alarm that resources decide is drawn somewhere", () => {
  const nightly = { schedule: "rate(1 day)", command: ["clean-up"] };
  const managed = runtimeOf(
    "http-scale-out",
    { clusterScaling: { kind: "managed" }, scheduledTasks: { nightly } },
    notified,
  );
  const own = { kind: "own" } as const;
  const page = {
    kind: "hosted",
    upload: false,
    detailedMetrics: true,
    domainName: "stores.example.com",
    hostedZoneId: "Z0123456789ABC",
  } as const;
  const added = runtimeOf(
    "http-api",
    { userPool: { webAcl: own }, page },
    { ...notified, alarms: { add: optionalKinds } },
  );
  const add = ["database-memory", "database-burst"] as const;
  const data = runtimeOf("rest-api", {}, { ...notified, alarms: { add: [...add] } });
  const drawn = [...Object.values(stacks), managed, added, data].flatMap((json) =>
    [...alarmsOf(json).keys()].map((name) => kindOfAlarm(name)),
  );
  const kinds = Object.keys(alarmKinds) as AlarmKind[];
  // No system has a read replica yet, and the composite alarm is no metric alarm.
  expect(kinds.filter((kind) => !drawn.includes(kind))).toEqual(["incident", "replica-lag"]);
});

test("a certificate of two listeners is watched once", () => {
  const json = synthEnvironments({ prod: running("rest-api", prod) }).stacks["rest-api-prod"]!;
  const certificates = [...alarmsOf(json).values()].flatMap(({ metric_name: name, dimensions }) =>
    name === "DaysToExpiry" ? Object.values(dimensions ?? {}) : [],
  );
  expect(certificates.length).toBeGreaterThan(1);
  expect(new Set(certificates).size).toBe(certificates.length);
});
