import { parseEnvironments } from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { devRunning, runtimeOf, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

const SYSTEMS = [
  "http-scale-out",
  "daemon-api",
  "talk-service",
  "rest-api",
  "http-api",
  "worker",
] as const;

const inProd = synthEnvironments({ prod }).stacks;
const inDev = synthEnvironments({ dev }).stacks;

/** The alarms that roll a service back, in full. */
const rollbackAlarms = (json: TerraformJson, service: Record<string, unknown>) => {
  const { alarms } = service as { alarms?: { alarm_names: string[] } };
  return (alarms?.alarm_names ?? []).map((name) => json.referenced(name));
};

/** What the alarms of the first service watch, and when they are raised. */
const watched = (json: TerraformJson) =>
  rollbackAlarms(json, json.resources("aws_ecs_service")[0]!).map((alarm) => [
    alarm.metric_name ?? "server errors",
    alarm.threshold,
    alarm.evaluation_periods,
  ]);

describe.each(SYSTEMS)("%s", (system) => {
  test("in prod, alarms roll each service back, and the apply fails then", () => {
    const json = inProd[`${system}-prod`]!;
    const services = json.resources("aws_ecs_service");
    expect(services.length).toBeGreaterThan(0);
    for (const service of services) {
      expect(service.alarms).toMatchObject({ enable: true, rollback: true });
      expect(rollbackAlarms(json, service).length).toBeGreaterThan(0);
      expect(service.wait_for_steady_state).toBe(true);
      expect(service.lifecycle.postcondition[0].condition).toMatch(
        /^\$\{self\.task_definition == /,
      );
    }
  });

  test("each service has alarms of its own in prod, which tell ECS and no person", () => {
    const json = inProd[`${system}-prod`]!;
    const alarms = json
      .resources("aws_ecs_service")
      .flatMap((service) => rollbackAlarms(json, service));
    const names = alarms.map(({ alarm_name }) => alarm_name as string);
    expect(new Set(names).size).toBe(names.length);
    for (const { alarm_name, alarm_actions, evaluation_periods } of alarms) {
      expect(alarm_name).toContain("-deployment-");
      expect(alarm_actions).toBeUndefined();
      expect(evaluation_periods).toBe(2);
    }
  });

  test("in dev, no alarm does", () => {
    const services = inDev[`${system}-dev`]!.resources("aws_ecs_service");
    expect(services.map(({ alarms }) => alarms as unknown)).toEqual(services.map(() => undefined));
  });
});

test("a service behind a load balancer is watched by its tasks' health, its errors and its latency", () => {
  const json = runtimeOf("http-scale-out", {
    deployment: {
      kind: "rolling",
      rollback: "alarms",
      serverErrorPercent: 3,
      latencyMilliseconds: 750,
      evaluationMinutes: 4,
    },
    service: { healthCheckGracePeriodSeconds: 90 },
  });
  expect(watched(json)).toEqual([
    // The balancer counts new tasks as unhealthy during the grace period, which is two minutes of four and two.
    ["UnHealthyHostCount", 0, 6],
    ["server errors", 3, 4],
    ["TargetResponseTime", 0.75, 4],
  ]);
  const [, , latency] = rollbackAlarms(json, json.resource("aws_ecs_service"));
  const group = json.resource("aws_ecs_service").load_balancer[0].target_group_arn as string;
  expect(json.referenced(latency!.dimensions.TargetGroup)).toBe(json.referenced(group));
  expect(latency!.extended_statistic).toBe("p95");
});

test("a store that Cloud Map finds is watched by the responses of the API", () => {
  const json = runtimeOf("http-api", {
    services: {
      food: { deployment: { kind: "rolling", rollback: "alarms", latencyMilliseconds: 900 } },
      pet: {},
    },
  });
  const [food, pet] = ["food", "pet"].map((name) =>
    json.resources("aws_ecs_service").find((service) => service.name === `${name}-store`),
  );
  const alarms = rollbackAlarms(json, food!);
  expect(alarms.map(({ metric_name, threshold }) => [metric_name, threshold])).toEqual([
    ["5xx", 0.05],
    ["Latency", 900],
  ]);
  for (const { dimensions } of alarms)
    expect(json.referenced(dimensions.ApiId)).toBe(json.resource("aws_apigatewayv2_api"));
  expect(pet!.alarms).toBeUndefined();
});

test("a worker is watched by its dead-letter queue", () => {
  const json = runtimeOf("worker", {
    deployment: { kind: "rolling", rollback: "alarms", evaluationMinutes: 5 },
  });
  expect(watched(json)).toEqual([["ApproximateNumberOfMessagesVisible", 0, 5]]);
  const [alarm] = rollbackAlarms(json, json.resource("aws_ecs_service"));
  expect(json.referenced(alarm!.dimensions.QueueName).name).toContain("-dead-letters");
});

test("a service may do without the alarms that its environment has", () => {
  const json = runtimeOf(
    "http-scale-out",
    { deployment: { kind: "rolling", rollback: "none" } },
    { protections: { deletionProtection: false, httpsOnly: false, rollbackOnAlarms: true } },
  );
  expect(json.resource("aws_ecs_service").alarms).toBeUndefined();
});

test.each([
  ["serverErrorPercent", 2],
  ["latencyMilliseconds", 500],
  ["evaluationMinutes", 3],
])("%s without alarms is told to have no effect", (limit, value) => {
  const warningsWith = (deployment: object) =>
    parseEnvironments(
      devRunning("daemon-api", { deployment: { kind: "rolling", [limit]: value, ...deployment } }),
    ).warnings.filter(({ path }) => path.includes("deployment"));
  expect(warningsWith({})).toEqual([
    expect.objectContaining({
      path: ["dev", "systems", "daemon-api", "deployment", limit],
      message:
        "has no effect while deployment.rollback and the environment's protections.rollbackOnAlarms are not set. Remove it.",
    }),
  ]);
  expect(warningsWith({ rollback: "alarms" })).toEqual([]);
});
