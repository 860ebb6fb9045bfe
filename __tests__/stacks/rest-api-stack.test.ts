import { dev } from "../fixtures/environments/dev";
import type { EnvironmentSettings } from "../../settings/environment";
import { containerDefinitions } from "../support/container-definitions";
import { running, runtimeOf, synthEnvironments } from "../support/environments";
import { rules } from "../support/stack-parts";
import type { TerraformJson } from "../support/synth";

const images = synthEnvironments({ dev: running("rest-api", dev) }).stacks["rest-api-images-dev"]!;
/** The system's own defaults, in the network that dev gives it. */
const { network } = dev.systems["rest-api"];
const defaults: EnvironmentSettings["systems"]["rest-api"] = {
  network,
  capacity: {},
  services: undefined,
  database: {},
};
const runtime = runtimeOf("rest-api", defaults);

/** The one resource of a type that has this value. */
function only(json: TerraformJson, type: string, field: string, value: unknown) {
  const found = json.resources(type).filter((each) => each[field] === value);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const alb = only(runtime, "aws_lb", "load_balancer_type", "application");
const albGroup = alb["security_groups"][0] as string;
const services = runtime.resources("aws_ecs_service");
const tasksGroup = services[0]!["network_configuration"].security_groups[0] as string;
const NAMES = ["ecs-fargate-demo1-service", "ecs-fargate-demo2-service"];

describe("default settings", () => {
  test("[rest-api 1] has repositories demo1 and demo2, and a cluster with Container Insights", () => {
    expect(images.resources("aws_ecr_repository").map(({ name }) => name)).toEqual([
      "demo1",
      "demo2",
    ]);
    const cluster = runtime.resource("aws_ecs_cluster");
    expect(cluster["name"]).toBe("ecs-fargate-cluster-demo");
    expect(cluster["setting"]).toEqual([{ name: "containerInsights", value: "enhanced" }]);
  });

  test("[rest-api 2] has two Fargate task definitions of 256 CPU units and 512 MiB", () => {
    const tasks = runtime.resources("aws_ecs_task_definition");
    expect(tasks.map(({ family }) => family)).toEqual([
      "ecs-fargate-demo1-td",
      "ecs-fargate-demo2-td",
    ]);
    for (const task of tasks) {
      expect(task).toMatchObject({
        requires_compatibilities: ["FARGATE"],
        network_mode: "awsvpc",
        cpu: "256",
        memory: "512",
      });
    }
  });

  test.each(["demo1", "demo2"])(
    "[rest-api 3] gives the container of %s 100 MiB, port 80, a log and its own repository's image",
    (name) => {
      const task = only(runtime, "aws_ecs_task_definition", "family", `ecs-fargate-${name}-td`);
      const [container, ...others] = containerDefinitions(task["container_definitions"]);
      expect(others).toEqual([]);
      expect(container).toMatchObject({
        memoryReservation: 100,
        portMappings: [{ containerPort: 80, hostPort: 80, protocol: "tcp" }],
        logConfiguration: { logDriver: "awslogs" },
      });
      expect(container!["image"]).toMatch(new RegExp(`/${name}:`));
      const group = container!["logConfiguration"].options["awslogs-group"] as string;
      expect(runtime.referenced(group)["name"]).toBe(`/ecs/ecs-fargate-${name}-td`);
    },
  );

  test("lets a program that is not root listen on port 80, which the kernel keeps from it otherwise", () => {
    for (const task of runtime.resources("aws_ecs_task_definition")) {
      const [container] = containerDefinitions(task["container_definitions"]);
      expect(container).toMatchObject({
        user: "1000:1000",
        systemControls: [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "80" }],
      });
    }
  });

  test("[rest-api 4] runs two tasks of each service on Fargate, 50 to 100 percent, in private subnets", () => {
    expect(services.map(({ name }) => name)).toEqual(NAMES);
    const privateSubnets = runtime
      .resources("aws_subnet")
      .filter(({ tags }) => /-private-/.test(tags["Name"]));
    for (const service of services) {
      expect(service).toMatchObject({
        capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 100, base: 1 }],
        desired_count: 2,
        deployment_minimum_healthy_percent: 50,
        deployment_maximum_percent: 100,
        availability_zone_rebalancing: "DISABLED",
      });
      expect(service["launch_type"]).toBeUndefined();
      const { assign_public_ip, subnets } = service["network_configuration"];
      expect(assign_public_ip).toBe(false);
      const inSubnets = (subnets as string[]).map((id) => runtime.referenced(id));
      expect(new Set(inSubnets)).toEqual(new Set(privateSubnets));
    }
  });

  test("[rest-api 5] registers no service in Cloud Map", () => {
    for (const service of services) expect(service["service_registries"]).toBeUndefined();
  });

  test("[rest-api 6] scales each service from 2 to 4 tasks, and leaves desired_count to that", () => {
    const targets = runtime.resources("aws_appautoscaling_target");
    expect(targets).toHaveLength(2);
    for (const target of targets)
      expect(target).toMatchObject({ min_capacity: 2, max_capacity: 4 });
    for (const service of services)
      expect(service["lifecycle"].ignore_changes).toEqual(["desired_count"]);
  });

  const policies = (resource: string) =>
    runtime
      .resources("aws_appautoscaling_policy")
      .filter(({ resource_id }) => resource_id === resource);

  test("[rest-api 7] has a step policy of +1 and one of -1 for each service", () => {
    for (const target of runtime.resources("aws_appautoscaling_target")) {
      const address = runtime
        .resources("aws_appautoscaling_policy")
        .map(({ resource_id }) => resource_id as string)
        .find((reference) => runtime.referenced(reference) === target)!;
      const steps = policies(address).map((policy) => {
        expect(policy["policy_type"]).toBe("StepScaling");
        return policy["step_scaling_policy_configuration"].step_adjustment[0].scaling_adjustment;
      });
      expect(steps).toEqual([-1, 1]);
    }
  });

  const alarmOf = (service: string, operator: string) => {
    const found = runtime
      .resources("aws_cloudwatch_metric_alarm")
      .filter(
        (alarm) =>
          alarm["comparison_operator"] === operator &&
          runtime.referenced(alarm["dimensions"].ServiceName)["name"] === service,
      );
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  const adjustment = (alarm: Record<string, any>) =>
    runtime.referenced(alarm["alarm_actions"][0])["step_scaling_policy_configuration"]
      .step_adjustment[0].scaling_adjustment;

  test.each(NAMES)(
    "[rest-api 8] adds a task of %s when its lowest CPU is above 70 percent",
    (service) => {
      const alarm = alarmOf(service, "GreaterThanThreshold");
      expect(alarm).toMatchObject({
        namespace: "AWS/ECS",
        metric_name: "CPUUtilization",
        statistic: "Minimum",
        period: 300,
        evaluation_periods: 1,
        threshold: 70,
      });
      expect(adjustment(alarm)).toBe(1);
    },
  );

  test.each(NAMES)(
    "[rest-api 9] removes a task of %s when its lowest CPU is below 50 percent",
    (service) => {
      const alarm = alarmOf(service, "LessThanThreshold");
      expect(alarm).toMatchObject({
        namespace: "AWS/ECS",
        metric_name: "CPUUtilization",
        statistic: "Minimum",
        period: 300,
        evaluation_periods: 1,
        threshold: 50,
      });
      expect(adjustment(alarm)).toBe(-1);
    },
  );

  test("[rest-api 10] gives each service alarms of its own, no two of one name, each leading to its own policy", () => {
    const alarms = runtime.resources("aws_cloudwatch_metric_alarm");
    expect(alarms).toHaveLength(4);
    expect(new Set(alarms.map(({ alarm_name }) => alarm_name)).size).toBe(4);
    for (const alarm of alarms) {
      const watched = runtime.referenced(alarm["dimensions"].ServiceName);
      const policy = runtime.referenced(alarm["alarm_actions"][0]);
      const scaled = runtime.referenced(policy["resource_id"]);
      expect(runtime.referenced(scaled["resource_id"].split("/")[2])).toBe(watched);
    }
  });

  test("[rest-api 11] has an internal balancer of IPv4, which listens on port 80", () => {
    expect(alb).toMatchObject({ internal: true, ip_address_type: "ipv4" });
    const listener = only(runtime, "aws_lb_listener", "protocol", "HTTP");
    expect(listener["port"]).toBe(80);
    expect(runtime.referenced(listener["load_balancer_arn"])).toBe(alb);
  });

  test("[rest-api 12] checks tasks by address on /health-check", () => {
    const groups = runtime
      .resources("aws_lb_target_group")
      .filter(({ target_type }) => target_type === "ip");
    expect(groups).toHaveLength(2);
    for (const { health_check } of groups) {
      expect(health_check).toMatchObject({ path: "/health-check", interval: 30, matcher: "200" });
    }
  });

  test("[rest-api 13] leads both paths of each service to it, by rules of different priorities", () => {
    const [first, second, ...others] = runtime.resources("aws_lb_listener_rule");
    expect(others).toEqual([]);
    const paths = (rule: Record<string, any>) => rule["condition"][0].path_pattern.values;
    expect(paths(first!)).toEqual(["/demo1", "/demo1/*", "/student", "/student/*"]);
    expect(paths(second!)).toEqual(["/demo2", "/demo2/*", "/subject", "/subject/*"]);
    expect(first!["priority"]).not.toBe(second!["priority"]);
    const groupOf = (rule: Record<string, any>) =>
      runtime.referenced(rule["action"][0].target_group_arn);
    expect(groupOf(first!)).not.toBe(groupOf(second!));
    for (const [index, rule] of [first!, second!].entries()) {
      expect(runtime.referenced(services[index]!["load_balancer"][0].target_group_arn)).toBe(
        groupOf(rule),
      );
    }
  });

  test("[rest-api 14] answers 404 to every other path", () => {
    const [action] = only(runtime, "aws_lb_listener", "protocol", "HTTP")["default_action"];
    expect(action).toMatchObject({
      type: "fixed-response",
      fixed_response: { status_code: "404" },
    });
  });

  test("[rest-api 15] lets only the balancer connect to the tasks, on port 80", () => {
    const [rule, ...others] = rules(runtime, "ingress", tasksGroup);
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      ip_protocol: "tcp",
      from_port: 80,
      to_port: 80,
      referenced_security_group_id: albGroup,
    });
  });

  test("[rest-api 16] lets only the other balancer and the tasks connect to the balancer, on port 80", () => {
    const nlb = only(runtime, "aws_lb", "load_balancer_type", "network");
    const open = rules(runtime, "ingress", albGroup);
    expect(new Set(open.map((rule) => rule["referenced_security_group_id"]))).toEqual(
      new Set([nlb["security_groups"][0], tasksGroup]),
    );
    for (const rule of open) {
      expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: 80, to_port: 80 });
      expect(rule["cidr_ipv4"] ?? rule["cidr_ipv6"]).toBeUndefined();
    }
  });

  test("[rest-api 17] keeps the database private, encrypted, its password managed, and open to the tasks only", () => {
    const database = runtime.resource("aws_db_instance");
    expect(database).toMatchObject({
      engine: "mysql",
      engine_version: "8.4",
      instance_class: "db.t4g.micro",
      allocated_storage: 20,
      storage_type: "gp3",
      publicly_accessible: false,
      storage_encrypted: true,
      manage_master_user_password: true,
      backup_retention_period: 7,
    });
    const [rule, ...others] = rules(runtime, "ingress", database["vpc_security_group_ids"][0]);
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      from_port: 3306,
      to_port: 3306,
      referenced_security_group_id: tasksGroup,
    });
    const subnets = runtime.referenced(database["db_subnet_group_name"])["subnet_ids"];
    expect(subnets).toEqual(services[0]!["network_configuration"].subnets);
  });

  test("asks clients of the database for TLS, by a parameter group of its own", () => {
    const group = runtime.referenced(runtime.resource("aws_db_instance")["parameter_group_name"]);
    expect(group).toMatchObject({
      family: "mysql8.4",
      parameter: expect.arrayContaining([
        { name: "require_secure_transport", value: "1" },
      ]) as unknown,
    });
  });

  test("[rest-api 18] has a regional API ecs-fargate-api with the stage Test", () => {
    expect(runtime.resource("aws_api_gateway_rest_api")).toMatchObject({
      name: "ecs-fargate-api",
      endpoint_configuration: { types: ["REGIONAL"] },
    });
    expect(runtime.resource("aws_api_gateway_stage")["stage_name"]).toBe("Test");
  });

  test("[rest-api 19] has POST and GET for students and subjects", () => {
    expect(methodsOf(runtime)).toEqual([
      "GET /student/{student_id}",
      "GET /subject/{subject_id}",
      "POST /student",
      "POST /subject",
    ]);
  });

  test("[rest-api 20] hands every request on by the link, the id in its path", () => {
    const integrations = runtime.resources("aws_api_gateway_integration");
    expect(integrations).toHaveLength(4);
    for (const integration of integrations) {
      expect(integration).toMatchObject({ type: "HTTP_PROXY", connection_type: "VPC_LINK" });
      const [, noun] = /(student|subject)/.exec(integration["uri"])!;
      const isGet = integration["integration_http_method"] === "GET";
      expect(integration["uri"].replace(/\$\{[^}]*\}/, "<dns>")).toBe(
        isGet ? `http://<dns>/${noun}/{${noun}_id}` : `http://<dns>/${noun}/`,
      );
      expect(integration["request_parameters"]).toEqual(
        isGet
          ? { [`integration.request.path.${noun}_id`]: `method.request.path.${noun}_id` }
          : undefined,
      );
    }
    for (const method of runtime.resources("aws_api_gateway_method")) {
      expect(method["authorization"]).toBe("NONE");
    }
  });

  test("[rest-api 23] [2026-11 B8] gives no program full access to ECS: it may read its password again, and nothing else", () => {
    expect(runtime.text).not.toContain("AmazonECS_FullAccess");
    for (const task of runtime.resources("aws_ecs_task_definition")) {
      const role = runtime.referenced(task["task_role_arn"]);
      const of = (type: string) =>
        runtime.resources(type).filter((each) => runtime.referenced(each["role"]) === role);
      expect(of("aws_iam_role_policy_attachment")).toEqual([]);
      const [policy, ...others] = of("aws_iam_role_policy");
      expect(others).toEqual([]);
      expect(runtime.referenced(policy!["policy"])["statement"]).toEqual([
        {
          actions: ["secretsmanager:GetSecretValue"],
          resources: [expect.stringMatching(/master_user_secret\[0\]\.secret_arn\}$/)],
        },
      ]);
      const [container] = containerDefinitions(task["container_definitions"]);
      expect(container!["environment"]).toContainEqual({
        name: "DB_SECRET_ARN",
        value: expect.stringMatching(/master_user_secret\[0\]\.secret_arn\}$/),
      });
    }
  });

  test("[2026-11 D3] tells each program the database user that it serves as", () => {
    const users = runtime
      .resources("aws_ecs_task_definition")
      .map((task) => containerDefinitions(task["container_definitions"])[0]!)
      .map(({ environment }) =>
        (environment as { name: string; value: string }[]).find(
          ({ name }) => name === "DB_SERVICE_USER",
        ),
      );
    expect(users.map((user) => user?.value).sort()).toEqual(["student", "subject"]);
  });

  test("[rest-api 24] starts tasks by AWS's policy, and read access to the one secret", () => {
    for (const task of runtime.resources("aws_ecs_task_definition")) {
      const role = runtime.referenced(task["execution_role_arn"]);
      const of = (type: string) =>
        runtime.resources(type).filter((each) => runtime.referenced(each["role"]) === role);
      expect(of("aws_iam_role_policy_attachment").map(({ policy_arn }) => policy_arn)).toEqual([
        expect.stringMatching(/:policy\/service-role\/AmazonECSTaskExecutionRolePolicy$/),
      ]);
      const [policy, ...others] = of("aws_iam_role_policy");
      expect(others).toEqual([]);
      const { statement } = runtime.referenced(policy!["policy"]);
      const database = runtime.json["resource"].aws_db_instance;
      const [address] = Object.keys(database);
      expect(statement).toEqual([
        {
          actions: ["secretsmanager:GetSecretValue"],
          resources: [`\${aws_db_instance.${address}.master_user_secret[0].secret_arn}`],
        },
      ]);
    }
  });

  test("[rest-api 25] has no password in clear: the program gets it from the secret", () => {
    expect(runtime.resource("aws_db_instance")["password"]).toBeUndefined();
    for (const task of runtime.resources("aws_ecs_task_definition")) {
      const [container] = containerDefinitions(task["container_definitions"]);
      expect(container!["environment"].map(({ name }: { name: string }) => name)).not.toContain(
        "DB_PASSWORD",
      );
      expect(container!["secrets"]).toEqual([
        { name: "DB_PASSWORD", valueFrom: expect.stringMatching(/secret_arn\}:password::$/) },
      ]);
    }
  });

  test("tells each program its database, its peer and its prefix", () => {
    const [container] = containerDefinitions(
      only(runtime, "aws_ecs_task_definition", "family", "ecs-fargate-demo1-td")[
        "container_definitions"
      ],
    );
    const environment = Object.fromEntries(
      container!["environment"].map(({ name, value }: Record<string, string>) => [name, value]),
    ) as Record<string, string>;
    expect(environment).toMatchObject({
      PORT: "80",
      PATH_PREFIX: "/demo1",
      DB_NAME: "school",
      DB_USER: "admin",
      DB_TLS: "true",
    });
    expect(runtime.referenced(environment["PEER_URL"]!)).toBe(alb);
    expect(environment["DB_HOST"]).toBe(runtime.outputs.database_host.value);
  });
});

/** `GET /student/{student_id}` and the like, by following the resources up to the root. */
function methodsOf(json: TerraformJson): string[] {
  const pathOf = (reference: string): string => {
    if (reference.endsWith(".root_resource_id}")) return "";
    const { parent_id, path_part } = json.referenced(reference);
    return `${pathOf(parent_id)}/${path_part}`;
  };
  return json
    .resources("aws_api_gateway_method")
    .map(({ http_method, resource_id }) => `${http_method} ${pathOf(resource_id)}`)
    .sort();
}
