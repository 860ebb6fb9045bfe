import { runtimeOf } from "../support/environments";

/* What goes and comes with something else, and in which order: what plans of changed settings showed (safe-changes.test.ts). */

describe("a scalable target and its policies are made anew with", () => {
  const json = runtimeOf("http-scale-out", {
    serviceScaling: {
      strategies: [
        { kind: "cpu-target" },
        { kind: "step", metric: "memory" },
        {
          kind: "scheduled",
          actions: { night: { schedule: "rate(1 day)", minTasks: 1, maxTasks: 3 } },
        },
      ],
    },
  });

  test("the service, whose successor may have its name", () => {
    const { lifecycle } = json.resource("aws_appautoscaling_target");
    expect(lifecycle.replace_triggered_by).toEqual(["aws_ecs_service.service.id"]);
    // What a scheduled action changes, Terraform still leaves alone.
    expect(lifecycle.ignore_changes).toEqual(["min_capacity", "max_capacity"]);
  });

  test("the target, without which AWS deletes them", () => {
    const ofTarget = [
      ...json.resources("aws_appautoscaling_policy"),
      ...json.resources("aws_appautoscaling_scheduled_action"),
    ];
    expect(ofTarget.length).toBe(4);
    for (const { lifecycle } of ofTarget)
      expect(lifecycle.replace_triggered_by).toEqual([
        "aws_appautoscaling_target.service_scaling.id",
      ]);
  });
});

test("another network load balancer gets another target group, and is ready before the next link", () => {
  const json = runtimeOf("rest-api", {});
  const nlb = "vpc-link_network-load-balancer";
  const group = json
    .resources("aws_lb_target_group")
    .find(({ target_type: type }) => type === "alb");
  expect(group?.lifecycle.replace_triggered_by).toEqual([`aws_lb.${nlb}.id`]);
  expect(json.resource("aws_api_gateway_vpc_link").depends_on).toEqual([
    `aws_lb_listener.${nlb}_listener`,
  ]);
});

test.each(["cloud-map", "load-balancer"] as const)(
  "an API turns to a store by %s only when its tasks are there",
  (integration) => {
    const json = runtimeOf("http-api", { services: { food: {} }, api: { integration } });
    expect(json.resource("aws_apigatewayv2_integration").depends_on).toEqual([
      "aws_ecs_service.food-service",
    ]);
  },
);

test("a stage does not wait for routes, which would be created first whenever it is", () => {
  expect(runtimeOf("http-api", {}).resource("aws_apigatewayv2_stage").depends_on).toBeUndefined();
});

test("queues of a protected environment say so, for the guard", () => {
  const tags = (deletionProtection: boolean) => {
    const json = runtimeOf(
      "worker",
      { capacity: { kind: "instances" } },
      { protections: { deletionProtection, httpsOnly: false } },
    );
    return json.resources("aws_sqs_queue").map((queue) => queue["tags"]);
  };
  expect(tags(true)).toEqual([{ Protected: "true" }, { Protected: "true" }]);
  expect(tags(false)).toEqual([undefined, undefined]);
});
