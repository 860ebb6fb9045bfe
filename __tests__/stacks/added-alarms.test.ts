import { kindOfAlarm, optionalKinds } from "../../aws/observability/alarm-kinds";
import { prod } from "../fixtures/environments/prod";
import { running, synthEnvironments } from "../support/environments";

const hosted = { kind: "hosted", upload: false, detailedMetrics: true } as const;
const { stacks } = synthEnvironments({
  prod: {
    ...prod,
    alarms: { add: optionalKinds },
    systems: {
      ...prod.systems,
      "daemon-api": {
        ...prod.systems["daemon-api"],
        container: { mounts: { "/data": { volume: "disk" } } },
        volumes: { disk: { kind: "ebs", sizeGiB: 10 } },
      },
      "http-api": { ...prod.systems["http-api"], page: hosted },
    },
  },
});
const { stacks: usual } = synthEnvironments({ prod });

interface Metric {
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

interface AlarmJson extends Metric {
  readonly alarm_name: string;
  readonly metric_query?: readonly { readonly expression?: string; readonly metric?: Metric }[];
}

/** The alarms of a kind, by what they watch. */
function alarmsOf(system: string, kind: string, of = stacks): ReadonlyMap<string, AlarmJson> {
  const all = of[`${system}-prod`]!.resources("aws_cloudwatch_metric_alarm") as AlarmJson[];
  return new Map(
    all
      .filter(({ alarm_name: name }) => kindOfAlarm(name) === kind)
      .map((alarm) => {
        const subject = alarm.alarm_name.slice(`${system}-prod-`.length, -kind.length - 1);
        return [subject, alarm];
      }),
  );
}

/** The only alarm of a kind. */
function alarmOf(system: string, kind: string): AlarmJson {
  const [alarm, ...others] = alarmsOf(system, kind).values();
  expect(others).toEqual([]);
  return alarm!;
}

const metricsOf = ({ metric_query: queries = [] }: AlarmJson) =>
  queries.flatMap(({ metric }) => metric ?? []);

test.each(optionalKinds)("nobody gets %s without adding it", (kind) => {
  const systems = Object.keys(prod.systems);
  expect(systems.flatMap((system) => [...alarmsOf(system, kind, usual).keys()])).toEqual([]);
});

describe("no request for 15 minutes", () => {
  const quiet = {
    statistic: "Sum",
    period: 60,
    evaluation_periods: 15,
    comparison_operator: "LessThanThreshold",
    threshold: 1,
    // Without a request, there is no data.
    treat_missing_data: "breaching",
  };

  test.each([
    ["http-scale-out", "AWS/ApplicationELB", "RequestCount", ["LoadBalancer"]],
    ["http-api", "AWS/ApiGateway", "Count", ["ApiId", "Stage"]],
    ["worker", "AWS/SQS", "NumberOfMessagesSent", ["QueueName"]],
  ])("to %s raises an alarm on %s %s", (system, namespace, metric_name, dimensions) => {
    const alarm = alarmOf(system, "no-requests");
    expect(alarm).toMatchObject({ ...quiet, namespace, metric_name });
    expect(Object.keys(alarm.dimensions)).toEqual(dimensions);
  });

  test("is watched at a REST API and at the load balancer behind it", () => {
    const metrics = [...alarmsOf("rest-api", "no-requests").values()].map(
      ({ metric_name: name }) => name,
    );
    expect(metrics).toEqual(expect.arrayContaining(["Count", "RequestCount"]));
  });

  test("is no matter of the dead-letter queue", () => {
    const queue = Object.values(alarmOf("worker", "no-requests").dimensions)[0]!;
    expect(stacks["worker-prod"]!.referenced(queue)).toHaveProperty("redrive_policy");
  });
});

test("each NAT gateway is watched for refused connections and dropped packets", () => {
  const alarms = alarmsOf("http-api", "nat-gateway");
  expect(alarms.size).toBe(3);
  for (const alarm of alarms.values()) {
    expect(alarm).toMatchObject({
      threshold: 0,
      evaluation_periods: 15,
      comparison_operator: "GreaterThanThreshold",
    });
    expect(alarm.metric_query?.[0]?.expression).toBe(
      "IF(FILL(refused, 0) > 0 OR FILL(dropped, 0) > 0.0001 * (sent + received), 1, 0)",
    );
    expect(metricsOf(alarm).map(({ metric_name: name }) => name)).toEqual([
      "ErrorPortAllocation",
      "PacketsDropCount",
      "PacketsInFromSource",
      "PacketsInFromDestination",
    ]);
  }
});

describe("a task", () => {
  test("that uses most memory raises an alarm, not the average of all", () => {
    expect(alarmOf("daemon-api", "task-memory")).toMatchObject({
      namespace: "AWS/ECS",
      metric_name: "MemoryUtilization",
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 90,
      evaluation_periods: 5,
    });
  });

  test("on Fargate raises an alarm before its storage is full", () => {
    const alarm = alarmOf("worker", "task-storage");
    expect(alarm).toMatchObject({
      comparison_operator: "GreaterThanThreshold",
      threshold: 90,
      evaluation_periods: 5,
      metric_query: [
        { expression: "100 * used / reserved" },
        { metric: { metric_name: "EphemeralStorageUtilized", stat: "Maximum" } },
        { metric: { metric_name: "EphemeralStorageReserved", stat: "Maximum" } },
      ],
    });
  });

  test("raises an alarm before its volume of EBS is full", () => {
    expect(alarmOf("daemon-api", "task-storage")).toMatchObject({
      namespace: "AWS/ECS",
      metric_name: "EBSFilesystemUtilization",
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 90,
      evaluation_periods: 5,
    });
  });

  test("on instances has no storage of its own, and nobody measures it without Container Insights", () => {
    expect([...alarmsOf("talk-service", "task-storage").keys()]).toEqual([]);
    const { stacks: without } = synthEnvironments({
      prod: {
        ...running("rest-api", prod),
        containerInsights: "disabled",
        alarms: { add: ["task-storage", "task-memory"] },
      },
    });
    expect([...alarmsOf("rest-api", "task-memory", without).keys()]).toHaveLength(2);
    expect([...alarmsOf("rest-api", "task-storage", without).keys()]).toEqual([]);
  });
});

describe("a database", () => {
  test("raises an alarm when less than a tenth of its class's memory is free", () => {
    // A db.t4g.small has 2 GiB.
    expect(alarmOf("rest-api", "database-memory")).toMatchObject({
      metric_name: "FreeableMemory",
      statistic: "Average",
      comparison_operator: "LessThanThreshold",
      threshold: 214_748_364.8,
      evaluation_periods: 15,
    });
  });

  test("raises an alarm when its disk has used up its burst", () => {
    expect(alarmOf("rest-api", "database-burst")).toMatchObject({
      comparison_operator: "LessThanThreshold",
      threshold: 10,
      evaluation_periods: 3,
      metric_query: [
        { expression: "MIN([bytes, operations])" },
        { metric: { metric_name: "EBSByteBalance%", stat: "Average" } },
        { metric: { metric_name: "EBSIOBalance%", stat: "Average" } },
      ],
    });
  });
});

test("DynamoDB's own errors are counted over all operations of each table", () => {
  const alarms = alarmsOf("http-api", "table-errors");
  expect(alarms.size).toBe(2);
  for (const alarm of alarms.values()) {
    expect(alarm).toMatchObject({
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      evaluation_periods: 15,
    });
    const metrics = metricsOf(alarm);
    expect(new Set(metrics.map(({ metric_name: name }) => name))).toEqual(
      new Set(["SystemErrors"]),
    );
    const operations = metrics.map(({ dimensions }) => dimensions["Operation"]);
    expect(operations).toEqual(expect.arrayContaining(["GetItem", "PutItem", "Query"]));
    const ids = operations.map((_, index) => `FILL(m${index}, 0)`);
    expect(alarm.metric_query?.[0]?.expression).toBe(ids.join(" + "));
  }
});
