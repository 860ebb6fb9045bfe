import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentSettings } from "../../settings/environment";
import { runtimeOf } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Settings = NonNullable<EnvironmentSettings["systems"]["talk-service"]>;
type Deployment = NonNullable<NonNullable<Settings["services"]>[string]["deployment"]>;

const talkWith = (deployment: Deployment, environment: Partial<EnvironmentSettings> = {}) =>
  runtimeOf(
    "talk-service",
    { services: { talk: { priority: 1, deployment }, speaker: { priority: 2 } } },
    environment,
  );

const byVariable = talkWith({ kind: "blue-green-by-variable" });

/** The rule of the service talk; all rules for its paths, the test headers' included. */
const talkRules = (json: TerraformJson) =>
  json
    .resources("aws_lb_listener_rule")
    .filter((rule) => JSON.stringify(rule.condition).includes("/talk/*"))
    .sort((one, other) => (one.priority as number) - (other.priority as number));

/** The colour of a target group, by its address: blue is where a service without colours has its one. */
const colorOf = (arn: string) => (arn.includes("green") ? "green" : "blue");

describe("by variable", () => {
  test("[talk-service 13] has two target groups, whose weights follow from live_color", () => {
    const [rule] = talkRules(byVariable);
    const groups = rule!.action[0].forward.target_group as { arn: string; weight: string }[];
    expect(groups).toHaveLength(2);
    for (const color of ["blue", "green"]) {
      const own = groups.find(({ arn }) => colorOf(arn) === color)!;
      expect(own.weight).toContain(`var.live_color == "${color}"`);
      expect(byVariable.referenced(own.arn).health_check.path).toBe("/health");
    }
    expect(rule!.lifecycle).toBeUndefined();
  });

  test("[talk-service 14] reads live_color in the weights and the output, and nowhere else", () => {
    const rest = structuredClone(byVariable.json);
    for (const rule of Object.values<Record<string, unknown>>(rest.resource.aws_lb_listener_rule))
      delete rule.action;
    delete rest.output.live_color;
    delete rest.variable;
    const readers = Object.entries(rest.resource as object).filter(([, resources]) =>
      JSON.stringify(resources).includes("var.live_color"),
    );
    expect(readers).toEqual([]);
    expect(JSON.stringify(rest.output)).not.toContain("live_color");
  });

  test("[talk-service 15] gives each colour a tag of its own, and switches one off by its bounds", () => {
    expect(byVariable.json.variable).toMatchObject({
      blue_image_tag: { default: "" },
      green_image_tag: { default: "" },
      running_colors: { default: ["blue", "green"] },
    });
    const bounds = byVariable
      .resources("aws_appautoscaling_target")
      .map((target) => [target.min_capacity, target.max_capacity]);
    for (const color of ["blue", "green"]) {
      const runs = `contains(var.running_colors, "${color}")`;
      expect(bounds).toContainEqual([
        `\${${runs} ? max(2, min(var.switch_floor, 8)) : 0}`,
        `\${${runs} ? 8 : 0}`,
      ]);
    }
  });

  test("[talk-service 16] leads a header to a colour only where that is asked for, before the weights", () => {
    expect(talkRules(byVariable)).toHaveLength(1);
    const [blue, green, weighted, ...others] = talkRules(
      talkWith({ kind: "blue-green-by-variable", testHeader: "x-color" }),
    );
    expect(others).toEqual([]);
    for (const [color, rule] of Object.entries({ blue, green })) {
      expect(rule!.condition).toContainEqual({
        http_header: { http_header_name: "x-color", values: [color] },
      });
      expect(rule!.action).toEqual([
        { type: "forward", target_group_arn: expect.any(String) as string },
      ]);
      expect(colorOf(rule!.action[0].target_group_arn as string)).toBe(color);
    }
    expect(weighted!.condition).toHaveLength(1);
    expect(weighted!.action[0].forward.target_group).toHaveLength(2);
  });

  test("waits with both services for the rule, without which ECS refuses their groups", () => {
    const rule = Object.keys(byVariable.json.resource.aws_lb_listener_rule).find((name) =>
      name.startsWith("talk"),
    );
    const services = byVariable
      .resources("aws_ecs_service")
      .filter((service) => (service.name as string).startsWith("talk"));
    expect(services).toHaveLength(2);
    for (const service of services)
      expect(service.depends_on).toContain(`aws_lb_listener_rule.${rule}`);
  });
});

const terraform = spawnSync("terraform", ["version", "-json"], { encoding: "utf8" });
const reason = terraform.error ? "there is no terraform on the PATH" : undefined;
if (reason !== undefined) console.warn(`Expressions are not evaluated: ${reason}.`);

(reason === undefined ? describe : describe.skip)("by variable, as Terraform reads it", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "live-color-"));
    const [rule] = talkRules(byVariable);
    const groups = rule!.action[0].forward.target_group as { arn: string; weight: string }[];
    const outputs = Object.fromEntries(groups.map(({ arn, weight }) => [colorOf(arn), weight]));
    const tasks = byVariable
      .resources("aws_ecs_service")
      .find((service) => service.name === "talk-service-ecs-green")!.desired_count as string;
    const value = (expression: string) => ({ value: expression });
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({
        variable: byVariable.json.variable,
        output: {
          blue: value(outputs.blue!),
          green: value(outputs.green!),
          tasks: value(tasks),
          tag: value("${coalesce(var.green_image_tag, var.image_tag)}"),
        },
      }),
    );
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function plan(variables: Record<string, string>) {
    const args = Object.entries({ image_tag: "1.0.0", ...variables }).map(
      ([name, value]) => `-var=${name}=${value}`,
    );
    const options = { cwd: folder, encoding: "utf8" } as const;
    const planned = spawnSync(
      "terraform",
      ["plan", "-input=false", "-no-color", "-out=plan", ...args],
      options,
    );
    if (planned.status !== 0) return { error: planned.stderr.replaceAll(/[\s│╷╵]+/g, " ") };
    const shown = spawnSync("terraform", ["show", "-json", "plan"], options);
    const { planned_values: values } = JSON.parse(shown.stdout) as {
      planned_values: { outputs: Record<string, { value: unknown }> };
    };
    return Object.fromEntries(
      Object.entries(values.outputs).map(([name, output]) => [name, output.value]),
    );
  }

  test.each([
    [{ live_color: "blue" }, { blue: 100, green: 0, tasks: 2, tag: "1.0.0" }],
    [{ live_color: "green" }, { blue: 0, green: 100, tasks: 2, tag: "1.0.0" }],
    [
      { live_color: "blue", idle_share_percent: "10", green_image_tag: "1.1.0" },
      { blue: 90, green: 10, tasks: 2, tag: "1.1.0" },
    ],
    [
      { live_color: "blue", running_colors: '["blue"]' },
      { blue: 100, green: 0, tasks: 0, tag: "1.0.0" },
    ],
  ])("[talk-service 14, 15] with %j forwards by the weights of %j", (variables, expected) => {
    expect(plan(variables)).toEqual(expected);
  });

  test.each<[Record<string, string>, string]>([
    [{}, "No value for required variable"],
    [{ live_color: "red" }, "live_color must be blue or green."],
    [{ live_color: "blue", idle_share_percent: "51" }, "must be a whole number from 0 to 50"],
    [
      { live_color: "blue", idle_share_percent: "10", running_colors: '["blue"]' },
      "idle_share_percent must be 0 while",
    ],
    [{ live_color: "green", running_colors: '["blue"]' }, "start a colour before you switch"],
    [{ live_color: "blue", running_colors: '["blue","red"]' }, "must be blue, green or both"],
    [{ live_color: "blue", green_image_tag: "latest" }, "green_image_tag must be"],
  ])("refuses %j", (variables, message) => {
    expect(plan(variables)).toEqual({ error: expect.stringContaining(message) as string });
  });
});

describe("by ECS", () => {
  const byEcs = talkWith({ kind: "blue-green-by-ecs" });
  const serviceOf = (json: TerraformJson) =>
    json.resources("aws_ecs_service").find((each) => each.name === "talk-service-ecs")!;

  test("has one service with two target groups and a role that moves requests between them", () => {
    const service = serviceOf(byEcs);
    const [balanced] = service.load_balancer;
    const advanced = balanced.advanced_configuration;
    expect(colorOf(balanced.target_group_arn as string)).toBe("blue");
    expect(colorOf(advanced.alternate_target_group_arn as string)).toBe("green");
    expect(byEcs.referenced(advanced.production_listener_rule as string)).toBe(talkRules(byEcs)[0]);
    const role = byEcs.referenced(advanced.role_arn as string);
    const trust = byEcs.referenced(role.assume_role_policy as string);
    expect(trust.statement[0].principals[0].identifiers).toEqual(["ecs.amazonaws.com"]);
    const policy = byEcs
      .resources("aws_iam_role_policy_attachment")
      .filter((attachment) => byEcs.referenced(attachment.role as string) === role);
    expect(policy.map((each) => each.policy_arn as string)).toEqual([
      expect.stringMatching(/:policy\/AmazonECSInfrastructureRolePolicyForLoadBalancers$/),
    ]);
    expect(byEcs.json.variable.live_color).toBeUndefined();
  });

  test("leaves the weights of the rule to ECS", () => {
    const [rule, ...others] = talkRules(byEcs);
    expect(others).toEqual([]);
    expect(rule!.lifecycle).toEqual({ ignore_changes: ["action"] });
  });

  test("takes a deployment back by alarms on both groups, and not by the circuit breaker", () => {
    const service = serviceOf(byEcs);
    expect(service.deployment_circuit_breaker).toBeUndefined();
    expect(service.alarms).toMatchObject({ enable: true, rollback: true });
    const watched = (service.alarms.alarm_names as string[]).map((name) => byEcs.referenced(name));
    expect(watched.map((alarm) => alarm.alarm_name as string).sort()).toEqual([
      "talk-service-dev-talk-deployment-server-errors",
      "talk-service-dev-talk-deployment-unhealthy-tasks",
      "talk-service-dev-talk-green-deployment-server-errors",
      "talk-service-dev-talk-green-deployment-unhealthy-tasks",
    ]);
    const without = talkWith({ kind: "blue-green-by-ecs", rollback: "none" });
    expect(serviceOf(without).alarms).toBeUndefined();
  });

  test("takes a deployment back at the share of errors that the settings name", () => {
    const json = talkWith({ kind: "blue-green-by-ecs", serverErrorPercent: 2 });
    const thresholds = json
      .resources("aws_cloudwatch_metric_alarm")
      .filter(({ alarm_name: name }) => (name as string).endsWith("deployment-server-errors"))
      .map(({ threshold }) => threshold as number);
    expect(thresholds).toEqual([2, 2]);
  });

  test("keeps the role's policy for as long as ECS moves requests by it", () => {
    const [policy] = byEcs
      .addressed("aws_iam_role_policy_attachment")
      .filter(([, { policy_arn: arn }]) => (arn as string).endsWith("ForLoadBalancers"))
      .map(([address]) => address);
    expect(policy).toBeDefined();
    expect(serviceOf(byEcs).depends_on).toContain(policy);
  });

  test.each<[Deployment & { kind: "blue-green-by-ecs" }, object]>([
    [
      { kind: "blue-green-by-ecs", bakeTimeMinutes: 15 },
      { strategy: "BLUE_GREEN", bake_time_in_minutes: "15" },
    ],
    [
      { kind: "blue-green-by-ecs", shift: { kind: "linear", stepPercent: 20 } },
      {
        strategy: "LINEAR",
        bake_time_in_minutes: "5",
        linear_configuration: { step_percent: 20, step_bake_time_in_minutes: "6" },
      },
    ],
    [
      { kind: "blue-green-by-ecs", shift: { kind: "canary" } },
      {
        strategy: "CANARY",
        bake_time_in_minutes: "5",
        canary_configuration: { canary_percent: 5, canary_bake_time_in_minutes: "10" },
      },
    ],
  ])("shifts requests as %j says", (deployment, expected) => {
    expect(serviceOf(talkWith(deployment)).deployment_configuration).toEqual(expected);
  });

  test("needs a provider that has its arguments, and says so once", () => {
    const older = () =>
      talkWith({ kind: "blue-green-by-ecs" }, { awsProviderVersion: ">= 5.100, < 7.0" });
    expect(older).toThrow(
      /^dev\.systems\.talk-service\.services\.talk\.deployment\.kind must not be "blue-green-by-ecs" with awsProviderVersion ">= 5\.100, < 7\.0", which allows versions before 6\.25\.0 .*$/,
    );
  });
});
