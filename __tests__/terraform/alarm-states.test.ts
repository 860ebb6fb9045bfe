import { join } from "node:path";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
  type MetricDatum,
} from "@aws-sdk/client-cloudwatch";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { prod } from "../fixtures/environments/prod";
import { running, synthEnvironments } from "../support/environments";
import { putAlarms } from "./put-alarms";

const workplace = Workplace.create();
let emulator: Emulator;
let cloudWatch: CloudWatchClient;

/** The alarms of a shipped system, put as the stack has them, references replaced by their text. */
beforeAll(async () => {
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
  cloudWatch = new CloudWatchClient({
    endpoint: emulator.endpoint,
    region: "us-east-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const { stacks } = synthEnvironments({ prod: running("http-scale-out", prod) });
  await putAlarms(cloudWatch, stacks["http-scale-out-prod"]!);
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
