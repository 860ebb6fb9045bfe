import type { BlueGreen } from "../../../modules/service/blue-green/blue-green";
import { InfrastructureRole } from "../../../modules/service/blue-green/blue-green-by-ecs";
import type { ServiceProps } from "../../../modules/service/service";
import { synth } from "../../support/synth";
import { listener, service } from "./fixtures";

const blueGreen: Omit<BlueGreen, "roleArn" | "rolePolicies"> = {
  shift: { kind: "blue-green" },
  bakeTimeMinutes: 5,
  alternateTargetGroupArn: "arn:green",
  productionListenerRuleArn: "arn:rule",
};

const synthService = (change: Partial<BlueGreen> = {}, props: Partial<ServiceProps> = {}) =>
  synth((stack) => {
    const role = new InfrastructureRole(stack, "role", { namePrefix: "shop-" });
    service(stack, {
      loadBalancer: {
        containerName: "web",
        containerPort: 80,
        targetGroupArn: "arn:blue",
        listener: listener(stack),
      },
      blueGreen: { ...blueGreen, roleArn: role.arn, rolePolicies: role.policies, ...change },
      ...props,
    });
  });

const resourceOf = (...args: Parameters<typeof synthService>) =>
  synthService(...args).resource("aws_ecs_service");

test("names the other target group, the rule and the role", () => {
  const json = synthService();
  const [balanced] = json.resource("aws_ecs_service").load_balancer;
  expect(balanced.advanced_configuration).toEqual({
    alternate_target_group_arn: "arn:green",
    production_listener_rule: "arn:rule",
    role_arn: "${aws_iam_role.role.arn}",
  });
});

test("keeps the role's policy for as long as the service is there", () => {
  const dependencies = resourceOf().depends_on as string[];
  expect(dependencies.filter((each) => each.startsWith("aws_iam_role_policy_attachment"))).toEqual([
    expect.stringContaining("task-execution"),
    expect.stringContaining("load-balancers"),
  ]);
});

test("has no circuit breaker, which ECS has for roll-outs in place only", () => {
  expect(resourceOf().deployment_circuit_breaker).toBeUndefined();
});

test("is taken back by alarms where some are named", () => {
  expect(resourceOf().alarms).toBeUndefined();
  expect(resourceOf({}, { rollbackAlarmNames: ["errors"] }).alarms).toEqual({
    alarm_names: ["errors"],
    enable: true,
    rollback: true,
  });
});

test.each<[string, BlueGreen["shift"], string]>([
  ["all requests at once", { kind: "blue-green" }, "25m"],
  ["34 steps", { kind: "linear", stepPercent: 3, stepBakeTimeMinutes: 6 }, "229m"],
  ["a canary", { kind: "canary", canaryPercent: 5, canaryBakeTimeMinutes: 10 }, "35m"],
])("an apply waits as long as a deployment of %s takes", (_, shift, limit) => {
  expect(resourceOf({ shift }).timeouts).toBeUndefined();
  expect(resourceOf({ shift }, { waitForSteadyState: true }).timeouts).toEqual({
    create: limit,
    update: limit,
  });
});

test.each<[string, Partial<BlueGreen>, Partial<ServiceProps>, RegExp]>([
  [
    "a circuit breaker",
    {},
    { circuitBreaker: true },
    /`circuitBreaker` must be unset with `blueGreen`/,
  ],
  ["no load balancer", {}, { loadBalancer: undefined }, /`blueGreen` must be unset for a service/],
  [
    "a bake time beyond a day",
    { bakeTimeMinutes: 1441 },
    {},
    /`blueGreen\.bakeTimeMinutes` must be from 0 to 1440, got 1441/,
  ],
  [
    "a linear step below 3 percent",
    { shift: { kind: "linear", stepPercent: 2, stepBakeTimeMinutes: 5 } },
    {},
    /`blueGreen\.shift\.stepPercent` must be from 3 to 100, got 2/,
  ],
  [
    "a canary of nothing",
    { shift: { kind: "canary", canaryPercent: 0, canaryBakeTimeMinutes: 5 } },
    {},
    /`blueGreen\.shift\.canaryPercent` must be from 0\.1 to 100, got 0/,
  ],
])("rejects %s", (_, change, props, message) => {
  expect(() => synthService(change, props)).toThrow(message);
});
