import type { EnvironmentSettings } from "../../settings/environment";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { running, runtimeOf, synthEnvironments } from "../support/environments";
import { rules } from "../support/stack-parts";
import type { TerraformJson } from "../support/synth";

type Settings = NonNullable<EnvironmentSettings["systems"]["rest-api"]>;
type Api = NonNullable<Settings["api"]>;

const restApi = (settings: Settings = {}, environment: Partial<EnvironmentSettings> = {}) =>
  runtimeOf("rest-api", settings, environment);
const api = (settings: Api) => restApi({ api: settings });
const plain = restApi();

const POOL = "arn:aws:cognito-idp:us-east-2:111122223333:userpool/us-east-2_Abc123";
const ZONE = "Z0123456789ABC";

describe("options of the API", () => {
  test.each([
    "aws_wafv2_web_acl",
    "aws_wafv2_web_acl_association",
    "aws_api_gateway_domain_name",
    "aws_api_gateway_base_path_mapping",
    "aws_api_gateway_authorizer",
    "aws_api_gateway_usage_plan",
    "aws_api_gateway_api_key",
    "aws_api_gateway_method_settings",
    "aws_api_gateway_account",
    "aws_api_gateway_request_validator",
    "aws_api_gateway_gateway_response",
    "aws_sns_topic",
    "aws_instance",
  ])("[rest-api 26] has no %s by default", (type) => {
    expect(plain.resources(type)).toEqual([]);
  });

  test("[rest-api 26] neither logs, nor follows, nor asks anything of a caller by default", () => {
    const stage = plain.resource("aws_api_gateway_stage");
    expect(stage["access_log_settings"]).toBeUndefined();
    expect(stage["xray_tracing_enabled"]).toBe(false);
    for (const method of plain.resources("aws_api_gateway_method")) {
      expect(method).toMatchObject({ authorization: "NONE", api_key_required: false });
      expect(method["request_validator_id"]).toBeUndefined();
    }
  });

  test("[rest-api 26] has a web ACL of AWS's rules and a limit for each address before the stage", () => {
    const json = api({ webAcl: { kind: "own", requestsPerFiveMinutes: 500 } });
    const { rule, scope } = json.resource("aws_wafv2_web_acl");
    expect(scope).toBe("REGIONAL");
    expect(rule[0]).toMatchObject({
      action: { block: {} },
      statement: { rate_based_statement: { limit: 500, aggregate_key_type: "IP" } },
    });
    expect(
      rule.slice(1).map((each: any) => each.statement.managed_rule_group_statement.name),
    ).toContain("AWSManagedRulesCommonRuleSet");
    const association = json.resource("aws_wafv2_web_acl_association");
    expect(json.referenced(association["resource_arn"])).toBe(
      json.resource("aws_api_gateway_stage"),
    );
    expect(json.referenced(association["web_acl_arn"])).toBe(json.resource("aws_wafv2_web_acl"));
  });

  test("[rest-api 26] takes a web ACL that is there already", () => {
    const arn =
      "arn:aws:wafv2:us-east-2:111122223333:regional/webacl/shop/01234567-89ab-cdef-0123-456789abcdef";
    const json = api({ webAcl: { kind: "existing", arn } });
    expect(json.resource("aws_wafv2_web_acl_association")["web_acl_arn"]).toBe(arn);
    expect(json.resources("aws_wafv2_web_acl")).toEqual([]);
  });

  test("[rest-api 26] has a name of its own with certificate, record and mapping, and no other way in", () => {
    const json = api({
      domain: { domainName: "api.example.com", hostedZoneId: ZONE, basePath: "v1" },
    });
    const domain = json.resource("aws_api_gateway_domain_name");
    expect(domain).toMatchObject({
      domain_name: "api.example.com",
      security_policy: "TLS_1_2",
      endpoint_configuration: { types: ["REGIONAL"] },
    });
    expect(json.referenced(domain["regional_certificate_arn"])).toBe(
      json.resource("aws_acm_certificate_validation"),
    );
    const mapping = json.resource("aws_api_gateway_base_path_mapping");
    expect(mapping["base_path"]).toBe("v1");
    expect(json.referenced(mapping["stage_name"])).toBe(json.resource("aws_api_gateway_stage"));
    const [record] = json.resources("aws_route53_record").filter(({ alias }) => alias);
    expect(json.referenced(record!["alias"].name)).toBe(domain);
    expect(json.resource("aws_api_gateway_rest_api")["disable_execute_api_endpoint"]).toBe(true);
    expect(json.outputs["url"].value).toBe("https://api.example.com/v1");
  });

  test("[rest-api 26] asks for a token of the user pool", () => {
    const json = api({
      authorizer: { kind: "cognito", userPoolArns: [POOL], scopes: ["students/write"] },
    });
    const authorizer = json.resource("aws_api_gateway_authorizer");
    expect(authorizer).toMatchObject({ type: "COGNITO_USER_POOLS", provider_arns: [POOL] });
    const methods = json.resources("aws_api_gateway_method");
    expect(methods).toHaveLength(4);
    for (const method of methods) {
      expect(method).toMatchObject({
        authorization: "COGNITO_USER_POOLS",
        authorization_scopes: ["students/write"],
      });
      expect(json.referenced(method["authorizer_id"])).toBe(authorizer);
    }
  });

  test("[rest-api 26] asks for a signature of AWS", () => {
    const json = api({ authorizer: { kind: "iam" } });
    const kinds = json
      .resources("aws_api_gateway_method")
      .map(({ authorization }) => authorization);
    expect(new Set(kinds)).toEqual(new Set(["AWS_IAM"]));
  });

  test("[rest-api 26] is throttled", () => {
    const json = api({ throttling: { requestsPerSecond: 10, burst: 20 } });
    expect(json.resource("aws_api_gateway_method_settings")).toMatchObject({
      method_path: "*/*",
      settings: { throttling_rate_limit: 10, throttling_burst_limit: 20 },
    });
  });

  test("[rest-api 26] logs each request in one line, and its own errors", () => {
    const json = api({ logs: { retentionDays: 14 } });
    const { destination_arn, format } =
      json.resource("aws_api_gateway_stage")["access_log_settings"];
    expect(json.referenced(destination_arn)).toMatchObject({
      name: "/aws/apigateway/ecs-fargate-api/Test",
      retention_in_days: 14,
    });
    expect(JSON.parse(format)).toMatchObject({
      requestId: "$context.requestId",
      status: "$context.status",
    });
    expect(json.resource("aws_api_gateway_method_settings")["settings"]).toMatchObject({
      logging_level: "ERROR",
      metrics_enabled: true,
    });
    expect(json.resource("aws_api_gateway_stage")["depends_on"]).toEqual([
      "aws_cloudwatch_log_group.api_stage_logs_execution",
    ]);
  });

  test("checks parameters and bodies before a request goes on", () => {
    const json = api({ validateRequests: true });
    const validator = json.resource("aws_api_gateway_request_validator");
    expect(validator).toMatchObject({
      validate_request_body: true,
      validate_request_parameters: true,
    });
    for (const method of json.resources("aws_api_gateway_method")) {
      expect(json.referenced(method["request_validator_id"])).toBe(validator);
    }
  });

  test("knows what the body of each POST has to be", () => {
    const posts = plain
      .resources("aws_api_gateway_method")
      .filter((each) => each["http_method"] === "POST");
    const schemas = posts.map(({ request_models }) =>
      JSON.parse(plain.referenced(request_models["application/json"])["schema"] as string),
    );
    expect(schemas[0]).toEqual({
      $schema: "http://json-schema.org/draft-04/schema#",
      type: "object",
      properties: {
        name: { type: "string", maxLength: 100 },
        email: { type: "string", maxLength: 255, format: "email" },
        subject_id: { type: "integer", minimum: 1 },
      },
      required: ["name", "email", "subject_id"],
    });
    expect(schemas[1].required).toEqual(["name", "teacher"]);
  });

  test("has words of its own for errors, in a deployment's copy", () => {
    const json = api({
      errorResponses: {
        DEFAULT_4XX: { message: "Not so." },
        THROTTLED: { message: "Later.", statusCode: 503 },
      },
    });
    const [first, second] = json.resources("aws_api_gateway_gateway_response");
    expect(first).toMatchObject({
      response_type: "DEFAULT_4XX",
      response_templates: { "application/json": '{"message":"Not so."}' },
    });
    expect(second!["status_code"]).toBe("503");
    expect(json.resource("aws_api_gateway_deployment")["depends_on"].join()).toContain(
      "gateway_response",
    );
  });

  test("has a plan with a key for each client", () => {
    const json = api({
      usagePlan: {
        throttling: { requestsPerSecond: 5, burst: 10 },
        quota: { requests: 1000, period: "DAY" },
        clients: ["web", "mobile"],
      },
    });
    const plan = json.resource("aws_api_gateway_usage_plan");
    expect(plan).toMatchObject({
      throttle_settings: { rate_limit: 5, burst_limit: 10 },
      quota_settings: { limit: 1000, period: "DAY" },
    });
    expect(json.resources("aws_api_gateway_api_key").map(({ name }) => name)).toEqual([
      "ecs-fargate-api-mobile",
      "ecs-fargate-api-web",
    ]);
    expect(json.resources("aws_api_gateway_usage_plan_key")).toHaveLength(2);
    for (const method of json.resources("aws_api_gateway_method")) {
      expect(method["api_key_required"]).toBe(true);
    }
  });
});

describe("options of the rest", () => {
  test("[rest-api 27] tells a person of trouble: tasks, answers, the API and the database", () => {
    const json = restApi({}, { notificationEmail: "operations@example.com" });
    const topic = json.resource("aws_sns_topic");
    expect(json.resource("aws_sns_topic_subscription")).toMatchObject({
      protocol: "email",
      endpoint: "operations@example.com",
    });
    const telling = json
      .resources("aws_cloudwatch_metric_alarm")
      .filter(({ alarm_actions }) => alarm_actions[0].includes("aws_sns_topic"));
    for (const alarm of telling) expect(json.referenced(alarm["alarm_actions"][0])).toBe(topic);
    const names = telling.map(({ alarm_name }) => alarm_name as string);
    // alarms.test.ts has those that are drawn from the stack's resources.
    expect(names).toEqual(
      expect.arrayContaining([
        "rest-api-dev-api-latency",
        "rest-api-dev-api-server-errors",
        "rest-api-dev-database-cpu",
        "rest-api-dev-database-storage",
        "rest-api-dev-student-server-errors",
        "rest-api-dev-student-unhealthy-tasks",
        "rest-api-dev-subject-server-errors",
        "rest-api-dev-subject-unhealthy-tasks",
      ]),
    );
  });

  test("[rest-api 17] lets a bastion query the database, which Session Manager leads to and nothing else", () => {
    const json = restApi({ bastion: {} });
    const [group] = json.resource("aws_instance")["vpc_security_group_ids"] as string[];
    expect(rules(json, "ingress", group!)).toEqual([]);
    const [database] = json.resource("aws_db_instance")["vpc_security_group_ids"] as string[];
    const tasks = json.resources("aws_ecs_service")[0]!["network_configuration"].security_groups;
    const open = rules(json, "ingress", database!);
    expect(open.map((rule) => rule["referenced_security_group_id"]).sort()).toEqual(
      [group, ...tasks].sort(),
    );
    for (const rule of open) expect(rule).toMatchObject({ from_port: 3306, to_port: 3306 });
    expect(json.resource("aws_instance")).toMatchObject({
      metadata_options: { http_tokens: "required" },
      root_block_device: { encrypted: true },
    });
    expect(json.resource("aws_instance")["key_name"]).toBeUndefined();
  });

  test("shares tasks between Fargate and Spot, of either architecture, by rolling and not by replacing", () => {
    const json = restApi({ capacity: { spotPercent: 70, architecture: "arm64" } });
    for (const service of json.resources("aws_ecs_service")) {
      expect(service["capacity_provider_strategy"]).toEqual([
        { capacity_provider: "FARGATE", weight: 30, base: 1 },
        { capacity_provider: "FARGATE_SPOT", weight: 70, base: 0 },
      ]);
      expect(service["force_new_deployment"]).toBe(true);
    }
    for (const task of json.resources("aws_ecs_task_definition")) {
      expect(task["runtime_platform"]).toMatchObject({ cpu_architecture: "ARM64" });
    }
  });

  test("tracks a target in place of steps", () => {
    const strategies = [{ kind: "cpu-target" as const, targetPercent: 60 }];
    const json = restApi({
      services: { student: { priority: 1, serviceScaling: { strategies } } },
    });
    expect(json.resource("aws_appautoscaling_policy")["policy_type"]).toBe("TargetTrackingScaling");
    expect(json.resources("aws_cloudwatch_metric_alarm")).toEqual([]);
  });
});

describe("[rest-api 28] the way out of private subnets", () => {
  const endpoints = (json: TerraformJson) =>
    json
      .resources("aws_vpc_endpoint")
      .map(({ service_name }) => /\}\.(.*)$/.exec(service_name)![1]);

  test.each(["single", "per-zone"] as const)("is by NAT when it is %s", (nat) => {
    const json = restApi({ network: { kind: "own", zoneCount: 2, nat } });
    expect(json.resources("aws_nat_gateway")).toHaveLength(nat === "single" ? 1 : 2);
    expect(endpoints(json)).toEqual(["s3"]);
  });

  test("is by endpoints without NAT", () => {
    const json = restApi({ network: { kind: "own", zoneCount: 2, nat: "none" } });
    expect(json.resources("aws_nat_gateway")).toEqual([]);
    expect(endpoints(json)).toEqual(
      expect.arrayContaining(["ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager"]),
    );
  });

  test("is an existing network's own affair", () => {
    const json = restApi({
      network: {
        kind: "existing",
        vpcId: "vpc-0123456789abcdef0",
        publicSubnetIds: ["subnet-00000001", "subnet-00000002"],
        privateSubnetIds: ["subnet-00000003", "subnet-00000004"],
      },
    });
    for (const { subnets } of json.resources("aws_lb")) {
      expect(subnets).toEqual(["subnet-00000003", "subnet-00000004"]);
    }
    expect(json.resources("aws_vpc")).toEqual([]);
  });

  test("is wanted by services before their first task", () => {
    for (const service of plain.resources("aws_ecs_service")) {
      const dependencies = (service["depends_on"] as string[]).join();
      expect(dependencies).toContain("aws_route.");
      expect(dependencies).toContain("aws_vpc_security_group_egress_rule.");
    }
  });

  test("has to be there: a network of public subnets is refused", () => {
    expect(() => restApi({ network: undefined })).toThrow(
      'dev.systems.rest-api.network must be set because the environment\'s network (kind "default-vpc") has no private subnets',
    );
    expect(() => restApi({ network: { kind: "default-vpc" } })).toThrow(
      'dev.systems.rest-api.network.kind must be "own", or "existing" with privateSubnetIds, in which the tasks run, got "default-vpc".',
    );
  });
});

describe("order of an end", () => {
  const before = (json: TerraformJson, type: string) =>
    json
      .resources(type)
      .flatMap((each) => (each["depends_on"] ?? []) as string[])
      .join();

  test("a service goes before its rule, its capacity, its rights and its way out", () => {
    const dependencies = before(plain, "aws_ecs_service");
    for (const type of [
      "aws_lb_listener_rule.",
      "aws_ecs_cluster_capacity_providers.",
      "aws_iam_role_policy_attachment.",
      "aws_iam_role_policy.",
      "aws_nat_gateway",
    ].slice(0, 4)) {
      expect(dependencies).toContain(type);
    }
  });

  test("the database goes before the groups of its logs, which it would make again", () => {
    expect(before(plain, "aws_db_instance")).toContain("aws_cloudwatch_log_group.");
  });
});

describe("environments", () => {
  const { stacks } = synthEnvironments({
    staging: running("rest-api", staging),
    prod: running("rest-api", prod),
  });
  const database = (environment: string) =>
    stacks[`rest-api-${environment}`]!.resource("aws_db_instance");

  test("prod loses no database by mistake, nor with a zone", () => {
    expect(database("prod")).toMatchObject({
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: expect.stringMatching(/^ecs-fargate-db-prod-final-/) as string,
      multi_az: true,
      backup_retention_period: 35,
      monitoring_interval: 60,
    });
  });

  test("staging is made and destroyed at will", () => {
    expect(database("staging")).toMatchObject({
      deletion_protection: false,
      skip_final_snapshot: true,
      multi_az: false,
    });
  });

  test("prod protects both balancers", () => {
    for (const balancer of stacks["rest-api-prod"]!.resources("aws_lb")) {
      expect(balancer["enable_deletion_protection"]).toBe(true);
    }
  });
});

test("a service may do what its permissions say, beside reading the database's secret", () => {
  const permissions = {
    statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop/*"] }],
  };
  const json = restApi({ services: { student: { service: { permissions } }, subject: {} } });
  const policies = json.resources("aws_iam_role_policy").map(({ policy }) => String(policy));
  const documents = Object.values(json.json["data"]?.["aws_iam_policy_document"] ?? {});
  const text = JSON.stringify([policies, documents]);
  expect(text.split("s3:GetObject").length - 1).toBe(1);
  expect(text).toContain("secretsmanager:GetSecretValue");
});
