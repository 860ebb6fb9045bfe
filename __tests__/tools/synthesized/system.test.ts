import { StackJson } from "../../../tools/synthesized/stack-json";
import { EvaluatedStack } from "../../../tools/synthesized/evaluated-stack";
import { readSystem } from "../../../tools/synthesized/system/system";

/** A stack as small as one with every kind of condition and action can be. */
function aStack(change: (resources: any) => void = () => undefined): StackJson {
  const resources = {
    aws_lb: { entry: { name: "entry", load_balancer_type: "application", idle_timeout: 30 } },
    aws_lb_target_group: {
      blue: {
        deregistration_delay: "60",
        slow_start: 30,
        health_check: {
          path: "/health",
          interval: 10,
          timeout: 2,
          healthy_threshold: 3,
          unhealthy_threshold: 2,
          matcher: "200-299",
        },
      },
      green: {},
    },
    aws_lb_listener: {
      http: {
        load_balancer_arn: "${aws_lb.entry.arn}",
        port: 80,
        protocol: "HTTP",
        default_action: [
          {
            type: "fixed-response",
            fixed_response: {
              content_type: "text/plain",
              message_body: "Not found",
              status_code: "404",
            },
          },
        ],
      },
    },
    aws_lb_listener_rule: {
      second: {
        listener_arn: "${aws_lb_listener.http.arn}",
        priority: 20,
        condition: [
          { path_pattern: { values: ["/a", "/a/*"] } },
          {
            http_header: { http_header_name: "x-color", values: ["green"] },
            host_header: { values: ["a.example"] },
          },
          { query_string: [{ key: "v", value: "2" }, { value: "x" }] },
          { source_ip: { values: ["10.0.0.0/8"] }, http_request_method: { values: ["GET"] } },
        ],
        action: [
          {
            type: "forward",
            forward: {
              target_group: [
                {
                  arn: "${aws_lb_target_group.blue.arn}",
                  weight: '${var.live_color == "blue" ? 100 : 0}',
                },
                {
                  arn: "${aws_lb_target_group.green.arn}",
                  weight: '${var.live_color == "green" ? 100 : 0}',
                },
              ],
            },
          },
        ],
      },
      first: {
        listener_arn: "${aws_lb_listener.http.arn}",
        priority: 3,
        condition: [{ path_pattern: { values: ["/old"] } }],
        action: [
          {
            type: "redirect",
            redirect: { status_code: "HTTP_301", protocol: "HTTPS", port: "443" },
          },
        ],
      },
    },
    aws_ecs_task_definition: {
      task: {
        family: "shop",
        container_definitions:
          '${jsonencode([{ "name" = "web", "image" = "shop:${var.image_tag}", "environment" = [{ "name" = "PEER", "value" = "http://${aws_lb.entry.dns_name}" }], "secrets" = [{ "name" = "KEY", "valueFrom" = "arn:key" }], "portMappings" = [{ "containerPort" = 80 }], "stopTimeout" = 5 }])}',
      },
    },
    aws_ecs_service: {
      service: {
        name: "shop",
        scheduling_strategy: "REPLICA",
        desired_count: "${var.count}",
        task_definition: "${aws_ecs_task_definition.task.arn}",
        deployment_circuit_breaker: { enable: true, rollback: true },
        load_balancer: [
          {
            container_name: "web",
            container_port: 80,
            target_group_arn: "${aws_lb_target_group.blue.arn}",
          },
        ],
      },
    },
    aws_appautoscaling_target: {
      scaling: {
        min_capacity: 2,
        max_capacity: 5,
        resource_id: "service/cluster/${aws_ecs_service.service.name}",
      },
    },
  };
  change(resources);
  return new StackJson({
    resource: resources,
    variable: {
      image_tag: {
        type: "string",
        validation: [{ condition: '${var.image_tag != "latest"}', error_message: "not latest" }],
      },
      live_color: { type: "string", default: "blue" },
      count: { type: "number", default: 1 },
    },
  });
}

const read = async (json: StackJson, variables: Record<string, string> = {}) =>
  EvaluatedStack.read(json, { variables: { image_tag: "1.0.0", ...variables } });

describe("a stack", () => {
  it("is read with its rules in the order of their priorities", async () => {
    const [balancer] = readSystem(await read(aStack())).balancers;
    const [listener] = balancer!.listeners;
    expect(balancer).toMatchObject({ name: "entry", kind: "application", idleTimeoutSeconds: 30 });
    expect(listener!.defaultAction).toMatchObject({ kind: "fixed-response", statusCode: 404 });
    expect(listener!.rules.map(({ priority }) => priority)).toEqual([3, 20]);
    expect(listener!.rules[0]!.action).toEqual({
      kind: "redirect",
      statusCode: 301,
      protocol: "HTTPS",
      host: "#{host}",
      port: "443",
      path: "/#{path}",
      query: "#{query}",
    });
    expect(listener!.rules[1]!.conditions).toEqual([
      { kind: "path-pattern", values: ["/a", "/a/*"] },
      { kind: "http-header", name: "x-color", values: ["green"] },
      { kind: "host-header", values: ["a.example"] },
      { kind: "query-string", values: [{ key: "v", value: "2" }, { value: "x" }] },
      { kind: "source-ip", values: ["10.0.0.0/8"] },
      { kind: "http-request-method", values: ["GET"] },
    ]);
  });

  it("is read with the weights that its variables give", async () => {
    const evaluated = await read(aStack());
    const weights = (of: EvaluatedStack) => {
      const { action } = readSystem(of).balancers[0]!.listeners[0]!.rules[1]!;
      return action.kind === "forward" ? action.targets : [];
    };
    expect(weights(evaluated)).toEqual([
      { targetGroup: "aws_lb_target_group.blue", weight: 100 },
      { targetGroup: "aws_lb_target_group.green", weight: 0 },
    ]);
    const green = evaluated.withVariables({ live_color: "green" });
    expect(weights(green).map(({ weight }) => weight)).toEqual([0, 100]);
  });

  it("is read with what AWS does where it says nothing", async () => {
    const { targetGroups } = readSystem(await read(aStack()));
    expect(targetGroups.get("aws_lb_target_group.green")).toMatchObject({
      deregistrationDelaySeconds: 300,
      algorithm: "round_robin",
      healthCheck: { path: "/", intervalSeconds: 30, healthyThreshold: 5, unhealthyThreshold: 2 },
    });
  });

  it("is read with its services, counts within what scaling allows", async () => {
    const evaluated = (await read(aStack(), { count: "1" })).withAttributes({
      "aws_lb.entry": { dns_name: "127.0.0.1:8080" },
    });
    expect(readSystem(evaluated).services[0]).toMatchObject({
      name: "shop",
      desiredCount: 2,
      bounds: { min: 2, max: 5 },
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      targets: [
        { targetGroup: "aws_lb_target_group.blue", containerName: "web", containerPort: 80 },
      ],
      task: {
        containers: [
          {
            image: "shop:1.0.0",
            environment: { PEER: "http://127.0.0.1:8080" },
            secrets: { KEY: "arn:key" },
            ports: [80],
            stopTimeoutSeconds: 5,
          },
        ],
      },
    });
  });

  it.each<[string, (resources: any) => void]>([
    [
      "does not support stickiness",
      (all) =>
        (all.aws_lb_listener_rule.first.action = [
          { type: "forward", forward: { stickiness: { enabled: true } } },
        ]),
    ],
    [
      "does not support the action authenticate-oidc",
      (all) => (all.aws_lb_listener_rule.first.action = [{ type: "authenticate-oidc" }]),
    ],
    [
      "does not support the condition cookie",
      (all) => (all.aws_lb_listener_rule.first.condition = [{ cookie: { values: ["a"] } }]),
    ],
    [
      "The function cidrsubnet() of Terraform is not known",
      (all) => (all.aws_lb.entry.name = '${cidrsubnet("10.0.0.0/8", 8, 1)}'),
    ],
    ["refers to aws_lb.other", (all) => (all.aws_lb.entry.name = "${aws_lb.other.name}")],
  ])("that holds what this tool cannot do is refused: %s", async (message, change) => {
    const evaluated = await read(aStack(change));
    expect(() => readSystem(evaluated)).toThrow(message);
  });
});

describe("variables", () => {
  it.each([
    [{ colour: "blue" }, "There is no variable colour. There are: image_tag, live_color, count."],
    [{ count: "many" }, 'count must be a "number" as JSON, got many.'],
    [{ image_tag: "latest" }, "not latest"],
  ])("%j are refused", async (variables, message) => {
    await expect(read(aStack(), variables as Record<string, string>)).rejects.toThrow(message);
  });

  it("without a default must be given", async () => {
    await expect(EvaluatedStack.read(aStack(), { variables: {} })).rejects.toThrow(
      "image_tag needs a value",
    );
  });
});
