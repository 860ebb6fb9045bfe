import { differences } from "../support/differences";
import { rules } from "../support/stack-parts";
import {
  both,
  containerOf,
  type HttpApiSettings,
  only,
  routeKeys,
  stores,
  taskOf,
} from "./http-api-fixtures";

const runtime = stores();
const FOOD = "GET /foodstore/foods/{foodId}";
const PET = "GET /petstore/pets/{petId}";
const put = (key: string) => key.replace("GET", "PUT");
const routeOf = (key: string, json = runtime) =>
  only(json, "aws_apigatewayv2_route", "route_key", key);

describe("network", () => {
  test("[http-api 1] is a VPC 10.0.0.0/16 with both DNS flags and six subnets in three zones", () => {
    expect(runtime.resource("aws_vpc")).toMatchObject({
      cidr_block: "10.0.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
    const subnets = runtime.resources("aws_subnet");
    expect(subnets.map(({ cidr_block: block }) => block).sort()).toEqual([
      "10.0.0.0/24",
      "10.0.1.0/24",
      "10.0.100.0/24",
      "10.0.101.0/24",
      "10.0.102.0/24",
      "10.0.2.0/24",
    ]);
    const zones = subnets.map(({ availability_zone: zone }) => String(zone));
    for (const index of [0, 1, 2]) {
      expect(zones.filter((zone) => zone.endsWith(`.names.${index}}`))).toHaveLength(2);
    }
  });

  test("[http-api 2] has a NAT gateway and an address in each zone, to which its private subnet's default route goes", () => {
    expect(runtime.resources("aws_nat_gateway")).toHaveLength(3);
    expect(runtime.resources("aws_eip")).toHaveLength(3);
    const routes = runtime
      .resources("aws_route")
      .filter(({ nat_gateway_id: gateway }) => gateway !== undefined);
    expect(routes).toHaveLength(3);
    for (const route of routes) {
      expect(route.destination_cidr_block).toBe("0.0.0.0/0");
      const { subnet_id: home } = runtime.referenced(route.nat_gateway_id as string);
      const served = runtime
        .resources("aws_route_table_association")
        .find(({ route_table_id: table }) => table === route.route_table_id);
      const zone = (subnet: unknown) => runtime.referenced(String(subnet)).availability_zone;
      expect(zone(home)).toBe(zone(served!.subnet_id));
    }
  });

  test("[http-api 3] leads from the private route tables to DynamoDB, and to its own two tables only", () => {
    const endpoint = runtime
      .resources("aws_vpc_endpoint")
      .find(({ service_name: name }) => String(name).endsWith(".dynamodb"))!;
    expect(endpoint.vpc_endpoint_type).toBe("Gateway");
    expect(new Set(endpoint.route_table_ids).size).toBe(3);
    const { statement } = runtime.referenced(endpoint.policy as string);
    expect(statement).toHaveLength(1);
    expect(statement[0].resources.map((arn: string) => runtime.referenced(arn).hash_key)).toEqual([
      "foodId",
      "petId",
    ]);
  });
});

test("[http-api 4] keeps foods and pets in two tables, paid by the request", () => {
  const tables = runtime.resources("aws_dynamodb_table");
  expect(tables.map(({ hash_key: key }) => key as string)).toEqual(["foodId", "petId"]);
  for (const { billing_mode: mode, hash_key: key, attribute } of tables) {
    expect(mode).toBe("PAY_PER_REQUEST");
    expect(attribute).toEqual([{ name: key, type: "S" }]);
  }
});

test("[http-api 5] names the tasks of both services in the namespace, by SRV records", () => {
  const namespace = runtime.resource("aws_service_discovery_private_dns_namespace");
  expect(namespace.name).toBe("service");
  expect(runtime.referenced(namespace.vpc as string)).toBe(runtime.resource("aws_vpc"));
  const services = runtime.resources("aws_service_discovery_service");
  expect(services.map(({ name }) => name as string)).toEqual(["foods.foodstore", "pets.petstore"]);
  for (const { dns_config: dns, health_check_custom_config: check } of services) {
    expect(dns.dns_records).toEqual([{ type: "SRV", ttl: 60 }]);
    expect(runtime.referenced(dns.namespace_id as string)).toBe(namespace);
    expect(check).toBeDefined();
  }
});

test("[2026-11 B3] what clients find by Cloud Map serves on for as long as they may keep its address", () => {
  const [ttl] = runtime
    .resources("aws_service_discovery_service")
    .map(({ dns_config: dns }) => dns.dns_records[0].ttl as number);
  const discovered = runtime
    .resources("aws_ecs_service")
    .filter(({ service_registries: registries }) => registries !== undefined);
  expect(discovered).toHaveLength(2);
  for (const { name } of discovered) {
    const { stopTimeout, environment } = containerOf(name as string, runtime);
    const drain = environment.find((each: { name: string }) => each.name === "DRAIN_SECONDS");
    expect(Number(drain.value)).toBeGreaterThanOrEqual(ttl!);
    // The program's own STOP_TIMEOUT_SECONDS.
    expect(stopTimeout).toBeGreaterThan(Number(drain.value) + 25);
    expect(stopTimeout).toBeLessThanOrEqual(120);
  }
});

describe.each([
  ["food", "FoodstoreFoods", "foodId"],
  ["pet", "PetstorePets", "petId"],
])("the %s store", (name, container, key) => {
  const family = `${name}-store`;
  const service = only(runtime, "aws_ecs_service", "name", family);
  const table = only(runtime, "aws_dynamodb_table", "hash_key", key);

  test("[http-api 6] is a Fargate task of 256 and 512 with port 8080 that knows its own table", () => {
    expect(taskOf(family, runtime)).toMatchObject({
      requires_compatibilities: ["FARGATE"],
      network_mode: "awsvpc",
      cpu: "256",
      memory: "512",
    });
    const { name: called, portMappings, environment } = containerOf(family, runtime);
    expect(called).toBe(container);
    expect(portMappings).toEqual([{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }]);
    const variables = new Map(
      environment.map((entry: Record<string, string>) => [entry["name"], entry["value"]]),
    );
    expect([...variables.keys()]).toEqual([
      "DRAIN_SECONDS",
      "DynamoDBTable",
      "STORE_ID_NAME",
      "STORE_PATH",
    ]);
    expect(runtime.referenced(variables.get("DynamoDBTable") as string)).toBe(table);
    // One program is every store: its environment says which.
    expect(variables.get("STORE_ID_NAME")).toBe(`${name}Id`);
    expect(variables.get("STORE_PATH")).toBe(`/${name}store/${name}s`);
  });

  test("[http-api 7] has an execution role, and its output goes to CloudWatch", () => {
    expect(runtime.referenced(taskOf(family, runtime).execution_role_arn as string)).toBeDefined();
    const { logDriver, options } = containerOf(family, runtime).logConfiguration;
    expect(logDriver).toBe("awslogs");
    expect(runtime.referenced(options["awslogs-group"] as string).retention_in_days).toBe(7);
  });

  test("[http-api 8] runs three tasks at first, registered with their port, in private subnets", () => {
    expect(service.capacity_provider_strategy).toEqual([
      { capacity_provider: "FARGATE", weight: 100, base: 1 },
    ]);
    expect(service.desired_count).toBe(3);
    expect(service.service_registries.port).toBe(8080);
    const registry = runtime.referenced(service.service_registries.registry_arn as string);
    expect(registry.name).toBe(`${name}s.${name}store`);
    const { subnets, assign_public_ip: isPublic } = service.network_configuration;
    expect(isPublic).toBe(false);
    const blocks = subnets.map((subnet: string) => runtime.referenced(subnet).cidr_block);
    expect(blocks).toEqual(["10.0.100.0/24", "10.0.101.0/24", "10.0.102.0/24"]);
  });

  test("[http-api 9] starts after the ways out are there, and leaves desired_count to the autoscaler", () => {
    const ways = (service.depends_on as string[]).map((address) =>
      runtime.referenced(`\${${address}}`),
    );
    const routes = runtime
      .resources("aws_route")
      .filter(({ nat_gateway_id: gateway }) => gateway !== undefined);
    expect(ways).toEqual(expect.arrayContaining(routes));
    expect(service.lifecycle.ignore_changes).toEqual(["desired_count"]);
  });

  test("[http-api 10] scales from 3 to 30 tasks to hold 50 percent of CPU", () => {
    const target = runtime
      .resources("aws_appautoscaling_target")
      .find(({ resource_id: id }) => runtime.referenced(String(id).split("/")[2]!) === service)!;
    expect(target).toMatchObject({ min_capacity: 3, max_capacity: 30 });
    const policy = runtime
      .resources("aws_appautoscaling_policy")
      .find(({ resource_id: id }) => runtime.referenced(id as string) === target)!;
    expect(policy).toMatchObject({
      policy_type: "TargetTrackingScaling",
      target_tracking_scaling_policy_configuration: {
        target_value: 50,
        predefined_metric_specification: {
          predefined_metric_type: "ECSServiceAverageCPUUtilization",
        },
      },
    });
  });

  test("[http-api 21] may get and put items of its own table, and nothing else", () => {
    const role = taskOf(family, runtime).task_role_arn as string;
    const policies = runtime
      .resources("aws_iam_role_policy")
      .filter((policy) => runtime.referenced(policy.role as string) === runtime.referenced(role));
    const statements = policies.flatMap(
      ({ policy }) => runtime.referenced(policy as string).statement as Record<string, any>[],
    );
    expect(statements).toHaveLength(1);
    expect(statements[0]!.actions).toEqual(["dynamodb:GetItem", "dynamodb:PutItem"]);
    expect(statements[0]!.resources.map((arn: string) => runtime.referenced(arn))).toEqual([table]);
    expect(statements[0]!.resources[0]).toMatch(/\.arn\}$/);
    expect(runtime.resources("aws_iam_role_policy_attachment")).toEqual([]);
  });

  test("has a health check that its own Node.js asks", () => {
    const { command, startPeriod } = containerOf(family, runtime).healthCheck;
    expect(command.slice(0, 3)).toEqual(["CMD", "node", "-e"]);
    expect(command[3]).toContain('fetch("http://127.0.0.1:8080/health")');
    expect(startPeriod).toBe(10);
  });
});

test("[http-api 11] admits to the tasks port 8080 from the link's group only, and lets them out by a rule", () => {
  const [tasks] = runtime.resources("aws_ecs_service")[0]!.network_configuration.security_groups;
  const [link] = runtime.resource("aws_apigatewayv2_vpc_link").security_group_ids;
  expect(link).not.toBe(tasks);
  const [rule, ...others] = rules(runtime, "ingress", tasks as string);
  expect(others).toEqual([]);
  expect(rule).toMatchObject({
    from_port: 8080,
    to_port: 8080,
    ip_protocol: "tcp",
    referenced_security_group_id: link,
  });
  expect(rules(runtime, "egress", tasks as string)).toEqual([
    expect.objectContaining({ cidr_ipv4: "0.0.0.0/0", from_port: 443 }),
  ]);
  expect(rules(runtime, "egress", link as string)).toEqual([
    expect.objectContaining({ referenced_security_group_id: tasks, from_port: 8080 }),
  ]);
  expect(rules(runtime, "ingress", link as string)).toEqual([]);
});

test("[http-api 12] links the API, by the environment's name, with the three private subnets", () => {
  const link = runtime.resource("aws_apigatewayv2_vpc_link");
  expect(link.name).toBe("ecsapi-demo");
  expect(link.subnet_ids).toEqual(
    runtime.resources("aws_ecs_service")[0]!.network_configuration.subnets,
  );
});

describe("API", () => {
  const api = runtime.resource("aws_apigatewayv2_api");

  test("[http-api 13] is an HTTP API", () => {
    expect(api).toMatchObject({ protocol_type: "HTTP", name: "ecsapi-demo" });
  });

  test("[http-api 14] has four routes", () => {
    expect(routeKeys(runtime)).toEqual([FOOD, PET, put(FOOD), put(PET)]);
  });

  test("[http-api 15] asks for a token where something is written, and nowhere else", () => {
    for (const key of [FOOD, PET]) {
      expect(routeOf(key).authorization_type).toBe("NONE");
      expect(routeOf(key).authorizer_id).toBeUndefined();
      expect(routeOf(put(key)).authorization_type).toBe("JWT");
      expect(runtime.referenced(routeOf(put(key)).authorizer_id as string)).toBe(
        runtime.resource("aws_apigatewayv2_authorizer"),
      );
    }
  });

  test("[http-api 16] takes tokens of the user pool for its client, from the Authorization header", () => {
    const {
      authorizer_type: type,
      identity_sources: sources,
      jwt_configuration: jwt,
    } = runtime.resource("aws_apigatewayv2_authorizer");
    expect([type, sources]).toEqual(["JWT", ["$request.header.Authorization"]]);
    expect(jwt.audience).toHaveLength(1);
    expect(runtime.referenced(jwt.audience[0] as string)).toBe(
      runtime.resource("aws_cognito_user_pool_client"),
    );
    expect(jwt.issuer).toMatch(/^https:\/\/\$\{aws_cognito_user_pool\.[\w-]+\.endpoint\}$/);
  });

  test("[http-api 17] sends requests through the link to the service that Cloud Map knows", () => {
    const integrations = runtime.resources("aws_apigatewayv2_integration");
    expect(integrations).toHaveLength(2);
    for (const integration of integrations) {
      expect(integration).toMatchObject({
        integration_type: "HTTP_PROXY",
        integration_method: "ANY",
        connection_type: "VPC_LINK",
        payload_format_version: "1.0",
      });
      expect(integration.integration_uri).toMatch(/^\$\{aws_service_discovery_service\..*\.arn\}$/);
    }
    const targetOf = (key: string) => {
      const { target } = routeOf(key);
      expect(target).toMatch(/^integrations\//);
      const { integration_uri: uri } = runtime.referenced(target as string);
      return runtime.referenced(uri as string).name as string;
    };
    expect([FOOD, put(FOOD)].map(targetOf)).toEqual(["foods.foodstore", "foods.foodstore"]);
    expect([PET, put(PET)].map(targetOf)).toEqual(["pets.petstore", "pets.petstore"]);
  });

  test("[http-api 18] lets pages of known origins GET and PUT, and never those of all", () => {
    const { cors_configuration: cors } = api;
    expect(cors.allow_methods.toSorted()).toEqual(["GET", "PUT"]);
    expect(cors.allow_headers).toEqual(["authorization", "content-type"]);
    expect(cors.allow_origins).toHaveLength(1);
    const origins = ["https://shop.example.com", "http://localhost:3000"];
    const { cors_configuration: wider } = stores({ corsOrigins: origins }).resource(
      "aws_apigatewayv2_api",
    );
    expect(wider.allow_origins).toEqual([...cors.allow_origins, ...origins]);
    expect(() => stores({ corsOrigins: ["*"] })).toThrow(/corsOrigins\[0\] must be an origin/);
  });

  test("[http-api 19] deploys each change of the stage $default", () => {
    expect(runtime.resource("aws_apigatewayv2_stage")).toMatchObject({
      name: "$default",
      auto_deploy: true,
    });
  });
});

test("[http-api 20] signs people in by e-mail, and its client keeps no secret and tells nobody who is there", () => {
  expect(runtime.resource("aws_cognito_user_pool")).toMatchObject({
    username_attributes: ["email"],
    auto_verified_attributes: ["email"],
  });
  expect(runtime.resource("aws_cognito_user_pool_client")).toMatchObject({
    generate_secret: false,
    supported_identity_providers: ["COGNITO"],
    prevent_user_existence_errors: "ENABLED",
    explicit_auth_flows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  });
});

test("[http-api 22] has no load balancer", () => {
  const types = Object.keys(runtime.json["resource"] as object);
  expect(types.filter((type) => /^aws_(lb|alb|elb)/.test(type))).toEqual([]);
});

test("[http-api 23] puts out what the nine outputs of the source tell", () => {
  const value = (name: string) => runtime.outputs[name]?.value as string;
  expect(value("test_page_url")).toMatch(/^https:\/\/\$\{aws_cloudfront_distribution\..*\}\/$/);
  expect(value("url")).toMatch(/^\$\{aws_apigatewayv2_api\.[\w-]+\.api_endpoint\}$/);
  expect(value("food_url")).toBe(`${value("url")}/foodstore/foods`);
  expect(value("pet_url")).toBe(`${value("url")}/petstore/pets`);
  expect(value("api_id")).toMatch(/^\$\{aws_apigatewayv2_api\.[\w-]+\.id\}$/);
  expect(runtime.referenced(value("cluster_name"))).toBe(runtime.resource("aws_ecs_cluster"));
  expect(runtime.referenced(value("vpc_id"))).toBe(runtime.resource("aws_vpc"));
  const { security_groups: groups } =
    runtime.resources("aws_ecs_service")[0]!.network_configuration;
  expect(groups).toEqual([value("container_security_group_id")]);
  expect(runtime.referenced(value("private_dns_namespace")).name).toBe("service");
});

describe("the eight parameters", () => {
  const changed = (settings: HttpApiSettings) =>
    Object.keys(differences(runtime.json, stores(settings).json)).map((path) =>
      path.replace(/\.\d+\./g, ".*."),
    );
  const of = (name: "food" | "pet", its: NonNullable<HttpApiSettings["services"]>[string]) =>
    changed({ services: { food: {}, pet: {}, [name]: its } });

  test("[http-api 24] the environment's name changes the title of the API, and its link", () => {
    expect(changed({ environmentName: "shop" })).toEqual([
      "resource.aws_apigatewayv2_api.*.name",
      "resource.aws_apigatewayv2_vpc_link.*.name",
      "resource.aws_security_group.*.description",
      "resource.aws_security_group.*.name_prefix",
    ]);
  });

  test("[http-api 24] the namespace's name changes the namespace", () => {
    expect(changed({ namespace: "shop.internal" })).toEqual([
      "resource.aws_service_discovery_private_dns_namespace.*.description",
      "resource.aws_service_discovery_private_dns_namespace.*.name",
    ]);
  });

  test.each(["food", "pet"] as const)(
    "[http-api 24] the bounds and the target of the %s store change its scaling",
    (name) => {
      expect(of(name, { serviceScaling: { minTasks: 1 } })).toEqual([
        "resource.aws_appautoscaling_target.*.min_capacity",
      ]);
      expect(of(name, { serviceScaling: { maxTasks: 9 } })).toEqual([
        "resource.aws_appautoscaling_target.*.max_capacity",
      ]);
      const strategies = [{ kind: "cpu-target" as const, targetPercent: 70 }];
      expect(of(name, { serviceScaling: { strategies } })).toEqual([
        "resource.aws_appautoscaling_policy.*.target_tracking_scaling_policy_configuration.target_value",
      ]);
    },
  );

  test("[http-api 24] a minimum above the maximum is refused", () => {
    expect(() => stores(both({ serviceScaling: { minTasks: 31 } }))).toThrow(
      /services\.food\.serviceScaling\.minTasks must not be above maxTasks \(30\), got 31/,
    );
  });
});
