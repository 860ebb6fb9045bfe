import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { Recorder } from "../../tools/load-test/aws/recorder";
import { awsEnvironment } from "../../tools/rehearse/emulator/aws-environment";
import { Emulator } from "../../tools/rehearse/emulator/emulator";

const REGION = "us-east-2";
const former = process.env;
let folder: string;
let emulator: Emulator;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "recording-"));
  emulator = await Emulator.start({ logFile: join(folder, "emulator.log") });
  process.env = awsEnvironment(emulator.endpoint);
});

afterAll(async () => {
  process.env = former;
  await emulator.stop();
  rmSync(folder, { recursive: true });
});

test("records counts, instances, alarms and CPU of a system in an account", async () => {
  const ecs = new ECSClient({ region: REGION });
  const autoScaling = new AutoScalingClient({ region: REGION });
  const cloudWatch = new CloudWatchClient({ region: REGION });
  await ecs.send(new CreateClusterCommand({ clusterName: "cluster" }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: "api",
      containerDefinitions: [{ name: "api", image: "api:1", memory: 128 }],
    }),
  );
  await ecs.send(
    new CreateServiceCommand({
      cluster: "cluster",
      serviceName: "api",
      taskDefinition: "api",
      desiredCount: 2,
    }),
  );
  await autoScaling.send(
    new CreateLaunchConfigurationCommand({
      LaunchConfigurationName: "node",
      ImageId: "ami-12c6146b",
      InstanceType: "t3.micro",
    }),
  );
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: "nodes",
      LaunchConfigurationName: "node",
      MinSize: 1,
      MaxSize: 3,
      DesiredCapacity: 2,
      AvailabilityZones: [`${REGION}a`],
    }),
  );
  for (const [name, group] of [
    ["TargetTracking-service/cluster/api-AlarmHigh", "other"],
    ["nodes-busy", "nodes"],
    ["of-somebody-else", "theirs"],
  ] as const) {
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: "AWS/EC2",
        MetricName: "CPUUtilization",
        Dimensions: [{ Name: "AutoScalingGroupName", Value: group }],
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 80,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
    await cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName: name, StateValue: "ALARM", StateReason: "test" }),
    );
  }
  const startedAt = new Date(Date.now() - 5 * 60_000);
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: "AWS/ECS",
      MetricData: [
        {
          MetricName: "CPUUtilization",
          Dimensions: [
            { Name: "ClusterName", Value: "cluster" },
            { Name: "ServiceName", Value: "api" },
          ],
          Timestamp: new Date(startedAt.getTime() + 60_000),
          Value: 42,
        },
      ],
    }),
  );

  const recorder = new Recorder({
    region: REGION,
    cluster: "cluster",
    services: ["api"],
    groups: ["nodes"],
  });
  await recorder.observe(0);
  await ecs.send(new UpdateServiceCommand({ cluster: "cluster", service: "api", desiredCount: 5 }));
  await recorder.observe(15);
  const { observations, cpu, problems } = await recorder.finish(startedAt, new Date());
  expect(problems).toEqual([]);
  expect(observations.map(({ second, services }) => [second, services.api?.desired])).toEqual([
    [0, 2],
    [15, 5],
  ]);
  expect(observations[0]?.groups).toEqual({ nodes: { desired: 2, instances: { InService: 2 } } });
  expect(observations[0]?.alarms).toEqual([
    "TargetTracking-service/cluster/api-AlarmHigh",
    "nodes-busy",
  ]);
  expect(cpu).toEqual([
    { service: "api", points: [{ second: expect.any(Number) as number, percent: 42 }] },
  ]);
  for (const client of [ecs, autoScaling, cloudWatch]) client.destroy();
});

test("goes on when AWS cannot be asked, and says why", async () => {
  process.env = { ...process.env, AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" };
  const recorder = new Recorder({
    region: REGION,
    cluster: "cluster",
    services: ["api"],
    groups: [],
  });
  await recorder.observe(0);
  await recorder.observe(15);
  const { observations, problems } = await recorder.finish(new Date(0), new Date());
  expect(observations).toEqual([]);
  expect(problems).toEqual([expect.stringContaining("ECONNREFUSED")]);
});
