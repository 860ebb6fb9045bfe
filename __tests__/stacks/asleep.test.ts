import { kindOfAlarm, SILENT_ASLEEP } from "../../aws/observability/alarm-kinds";
import { dev } from "../fixtures/environments/dev";
import type { EnvironmentSettings } from "../../settings/environment";
import { devRunning, runtimeOf, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

const asleep = { from: "20:00", until: "07:00", timezone: "Europe/Berlin" };
const email = "operations@example.com";
const all: EnvironmentSettings = { ...dev, loadTest: undefined, notificationEmail: email, asleep };
const { stacks } = synthEnvironments({ dev: all });
const systems = Object.keys(dev.systems);
const stackOf = (system: string) => stacks[`${system}-dev`]!;

const actionsOf = (json: TerraformJson) =>
  json
    .resources("aws_appautoscaling_scheduled_action")
    .filter(({ name }) => /^a(sleep|wake)$/.test(name));

describe.each(systems)("%s, asleep at night", (system) => {
  const json = stackOf(system);

  test("every service has a target that sleeps at 20:00 and wakes on weekdays at 07:00 with its own bounds", () => {
    const replicas = json
      .addressed("aws_ecs_service")
      .filter(([, { scheduling_strategy: strategy }]) => strategy !== "DAEMON");
    const targets = json.resources("aws_appautoscaling_target");
    for (const [address] of replicas) {
      expect(targets.filter(({ resource_id: id }) => id.includes(`${address}.name`))).toHaveLength(
        1,
      );
    }
    expect(targets).toHaveLength(replicas.length);
    const actions = actionsOf(json);
    expect(actions).toHaveLength(2 * targets.length);
    for (const action of actions) {
      const target = json.referenced(action["resource_id"]);
      expect(action["timezone"]).toBe("Europe/Berlin");
      expect([action["schedule"], action["scalable_target_action"]]).toEqual(
        action["name"] === "asleep"
          ? ["cron(0 20 * * ? *)", { min_capacity: "0", max_capacity: "0" }]
          : [
              "cron(0 7 ? * MON-FRI *)",
              {
                min_capacity: `${target["min_capacity"]}`,
                max_capacity: `${target["max_capacity"]}`,
              },
            ],
      );
    }
  });

  test("every group follows its tasks at night, and goes before them in the morning", () => {
    const groups = json.addressed("aws_autoscaling_group");
    const schedules = json.resources("aws_autoscaling_schedule");
    expect(schedules).toHaveLength(2 * groups.length);
    for (const [address, group] of groups) {
      const common = {
        autoscaling_group_name: `\${${address}.name}`,
        time_zone: "Europe/Berlin",
      };
      expect(schedules).toContainEqual(
        expect.objectContaining({
          ...common,
          recurrence: "15 20 * * *",
          min_size: 0,
          max_size: 0,
          desired_capacity: 0,
        }),
      );
      expect(schedules).toContainEqual(
        expect.objectContaining({
          ...common,
          recurrence: "55 6 * * 1-5",
          min_size: group["min_size"],
          max_size: group["max_size"],
          desired_capacity: -1,
        }),
      );
    }
  });

  test("an apply at night wakes nothing, unless a variable of the deployment sets the bounds", () => {
    const scaled = [
      ...json.resources("aws_appautoscaling_target"),
      ...json.resources("aws_autoscaling_group"),
    ];
    const expected = (names: readonly string[]) =>
      system === "talk-service" ? [] : expect.arrayContaining([...names]);
    for (const { lifecycle, min_size: size } of scaled) {
      expect(lifecycle?.["ignore_changes"] ?? []).toEqual(
        expected(size === undefined ? ["min_capacity", "max_capacity"] : ["min_size", "max_size"]),
      );
    }
  });

  test("alarms that a sleeping system would raise are silent, and all others are as they were", () => {
    const awake = synthEnvironments({ dev: { ...all, asleep: undefined } }).stacks[
      `${system}-dev`
    ]!;
    const alarms = json.addressed("aws_cloudwatch_metric_alarm");
    expect(alarms.length).toBeGreaterThan(2);
    const before = new Map(awake.addressed("aws_cloudwatch_metric_alarm"));
    expect([...before.keys()].sort()).toEqual(alarms.map(([address]) => address).sort());
    for (const [address, alarm] of alarms) {
      const kind = kindOfAlarm(alarm["alarm_name"]);
      if (kind === undefined || !SILENT_ASLEEP.includes(kind)) {
        expect(alarm).toEqual(before.get(address));
        continue;
      }
      const queries = alarm["metric_query"] as Record<string, any>[];
      const returned = queries.filter((query) => query["return_data"]);
      expect(returned).toHaveLength(1);
      expect(returned[0]!["expression"]).toMatch(
        /^IF\(asleep, (-1|1000000000), (measured|result|share)\)$/,
      );
      expect(queries.find(({ id }) => id === "clock")).toMatchObject({
        expression: "TIME_SERIES(1)",
        period: Math.max(...queries.map(({ metric }) => metric?.period ?? 0)),
      });
      expect(alarm["metric_name"] ?? alarm["namespace"] ?? alarm["period"]).toBeUndefined();
      expect(alarm["threshold"]).toEqual(before.get(address)!["threshold"]);
    }
  });
});

test("what does not sleep has no schedule", () => {
  const json = synthEnvironments({ dev: { ...all, asleep: { ...asleep, except: ["worker"] } } });
  expect(actionsOf(json.stacks["worker-dev"]!)).toEqual([]);
  expect(actionsOf(json.stacks["http-api-dev"]!)).not.toEqual([]);
});

test("a night that ends at midnight starts instances the day before", () => {
  const json = runtimeOf("http-scale-out", {}, { asleep: { from: "18:50", until: "00:00" } });
  const recurrences = json.resources("aws_autoscaling_schedule").map((each) => each["recurrence"]);
  expect(recurrences.sort()).toEqual(["5 19 * * *", "55 23 * * 0-4"]);
});

test("weekends can be awake", () => {
  const json = runtimeOf("http-scale-out", {}, { asleep: { ...asleep, weekends: false } });
  expect(
    actionsOf(json)
      .map((each) => each["schedule"])
      .sort(),
  ).toEqual(["cron(0 20 * * ? *)", "cron(0 7 * * ? *)"]);
});

describe("warnings", () => {
  const warningsOf = (...given: Parameters<typeof devRunning>) =>
    synthEnvironments(devRunning(...given)).warnings.filter(
      (text) => text.includes("night") || text.includes("none"),
    );

  test("tell of a warm pool that runs on", () => {
    const capacity = {
      cpuCredits: "unlimited",
      warmPool: { minInstances: 1, state: "running" },
    } as const;
    expect(warningsOf("http-scale-out", { capacity }, { asleep }).join()).toContain(
      'dev.systems.http-scale-out.capacity.warmPool.state is "running" while the environment is asleep at night',
    );
    expect(warningsOf("http-scale-out", { capacity }).join()).not.toContain("warmPool.state");
  });

  test("tell of scheduled tasks that find no instance", () => {
    const scheduledTasks = { nightly: { schedule: "rate(1 day)", command: ["node"] } };
    expect(warningsOf("http-scale-out", { scheduledTasks }, { asleep }).join()).toContain(
      "dev.systems.http-scale-out.scheduledTasks run on instances, and from 20:00 until 07:00 there are none",
    );
  });
});

/** Names without the stack's, by what a sleeping system would raise. */
test.each([
  [
    "http-scale-out",
    ["balancer-errors", "instances-below-floor", "server-errors", "tasks-below-floor"],
    ["instances-at-maximum", "crash-loop", "log-errors", "failed-deployments"],
  ],
  ["http-api", ["server-errors", "tasks-below-floor"], ["throttled-requests"]],
  [
    "rest-api",
    ["api-server-errors", "unhealthy-targets", "tasks-below-floor"],
    ["database-storage", "connections"],
  ],
  ["worker", ["oldest-message", "tasks-below-floor"], ["dead-letters"]],
])("%s: %j are silent, %j are not", (system, silent, heard) => {
  const alarms = stackOf(system).resources("aws_cloudwatch_metric_alarm");
  const ofName = (end: string) =>
    alarms.filter(({ alarm_name: name }) => (name as string).endsWith(end));
  const isSilent = (alarm: Record<string, any>) =>
    JSON.stringify(alarm["metric_query"] ?? []).includes("IF(asleep");
  for (const end of silent) expect([end, ofName(end).map(isSilent)]).not.toEqual([end, []]);
  for (const end of silent) expect([end, ofName(end).every(isSilent)]).toEqual([end, true]);
  for (const end of heard) expect([end, ofName(end).some(isSilent)]).toEqual([end, false]);
  for (const end of heard) expect([end, ofName(end).length > 0]).toEqual([end, true]);
});
