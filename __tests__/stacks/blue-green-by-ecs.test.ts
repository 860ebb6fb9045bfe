import {
  formatProblem,
  parseEnvironments,
  type EnvironmentSettings,
} from "../../settings/environment";
import { devRunning, runtimeOf } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Systems = EnvironmentSettings["systems"];
type Deployment = NonNullable<NonNullable<Systems["http-scale-out"]>["deployment"]>;

const FUNCTION = "arn:aws:lambda:us-east-2:111122223333:function:smoke-test";
const canary: Deployment = {
  kind: "blue-green-by-ecs",
  shift: { kind: "canary" },
  lifecycleHooks: [{ functionArn: FUNCTION, stages: ["POST_SCALE_UP"] }],
};
const student = { priority: 1 };

/** Each system with a load balancer, and the settings that deploy one of its services by `deployment`. */
const systems: {
  readonly [Name in keyof Systems]?: (deployment: Deployment) => NonNullable<Systems[Name]>;
} = {
  "http-scale-out": (deployment) => ({ deployment }),
  "talk-service": (deployment) => ({ services: { talk: { priority: 1, deployment } } }),
  "rest-api": (deployment) => ({ services: { student: { ...student, deployment } } }),
  "http-api": (deployment) => ({
    services: { food: { deployment } },
    api: { integration: "load-balancer" },
  }),
};

/** Addresses of the service and of its first target group. */
const keptAddresses = (json: TerraformJson) =>
  json
    .addressed("aws_ecs_service")
    .flatMap(([address, service]) => [
      address,
      service.load_balancer[0].target_group_arn as string,
    ]);

describe.each(Object.keys(systems) as (keyof typeof systems)[])("%s", (name) => {
  const running = (deployment: Deployment) =>
    runtimeOf(name, (systems[name] as (given: Deployment) => object)(deployment));
  const json = running(canary);
  const service = json.resource("aws_ecs_service");

  test("shifts the weights of the rule between two target groups, which Terraform leaves alone", () => {
    const [balanced] = service.load_balancer;
    const advanced = balanced.advanced_configuration;
    const groups = [balanced.target_group_arn, advanced.alternate_target_group_arn] as string[];
    expect(new Set(groups).size).toBe(2);
    const rule = json.referenced(advanced.production_listener_rule as string);
    expect(rule.lifecycle).toEqual({ ignore_changes: ["action"] });
    expect(rule.action[0].forward.target_group).toEqual([
      { arn: groups[0], weight: 100 },
      { arn: groups[1], weight: 0 },
    ]);
    for (const group of groups) expect(json.referenced(group)).toBeDefined();
  });

  test("starts with a few requests, and asks the function before", () => {
    const { lifecycle_hook: hooks, ...configuration } = service.deployment_configuration;
    expect(configuration).toEqual({
      strategy: "CANARY",
      bake_time_in_minutes: "5",
      canary_configuration: { canary_percent: 5, canary_bake_time_in_minutes: "10" },
    });
    expect(hooks).toEqual([
      {
        hook_target_arn: FUNCTION,
        lifecycle_stages: ["POST_SCALE_UP"],
        role_arn: expect.any(String) as string,
      },
    ]);
  });

  test("lets ECS call that function and nothing else", () => {
    const role = json.referenced(service.deployment_configuration.lifecycle_hook[0].role_arn);
    const trust = json.referenced(role.assume_role_policy as string);
    expect(trust.statement[0].principals[0].identifiers).toEqual(["ecs.amazonaws.com"]);
    const [[address, policy]] = json
      .addressed("aws_iam_role_policy")
      .filter(([, each]) => json.referenced(each.role as string) === role) as [
      [string, Record<string, string>],
    ];
    expect(json.referenced(policy.policy!).statement).toEqual([
      { actions: ["lambda:InvokeFunction"], resources: [FUNCTION] },
    ]);
    expect(service.depends_on).toContain(address);
  });

  test("keeps the tasks and their target group where a rolling deployment has them", () => {
    expect(keptAddresses(running({ kind: "rolling" }))).toEqual(keptAddresses(json));
  });

  test("error if the provider may lack the arguments", () => {
    const settings = (systems[name] as (given: Deployment) => object)(canary);
    const given = devRunning(name, settings, { awsProviderVersion: ">= 6.0" });
    const messages = parseEnvironments(given).problems.map(formatProblem);
    expect(messages).toEqual([
      expect.stringMatching(
        /deployment\.kind must not be "blue-green-by-ecs" with awsProviderVersion ">= 6\.0", which allows versions before 6\.25\.0 that lack its arguments, got "blue-green-by-ecs"\. Set/,
      ),
    ]);
  });
});

test("http-scale-out serves requests while an apply adds or removes the rule", () => {
  const json = runtimeOf("http-scale-out", { deployment: canary });
  const group = json.resource("aws_ecs_service").load_balancer[0].target_group_arn as string;
  expect(json.resource("aws_lb_listener").default_action).toEqual([
    { type: "forward", target_group_arn: group },
  ]);
  expect(json.resource("aws_lb_listener_rule").condition).toEqual([
    { path_pattern: { values: ["/*"] } },
  ]);
});

test.each<[string, keyof Systems, object, string]>([
  [
    "Cloud Map finds the tasks",
    "http-api",
    { services: { food: { deployment: canary } } },
    'dev.systems.http-api.services.food.deployment.kind must not be "blue-green-by-ecs" while api.integration is "cloud-map", for only a load balancer shifts requests, got "blue-green-by-ecs". Use "rolling", or integration "load-balancer".',
  ],
  [
    "a second rule leads to the service",
    "rest-api",
    { api: { entry: "direct" }, services: { student: { ...student, deployment: canary } } },
    'dev.systems.rest-api.services.student.deployment.kind must not be "blue-green-by-ecs" while api.entry is "direct", which has two rules for each service, and ECS shifts the requests of one, got "blue-green-by-ecs". Use "rolling", or entry "nlb".',
  ],
  [
    "scaling follows the requests of one target group",
    "http-scale-out",
    {
      deployment: canary,
      serviceScaling: { strategies: [{ kind: "requests-target", requestsPerTarget: 100 }] },
    },
    'dev.systems.http-scale-out.serviceScaling.strategies[0].kind must not be "requests-target" with deployment "blue-green-by-ecs", because its metric follows one target group and stops after a switch to the other, got "requests-target". Use "cpu-target" or "step", or deployment "rolling".',
  ],
  [
    "no load balancer has requests to shift",
    "worker",
    { deployment: { kind: "blue-green-by-ecs" } },
    'dev.systems.worker.deployment.kind must be "rolling", got "blue-green-by-ecs".',
  ],
  [
    "a daemon has no second set of tasks",
    "daemon-api",
    { deployment: { kind: "blue-green-by-ecs" } },
    'dev.systems.daemon-api.deployment.kind must be "rolling", got "blue-green-by-ecs".',
  ],
  [
    "a hook is no function",
    "http-scale-out",
    {
      deployment: {
        kind: "blue-green-by-ecs",
        lifecycleHooks: [
          { functionArn: "arn:aws:sqs:us-east-2:111122223333:tests", stages: ["POST_SCALE_UP"] },
        ],
      },
    },
    'dev.systems.http-scale-out.deployment.lifecycleHooks[0].functionArn must be the ARN of a Lambda function: its third part must be the service "lambda", got "arn:aws:sqs:us-east-2:111122223333:tests".',
  ],
  [
    "a stage has no test traffic",
    "http-scale-out",
    {
      deployment: {
        kind: "blue-green-by-ecs",
        lifecycleHooks: [{ functionArn: FUNCTION, stages: ["TEST_TRAFFIC_SHIFT"] }],
      },
    },
    'dev.systems.http-scale-out.deployment.lifecycleHooks[0].stages[0] must be "RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT" or "POST_PRODUCTION_TRAFFIC_SHIFT", got "TEST_TRAFFIC_SHIFT".',
  ],
])("error if %s", (_, name, settings, message) => {
  const { problems } = parseEnvironments(devRunning(name, settings));
  expect(problems.map(formatProblem)).toEqual([message]);
});
