import { join } from "node:path";
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { dev } from "../fixtures/environments/dev";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import type { StackRehearsal } from "../../tools/rehearse/life/stack-rehearsal";
import { Workplace } from "../../tools/rehearse/life/workplace";
import type { Synthesis } from "../../tools/synthesized/synthesis";
import { actNow } from "../../tools/wake/scaling-calls";
import { sleepersOf } from "../../tools/wake/sleepers";
import { running, synthEnvironments } from "../support/environments";
import { putAlarms } from "./put-alarms";
import { driftOf, makeStateBucket, rehearsalOf } from "./rehearsed-stack";
import { synthesizeInto } from "./synthesize-into";

const STACK = "http-scale-out-dev";

const workplace = Workplace.create();
const before = { ...process.env };
let emulator: Emulator;
let synthesis: Synthesis;
let stack: StackRehearsal;

beforeAll(async () => {
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
  synthesis = synthesizeInto(join(workplace.folder, "asleep-out"), {
    dev: {
      ...running("http-scale-out", dev),
      notificationEmail: "operations@example.com",
      asleep: { from: "20:00", until: "07:00", timezone: "Europe/Berlin" },
    },
  });
  stack = await rehearsalOf(STACK, workplace, emulator, [], synthesis);
  await makeStateBucket(stack, emulator);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
});

afterAll(async () => {
  process.env = before;
  await emulator.stop();
  workplace.remove();
});

/** The bounds that AWS has of the tasks and of the instances. */
async function bounds() {
  const [tasks, instances] = [
    new ApplicationAutoScalingClient({ region: "us-east-2" }),
    new AutoScalingClient({ region: "us-east-2" }),
  ];
  try {
    const { ScalableTargets = [] } = await tasks.send(
      new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs" }),
    );
    const { AutoScalingGroups = [] } = await instances.send(
      new DescribeAutoScalingGroupsCommand({}),
    );
    return {
      tasks: ScalableTargets.map(({ MinCapacity: min, MaxCapacity: max }) => [min, max]),
      instances: AutoScalingGroups.map(({ MinSize: min, MaxSize: max }) => [min, max]),
    };
  } finally {
    tasks.destroy();
    instances.destroy();
  }
}

const drift = () => driftOf(stack, workplace, emulator);

test("schedules put a deployed system to sleep and wake it, and an apply leaves it asleep", async () => {
  await stack.init();
  await stack.apply(true);
  const awake = { tasks: [[1, 20]], instances: [[1, 5]] };
  const asleep = { tasks: [[0, 0]], instances: [[0, 0]] };
  expect(await bounds()).toEqual(awake);

  const sleepers = await sleepersOf(synthesis.stack(STACK));
  await actNow(sleepers, "asleep", () => undefined);
  expect(await bounds()).toEqual(asleep);
  expect(await drift()).toEqual([]);
  await stack.apply(false);
  expect(await bounds()).toEqual(asleep);

  await actNow(sleepers, "awake", () => undefined);
  expect(await bounds()).toEqual(awake);
});

/** A time of day in UTC, hours from now. */
function clock(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
}

test.each([
  ["asleep", { from: clock(-3), until: clock(3) }, []],
  ["awake", { from: clock(3), until: clock(6) }, ["balancer-errors", "tasks-below-floor"]],
])("without tasks, and with errors of the balancer, %s raises %j", async (_, times, expected) => {
  const cloudWatch = new CloudWatchClient({ region: "us-east-2" });
  try {
    const { stacks } = synthEnvironments({
      dev: {
        ...running("http-scale-out", dev),
        notificationEmail: "operations@example.com",
        asleep: { ...times, weekends: false },
      },
    });
    await putAlarms(cloudWatch, stacks[STACK]!);
    const metric = (MetricName: string) =>
      Array.from({ length: 16 }, (_, minute) => ({
        MetricName,
        Dimensions: [{ Name: "LoadBalancer", Value: "aws_lb.entry_load-balancer.arn_suffix" }],
        Timestamp: new Date(Date.now() - minute * 60_000 - 20_000),
        Value: 100,
      }));
    await cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: "AWS/ApplicationELB",
        MetricData: [...metric("RequestCount"), ...metric("HTTPCode_ELB_5XX_Count")],
      }),
    );
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
    const raised = MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM").map(
      ({ AlarmName = "" }) => AlarmName.replace(/.*-(balancer-errors|tasks-below-floor)$/, "$1"),
    );
    expect(raised.sort()).toEqual(expected);
  } finally {
    cloudWatch.destroy();
  }
});

test("an idle system is told by its alarm, stopped and woken by its bounds, and an apply leaves it stopped", async () => {
  const name = "http-api-dev";
  const idle = synthesizeInto(join(workplace.folder, "idle-out"), {
    dev: {
      ...running("http-api", dev),
      systems: {
        "http-api": {
          ...dev.systems["http-api"],
          services: { food: {} },
          page: { kind: "none" },
          idle: { afterMinutes: 10 },
        },
      },
    },
  });
  const system = await rehearsalOf(name, workplace, emulator, [], idle);
  await system.init();
  await system.apply(true);

  const cloudWatch = new CloudWatchClient({ region: "us-east-2" });
  const alarm = async () => {
    const { MetricAlarms = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [`${name}-idle`] }),
    );
    return MetricAlarms[0]!;
  };
  try {
    const { Dimensions } = await alarm();
    const call = (minutesAgo: number) =>
      cloudWatch.send(
        new PutMetricDataCommand({
          Namespace: "AWS/ApiGateway",
          MetricData: [
            {
              MetricName: "Count",
              Dimensions,
              Timestamp: new Date(Date.now() - minutesAgo * 60_000),
              Value: 1,
            },
          ],
        }),
      );
    await call(12);
    expect((await alarm()).StateValue).toBe("ALARM");
    await call(1.5);
    expect((await alarm()).StateValue).toBe("OK");
  } finally {
    cloudWatch.destroy();
  }

  const awake = [[3, 30]];
  const others = (await bounds()).tasks.length - 1;
  const own = async () => (await bounds()).tasks.slice(others);
  expect(await own()).toEqual(awake);
  const sleepers = await sleepersOf(idle.stack(name));
  await actNow(sleepers, "asleep", () => undefined);
  expect(await own()).toEqual([[0, 0]]);
  await system.apply(false);
  expect(await own()).toEqual([[0, 0]]);
  await actNow(sleepers, "awake", () => undefined);
  expect(await own()).toEqual(awake);
});

test.each([
  ["nobody calls", 0, ["idle"]],
  ["somebody calls", 16, ["tasks-below-floor", "tasks-below-floor"]],
])("without tasks, while %s, %i minutes raise %j", async (_, minutes, expected) => {
  const cloudWatch = new CloudWatchClient({ region: "us-east-2" });
  try {
    const { stacks } = synthEnvironments({
      dev: {
        ...dev,
        loadTest: undefined,
        notificationEmail: "operations@example.com",
        systems: { "http-api": { ...dev.systems["http-api"], idle: { afterMinutes: 10 } } },
      },
    });
    await putAlarms(cloudWatch, stacks["http-api-dev"]!);
    await cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: "AWS/ApiGateway",
        MetricData: Array.from({ length: Math.max(1, minutes) }, (__, minute) => ({
          MetricName: "Count",
          Dimensions: [{ Name: "ApiId", Value: "aws_apigatewayv2_api.api.id" }],
          // Where nobody calls, the last call is an hour ago.
          Timestamp: new Date(Date.now() - (minutes === 0 ? 60 : minute) * 60_000 - 20_000),
          Value: 1,
        })),
      }),
    );
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
    const raised = MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM")
      .map(({ AlarmName = "" }) => AlarmName)
      .filter((name) => name.startsWith("http-api-dev-"))
      .map((name) => name.replace(/.*-(idle|tasks-below-floor)$/, "$1"));
    expect(raised.sort()).toEqual(expected);
  } finally {
    cloudWatch.destroy();
  }
});
