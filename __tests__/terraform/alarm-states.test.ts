import { join } from "node:path";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
  type MetricDatum,
} from "@aws-sdk/client-cloudwatch";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { kindOfAlarm, optionalKinds } from "../../aws/observability/alarm-kinds";
import { prod } from "../fixtures/environments/prod";
import { running, synthEnvironments } from "../support/environments";
import { type MetricJson, putAlarms } from "./put-alarms";

const workplace = Workplace.create();
let emulator: Emulator;
let cloudWatch: CloudWatchClient;

const CLIENT = {
  region: "us-east-2",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
};

/** The alarms of a shipped system, put as the stack has them, references replaced by their text. */
beforeAll(async () => {
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
  cloudWatch = new CloudWatchClient({ ...CLIENT, endpoint: emulator.endpoint });
  const { stacks: shipped } = synthEnvironments({ prod: running("http-scale-out", prod) });
  await putAlarms(cloudWatch, shipped["http-scale-out-prod"]!);
});

afterAll(async () => {
  cloudWatch.destroy();
  await emulator.stop();
  workplace.remove();
});

const balancer = { LoadBalancer: "aws_lb.entry_load-balancer.arn_suffix" };
const group = { AutoScalingGroupName: "aws_autoscaling_group.capacity_group.name" };
const service = {
  ClusterName: "aws_ecs_cluster.cluster.name",
  ServiceName: "aws_ecs_service.service.name",
};

async function feed(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  value: number,
  minutes = 16,
): Promise<void> {
  const now = Date.now();
  const data = Array.from({ length: minutes }, (_, minute): MetricDatum => ({
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Timestamp: new Date(now - minute * 60_000 - 20_000),
    Value: value,
  }));
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data }));
}

/** Names of the alarms that are raised, without the stack's. */
async function raised(): Promise<string[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
  );
  return [...MetricAlarms, ...CompositeAlarms]
    .filter(({ StateValue }) => StateValue === "ALARM")
    .map(({ AlarmName = "" }) => AlarmName.replace("http-scale-out-prod-", ""))
    .sort();
}

test("a healthy system raises none", async () => {
  await feed("ECS/ContainerInsights", "RunningTaskCount", service, 5);
  await feed("ECS/ContainerInsights", "DesiredTaskCount", service, 5);
  await feed("AWS/AutoScaling", "GroupInServiceInstances", group, 3);
  await feed("AWS/ApplicationELB", "RequestCount", balancer, 100_000);
  await feed("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", balancer, 1);
  await feed("AWS/ApplicationELB", "TargetResponseTime", balancer, 0.02);
  await feed("AWS/EC2", "CPUCreditBalance", group, 100);
  await feed("AWS/EC2", "CPUUtilization", group, 30);
  expect(await raised()).toEqual([]);
});

test("a warning is no part of the incident", async () => {
  await feed("AWS/EC2", "CPUCreditBalance", group, -100);
  expect(await raised()).toEqual(["capacity-group-cpu-credits"]);
  await feed("AWS/EC2", "CPUCreditBalance", group, 1000);
  expect(await raised()).toEqual([]);
});

test("errors of the balancer burn the budget of both windows, which is an incident", async () => {
  await feed("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", balancer, 5000);
  expect(await raised()).toEqual(
    [
      ...["1h", "5m", "6h", "30m", "1d", "2h"].map((window) => `${window}-availability-burn`),
      "incident",
    ].sort(),
  );
});

test("slow responses burn the other budget", async () => {
  await feed("AWS/ApplicationELB", "TargetResponseTime", balancer, 0.9);
  expect(await raised()).toEqual(expect.arrayContaining(["1h-latency-burn", "5m-latency-burn"]));
});

test("missing tasks, and too few instances, are seen", async () => {
  await feed("ECS/ContainerInsights", "DesiredTaskCount", service, 50);
  await feed("AWS/AutoScaling", "GroupInServiceInstances", group, -3);
  expect(await raised()).toEqual(
    expect.arrayContaining(["service-tasks-not-placed", "capacity-group-instances-below-floor"]),
  );
});

/** System, kind of alarm, a metric that it reads, and values of it where all is well and where it is not. */
const SYMPTOMS = [
  ["http-scale-out", "unhealthy-tasks", "AWS/ApplicationELB", "UnHealthyHostCount", 0, 2],
  ["http-scale-out", "tasks-at-maximum", "ECS/ContainerInsights", "RunningTaskCount", 3, 500],
  ["http-scale-out", "instances-at-maximum", "AWS/AutoScaling", "GroupInServiceInstances", 2, 90],
  ["http-scale-out", "certificate-expiry", "AWS/CertificateManager", "DaysToExpiry", 300, 5],
  ["rest-api", "latency", "AWS/ApiGateway", "Latency", 40, 25_000],
  ["rest-api", "server-errors", "AWS/ApiGateway", "5XXError", 0, 1],
  ["rest-api", "database-storage", "AWS/RDS", "FreeStorageSpace", 2e10, 1e6],
  ["rest-api", "database-cpu", "AWS/RDS", "CPUUtilization", 10, 99],
  ["rest-api", "database-memory", "AWS/RDS", "FreeableMemory", 4e9, 1e6],
  ["rest-api", "connections", "AWS/RDS", "DatabaseConnections", 3, 1e5],
  ["http-api", "client-errors", "AWS/ApiGateway", "4xx", 0, 1],
  ["http-api", "throttled-requests", "AWS/DynamoDB", "ReadThrottleEvents", 0, 50],
  ["http-api", "table-errors", "AWS/DynamoDB", "SystemErrors", 0, 50],
  ["http-api", "throttled-sign-ins", "AWS/Cognito", "SignInThrottles", 0, 50],
  ["worker", "oldest-message", "AWS/SQS", "ApproximateAgeOfOldestMessage", 1, 90_000],
  ["worker", "dead-letters", "AWS/SQS", "ApproximateNumberOfMessagesVisible", 0, 4],
] as const;

/** Without objectives, whose alarms take the place of some of these. */
const { stacks } = synthEnvironments({
  prod: {
    ...prod,
    loadTest: undefined,
    alarms: {
      add: optionalKinds.filter((kind) => SYMPTOMS.some(([, each]) => each === kind)),
    },
    systems: Object.fromEntries(
      (["http-scale-out", "rest-api", "http-api", "worker"] as const).map((system) => [
        system,
        without("objectives", prod.systems[system]),
      ]),
    ),
  },
});

function without(field: string, settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== field));
}

/** The dimensions with which the alarms of a kind read a metric, as the emulator knows them. */
function dimensionsOf(system: string, kind: string, namespace: string, name: string) {
  const read = stacks[`${system}-prod`]!.resources("aws_cloudwatch_metric_alarm")
    .filter((alarm) => kindOfAlarm(alarm.alarm_name as string) === kind)
    .flatMap(({ metric_query: queries, ...alarm }) =>
      queries === undefined
        ? [alarm]
        : (queries as { metric?: object }[]).flatMap(({ metric }) => metric ?? []),
    );
  const metrics = JSON.parse(
    JSON.stringify(read).replaceAll(/\$\{([^}]*)\}/g, "$1"),
  ) as MetricJson[];
  return metrics
    .filter((metric) => metric.namespace === namespace && metric.metric_name === name)
    .map(({ dimensions }) => dimensions);
}

describe.each([
  ["well", false],
  ["not well", true],
])("where all is %s", (_, isBad) => {
  const folder = Workplace.create();
  let other: Emulator;

  beforeAll(async () => {
    other = await Emulator.start({ logFile: join(folder.folder, "emulator.log") });
    cloudWatch = new CloudWatchClient({ ...CLIENT, endpoint: other.endpoint });
    for (const json of Object.values(stacks)) await putAlarms(cloudWatch, json);
    for (const [system, kind, namespace, name, good, bad] of SYMPTOMS) {
      for (const dimensions of dimensionsOf(system, kind, namespace, name))
        await feed(namespace, name, dimensions, isBad ? bad : good, 60);
    }
  });

  afterAll(async () => {
    await other.stop();
    folder.remove();
  });

  test.each(SYMPTOMS)(`%s ${isBad ? "raises" : "does not raise"} %s`, async (system, kind) => {
    const { MetricAlarms = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm"] }),
    );
    const kinds = MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM")
      .map(({ AlarmName = "" }) => AlarmName)
      .filter((name) => name.startsWith(`${system}-prod-`))
      .map(kindOfAlarm);
    expect(kinds.includes(kind)).toBe(isBad);
  });
});
