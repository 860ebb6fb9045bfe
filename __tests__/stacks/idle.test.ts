import { kindOfAlarm, SILENT_ASLEEP } from "../../aws/observability/alarm-kinds";
import { wakeUpMinutes } from "../../aws/scaling/idling";
import type { EnvironmentSettings } from "../../settings/environment";
import { runtimeOf } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Name = "http-api" | "rest-api";
const notified: Partial<EnvironmentSettings> = { notificationEmail: "operations@example.com" };
const synth = (name: Name, idle?: { afterMinutes?: number }) =>
  runtimeOf(name, idle === undefined ? {} : { idle }, notified);

/** What a jsonencode() of the synthesized JSON holds. */
function encoded(text: string): any {
  return JSON.parse(text.slice("${jsonencode(".length, -")}".length));
}

const alarmOf = (json: TerraformJson) =>
  json
    .addressed("aws_cloudwatch_metric_alarm")
    .find(([, { alarm_name: name }]) => (name as string).endsWith("-idle"))!;

describe.each([
  ["http-api", { ApiId: "${aws_apigatewayv2_api.api.id}" }],
  [
    "rest-api",
    {
      ApiName: "${aws_api_gateway_rest_api.api.name}",
      Stage: "${aws_api_gateway_stage.api_stage.stage_name}",
    },
  ],
] as const)("%s, whose tasks stop while nobody calls", (name, dimensions) => {
  const json = synth(name, { afterMinutes: 20 });
  const [alarmAddress, alarm] = alarmOf(json);

  test("an alarm on the requests of its API is raised after 20 minutes without one, and needs no number for it", () => {
    expect(alarm).toMatchObject({
      namespace: "AWS/ApiGateway",
      metric_name: "Count",
      dimensions,
      statistic: "Sum",
      period: 60,
      evaluation_periods: 20,
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
    // Nobody is told, and no policy repeats it each minute.
    expect(alarm["alarm_actions"]).toBeUndefined();
    expect(alarm["datapoints_to_alarm"]).toBeUndefined();
  });

  test("each change of the alarm starts the workflow, which is there before the alarm", () => {
    const rule = json
      .resources("aws_cloudwatch_event_rule")
      .find(({ name: own }) => own === `${name}-dev-idle`)!;
    const pattern = encoded(rule["event_pattern"]);
    expect(pattern).toEqual({
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      resources: [expect.stringMatching(new RegExp(`:alarm:${name}-dev-idle$`))],
    });
    const [target, { arn, role_arn: role }] = json
      .addressed("aws_cloudwatch_event_target")
      .find(([address]) => address.includes("idle"))!;
    expect(json.referenced(arn)).toBe(json.resource("aws_sfn_state_machine"));
    expect(json.referenced(role)).toBeDefined();
    expect(alarm["depends_on"]).toContain(target);
  });

  test("the workflow sets all services to 0 and 0, or to their own bounds", () => {
    const { States: states } = encoded(json.resource("aws_sfn_state_machine")["definition"]);
    expect(states.ReadAlarm.Parameters).toEqual({ AlarmNames: [`${name}-dev-idle`] });
    expect(states.IsIdle).toEqual({
      Type: "Choice",
      Choices: [{ Variable: "$.state", StringEquals: "ALARM", Next: "Idle" }],
      Default: "Called",
    });
    const targets = json.resources("aws_appautoscaling_target");
    expect(targets.length).toBeGreaterThan(1);
    const services = (min: (of: any) => number, max: (of: any) => number) =>
      targets.map((target) =>
        expect.objectContaining({ min: min(target), max: max(target), id: expect.any(String) }),
      );
    const zero = () => 0;
    expect(states.Idle.Result).toEqual(services(zero, zero));
    expect(states.Called.Result).toEqual(
      services(
        (each) => each.min_capacity,
        (each) => each.max_capacity,
      ),
    );
    expect(states.SetBounds.ItemProcessor.States.SetBoundsOfService).toMatchObject({
      Resource: expect.stringMatching(/:aws-sdk:applicationautoscaling:registerScalableTarget$/),
      Parameters: { "MinCapacity.$": "$.min", "MaxCapacity.$": "$.max", "ResourceId.$": "$.id" },
    });
  });

  test("an apply leaves the bounds to the workflow", () => {
    for (const { lifecycle } of json.resources("aws_appautoscaling_target"))
      expect(lifecycle?.["ignore_changes"]).toEqual(["min_capacity", "max_capacity"]);
  });

  test("alarms that stopped tasks would raise read a constant in minutes without a request, all others are as they were", () => {
    const before = new Map(synth(name).addressed("aws_cloudwatch_metric_alarm"));
    let silent = 0;
    for (const [address, each] of json.addressed("aws_cloudwatch_metric_alarm")) {
      if (address === alarmAddress) continue;
      const kind = kindOfAlarm(each["alarm_name"]);
      if (kind === undefined || !SILENT_ASLEEP.includes(kind)) {
        expect(each).toEqual(before.get(address));
        continue;
      }
      silent += 1;
      const queries = each["metric_query"] as Record<string, any>[];
      expect(queries.find(({ id }) => id === "asleep")?.["expression"]).toBe("FILL(calls, 0) < 1");
      expect(queries.find(({ id }) => id === "calls")?.["metric"]).toMatchObject({
        metric_name: "Count",
        dimensions,
        stat: "Sum",
      });
      expect(each["treat_missing_data"]).toBe("notBreaching");
      // All of them look at minutes.
      expect(each["evaluation_periods"]).toBe(
        (before.get(address)!["evaluation_periods"] as number) + wakeUpMinutes.all,
      );
      const [result, ...others] = queries.filter((query) => query["return_data"]);
      expect(others).toEqual([]);
      expect(result!["expression"]).toMatch(
        kind === "tasks-below-floor"
          ? /^IF\(asleep, 1000000000, FILL\(\w+, -1\)\)$/
          : /^IF\(asleep, -1, \w+\)$/,
      );
    }
    expect(silent).toBeGreaterThan(2);
  });
});

test("the page is told how long the services need", () => {
  const settings = (idle?: object) =>
    synth("http-api", idle)
      .resources("aws_s3_object")
      .find(({ key }) => key === "settings.json")!["content"] as string;
  expect(settings({})).toContain(`"wakeUpMinutes":${wakeUpMinutes.all}`);
  expect(settings()).not.toContain("wakeUpMinutes");
});

test("without the setting there is no workflow", () => {
  for (const name of ["http-api", "rest-api"] as const)
    expect(synth(name).resources("aws_sfn_state_machine")).toEqual([]);
});

test("the parts of the wake-up time add up", () => {
  const { metric, alarm, tasks, all } = wakeUpMinutes;
  expect(metric + alarm + tasks).toBe(all);
});
