import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import type { EnvironmentSettings } from "../../settings/environment";
import { containerDefinitions } from "../support/container-definitions";
import { runtimeOf, runtimeStack, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

/* Faults of November 2026, by their number: each held for all systems that could have it. */

type Systems = EnvironmentSettings["systems"];

const { stacks } = synthEnvironments({ dev, staging, prod });
const runtimes = Object.entries(stacks).filter(([name]) => !/images|state/.test(name));
const all = (type: string) => runtimes.flatMap(([, json]) => json.resources(type));

const database = (settings: NonNullable<Systems["rest-api"]>["database"]) =>
  runtimeOf("rest-api", { database: settings });

describe("what is lost", () => {
  test("[2026-11 B1] a database leaves a snapshot of a name of its own, whatever protects it", () => {
    for (const deletionProtection of [true, false]) {
      const protections = { deletionProtection, httpsOnly: false };
      const json = runtimeOf("rest-api", { database: {} }, { protections });
      const instance = json.resource("aws_db_instance");
      expect(instance).toMatchObject({
        skip_final_snapshot: false,
        delete_automated_backups: false,
        deletion_protection: deletionProtection,
      });
      expect(instance.final_snapshot_identifier).toMatch(
        /^ecs-fargate-db-final-\$\{formatdate\("YYYYMMDDhhmmss", timestamp\(\)\)\}$/,
      );
      expect(instance.lifecycle.ignore_changes).toEqual(["final_snapshot_identifier"]);
    }
    expect(database({ finalSnapshot: false }).resource("aws_db_instance")).toMatchObject({
      skip_final_snapshot: true,
      delete_automated_backups: true,
    });
  });

  test("[2026-11 B10] tasks are told the host that a database has after the apply that renames it", () => {
    const hostOf = (settings: Parameters<typeof database>[0]) => {
      const json = database(settings);
      const host = json.outputs.database_host.value as string;
      for (const task of json.resources("aws_ecs_task_definition")) {
        const [container] = containerDefinitions(task.container_definitions as string);
        expect(container!.environment).toContainEqual({ name: "DB_HOST", value: host });
      }
      const [, local] = /^\$\{local\.(.*)\}$/.exec(host) ?? [];
      return local === undefined ? host : (json.json["locals"] as Record<string, string>)[local];
    };
    expect(hostOf({ identifier: "students" })).toBe(
      '${replace(aws_db_instance.database.address, "/^[a-z][^.]*[.]/", "students.")}',
    );
    // A rename that waits keeps the address until it comes.
    expect(hostOf({ applyImmediately: false })).toBe("${aws_db_instance.database.address}");
  });

  test("[2026-11 B2] the next one comes first, of everything that AWS keeps while others refer to it", () => {
    const direct = runtimeOf("rest-api", { api: { entry: "direct" } });
    const referredTo = [
      ...all("aws_apigatewayv2_vpc_link"),
      ...direct.resources("aws_apigatewayv2_vpc_link"),
      ...all("aws_api_gateway_vpc_link"),
      ...all("aws_db_subnet_group"),
      ...all("aws_db_parameter_group"),
      ...all("aws_iam_role"),
      ...all("aws_iam_instance_profile"),
      ...all("aws_launch_template"),
      ...all("aws_lb_target_group"),
      ...all("aws_security_group"),
      ...all("aws_wafv2_web_acl"),
      ...all("aws_service_discovery_private_dns_namespace"),
      ...all("aws_service_discovery_service"),
      ...all("aws_cognito_user_pool"),
      ...all("aws_cognito_user_pool_client"),
      ...all("aws_sqs_queue"),
      ...all("aws_api_gateway_stage"),
      ...all("aws_apigatewayv2_stage"),
    ];
    expect(referredTo.length).toBeGreaterThan(50);
    for (const resource of referredTo) expect(resource.lifecycle.create_before_destroy).toBe(true);
  });

  test("[2026-11 B5] a store's rule keeps its number when other stores come, and a longer path is tried first", () => {
    type Stores = NonNullable<NonNullable<Systems["http-api"]>["services"]>;
    const numbers = (services: Stores) => {
      const json = runtimeOf("http-api", {
        api: { integration: "load-balancer" },
        services,
      });
      const rules = json.resources("aws_lb_listener_rule");
      return Object.fromEntries(
        rules.map((rule) => [rule.condition[0].path_pattern.values[0], rule.priority as number]),
      );
    };
    const two = numbers({ food: {}, pet: {} });
    const four = numbers({
      apple: {},
      food: {},
      pet: {},
      zebra: { path: "/foodstore/foods/zebras" },
    });
    expect(four).toMatchObject(two);
    expect(four["/foodstore/foods/zebras/*"]).toBeLessThan(four["/foodstore/foods/*"]);
    expect(numbers({ food: { priority: 7 } })).toEqual({ "/foodstore/foods/*": 7 });
    expect(() => numbers({ food: { priority: 7 }, pet: { priority: 7 } })).toThrow(
      "services.pet.priority must differ from that of food",
    );
  });

  test("[2026-11 B6] tasks go where the setting says; in prod no zone takes all with it", () => {
    const strategies = (json: TerraformJson) =>
      json.resource("aws_ecs_service").ordered_placement_strategy as unknown;
    const pack = { type: "binpack", field: "cpu" };
    const spread = { type: "spread", field: "attribute:ecs.availability-zone" };
    expect(strategies(runtimeStack({ placement: "pack" }))).toEqual([pack]);
    expect(strategies(runtimeStack({ placement: "spread" }))).toBeUndefined();
    expect(strategies(stacks["http-scale-out-prod"]!)).toEqual([spread, pack]);
  });

  test("[2026-11 B7] an apply in staging and prod ends with the deployment, and fails when ECS took it back", () => {
    for (const [name, json] of runtimes) {
      for (const service of json.resources("aws_ecs_service")) {
        const waits = !name.endsWith("-dev") || name === "daemon-api-dev";
        expect([name, service.wait_for_steady_state]).toEqual([name, waits]);
        const [check] = (service.lifecycle?.postcondition ?? []) as { condition: string }[];
        expect(check !== undefined).toBe(waits);
        if (check === undefined) continue;
        const [, arn] = /self\.task_definition == (.*)\.arn\}$/.exec(check.condition)!;
        expect(service.task_definition).toBe(`\${${arn}.arn}`);
      }
    }
  });

  test("[2026-11 B9] a service goes before the rule that lets its tasks out", () => {
    for (const [name, json] of runtimes.filter(([each]) =>
      /^(http|rest)-api-(?!account)/.test(each),
    )) {
      const rules = json.json["resource"].aws_vpc_security_group_egress_rule as object;
      const wayOut = Object.keys(rules).find((rule) => rule.endsWith("tasks_https-out"));
      for (const { depends_on } of json.resources("aws_ecs_service")) {
        expect([name, depends_on]).toEqual([
          name,
          expect.arrayContaining([`aws_vpc_security_group_egress_rule.${wayOut}`]),
        ]);
      }
    }
  });
});

describe("what fails on AWS", () => {
  const zones = (json: TerraformJson) =>
    json.dataSource("aws_availability_zones").filter as unknown;
  const http = (settings: NonNullable<Systems["http-api"]>, region = "us-east-1") =>
    runtimeOf("http-api", settings, { region });
  const network = { kind: "own", zoneCount: 2, nat: "single" } as const;

  test("[2026-11 C1] a network with a VPC link stands in zones that offer one", () => {
    expect(zones(http({ network }))).toContainEqual({
      name: "zone-id",
      values: ["use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"],
    });
    const zoneIds = ["use1-az2", "use1-az4"];
    expect(zones(http({ network: { ...network, zoneIds } }))).toContainEqual({
      name: "zone-id",
      values: zoneIds,
    });
    expect(() => http({ network: { ...network, zoneCount: 3 } }, "eu-west-3")).toThrow(
      "network.zoneCount must be at most 2 in eu-west-3",
    );
    expect(() => http({ network: { ...network, zoneIds: ["use1-az3", "use1-az2"] } })).toThrow(
      "Leave out use1-az3.",
    );
  });

  test("[2026-11 C2] tasks reach a database elsewhere once that is allowed, on instances and on Fargate", () => {
    const egress = [
      { port: 5432, cidr: "203.0.113.0/24" },
      { port: 27017, toPort: 27019 },
    ];
    for (const json of [
      runtimeStack({ capacity: { egress } }),
      runtimeOf("rest-api", { capacity: { egress } }),
    ]) {
      const ways = json
        .resources("aws_vpc_security_group_egress_rule")
        .map((rule) => [rule.cidr_ipv4, rule.from_port, rule.to_port] as unknown);
      expect(ways).toContainEqual(["203.0.113.0/24", 5432, 5432]);
      expect(ways).toContainEqual(["0.0.0.0/0", 27017, 27019]);
    }
  });

  test("[2026-11 C3] a program has the rights that its service's settings name", () => {
    const statement = { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop/*"] };
    const policy = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess";
    const json = runtimeStack({
      service: { permissions: { statements: [statement], managedPolicyArns: [policy] } },
    });
    const role = json.referenced(json.resource("aws_ecs_task_definition").task_role_arn as string);
    const attached = json
      .resources("aws_iam_role_policy_attachment")
      .filter((each) => json.referenced(each.role as string) === role);
    expect(attached.map((each) => each.policy_arn as string)).toEqual([policy]);
    const inline = json
      .resources("aws_iam_role_policy")
      .find((each) => json.referenced(each.role as string) === role)!;
    expect(json.referenced(inline.policy as string).statement).toEqual([statement]);
    const roleArn = "arn:aws:iam::111122223333:role/shop";
    const own = runtimeStack({ service: { permissions: { roleArn } } });
    expect(own.resource("aws_ecs_task_definition").task_role_arn).toBe(roleArn);
  });

  test("[2026-11 C4] ECS reads the credentials of a private registry, and secrets under a key of one's own", () => {
    const secret = "arn:aws:secretsmanager:us-east-2:111122223333:secret:registry-AbCdEf";
    const key = "arn:aws:kms:us-east-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const json = runtimeStack({
      image: { kind: "reference", reference: "ghcr.io/acme/shop", credentialsSecretArn: secret },
      container: { secretKeyArns: [key] },
    });
    const task = json.resource("aws_ecs_task_definition");
    const [container] = containerDefinitions(task.container_definitions as string);
    expect(container!.repositoryCredentials).toEqual({ credentialsParameter: secret });
    const statements = json
      .dataSources("aws_iam_policy_document")
      .flatMap((document) => document.statement as { actions: string[]; resources: string[] }[]);
    expect(statements).toContainEqual({
      actions: ["secretsmanager:GetSecretValue"],
      resources: [secret],
    });
    expect(statements).toContainEqual({ actions: ["kms:Decrypt"], resources: [key] });
  });

  test("[2026-11 C6] a program on Fargate that is not root can write to its writable paths", () => {
    const json = runtimeOf("rest-api", {
      services: { student: { container: { writablePaths: ["/tmp", "/data"] } } },
    });
    const [task] = json.resources("aws_ecs_task_definition");
    const [container] = containerDefinitions(task!.container_definitions as string);
    expect(container!.linuxParameters.tmpfs).toEqual([
      { containerPath: "/data", size: 64 },
      { containerPath: "/tmp", size: 64 },
    ]);
    expect(container!.mountPoints).toBeUndefined();
    expect(task!.volume ?? []).toEqual([]);
  });

  test("[2026-11 C7] scopes to write are there where somebody can get them, and else refused", () => {
    const api = { writeScopes: ["stores/write"] };
    const page = { kind: "none" } as const;
    expect(() => runtimeOf("http-api", { api })).toThrow(
      "api.writeScopes must be empty without userPool.signInPages or issuer",
    );
    const signInPages = { domainPrefix: "stores", callbackUrls: ["https://shop.example.com/"] };
    const json = runtimeOf("http-api", { api, page, userPool: { signInPages } });
    expect(json.resource("aws_cognito_resource_server")).toMatchObject({
      identifier: "stores",
      scope: [{ scope_name: "write" }],
    });
    const client = json.resource("aws_cognito_user_pool_client");
    expect(client.allowed_oauth_scopes).toContain("stores/write");
    expect(client.depends_on).toEqual([expect.stringMatching(/^aws_cognito_resource_server\./)]);
  });

  test("[2026-11 C11] a change of the API's own settings makes a deployment", () => {
    const trigger = (settings: NonNullable<Systems["rest-api"]>["api"]) => {
      const json = runtimeOf("rest-api", { api: settings });
      return json.resource("aws_api_gateway_deployment").triggers.api as string;
    };
    const domain = { domainName: "api.example.com", hostedZoneId: "Z0123456789EXAMPLE" };
    expect(trigger({ domain })).not.toBe(trigger({}));
    expect(trigger({})).toBe(trigger({}));
  });

  test("[2026-11 C13] a database changes when it is told to, and a pinned patch stays", () => {
    const instance = (settings: Parameters<typeof database>[0]) =>
      database(settings).resource("aws_db_instance");
    expect(instance({})).toMatchObject({
      apply_immediately: true,
      allow_major_version_upgrade: false,
      auto_minor_version_upgrade: true,
    });
    expect(
      instance({
        engineVersion: "8.4.7",
        applyImmediately: false,
        allowMajorVersionUpgrade: true,
        backupWindow: "02:00-02:30",
        maintenanceWindow: "sun:03:00-sun:03:30",
      }),
    ).toMatchObject({
      apply_immediately: false,
      allow_major_version_upgrade: true,
      auto_minor_version_upgrade: false,
      backup_window: "02:00-02:30",
      maintenance_window: "sun:03:00-sun:03:30",
    });
    for (const maintenanceWindow of ["sun:02:15-sun:02:45", "mon:01:45-mon:02:15"]) {
      expect(() => database({ backupWindow: "02:00-02:30", maintenanceWindow })).toThrow(
        "database.maintenanceWindow must not overlap backupWindow (02:00-02:30)",
      );
    }
  });

  test("[2026-11 C14] slow queries are logged, and to a file, from which RDS exports them", () => {
    for (const group of all("aws_db_parameter_group")) {
      expect(group.parameter).toEqual(
        expect.arrayContaining([
          { name: "slow_query_log", value: "1" },
          { name: "log_output", value: "FILE" },
        ]),
      );
    }
  });

  test("[2026-11 C16] a service that shares its system's log has no retention of its own", () => {
    const service = { logRetentionDays: 30 };
    expect(() =>
      runtimeOf("talk-service", { services: { talk: { priority: 1, service } } } as object),
    ).toThrow("service.logRetentionDays must be removed: all services of the system share a log");
    expect(() => runtimeOf("http-api", { services: { food: { service } } } as object)).toThrow(
      "service.logRetentionDays must be removed",
    );
  });

  test("[2026-11 C17] a pinned machine image is looked up nowhere", () => {
    const imageId = "ami-0123456789abcdef0";
    const json = runtimeStack({ capacity: { imageId } });
    expect(json.resource("aws_launch_template").image_id).toBe(imageId);
    expect(json.dataSources("aws_ssm_parameter")).toEqual([]);
  });

  test("[2026-11 C20] the pool of prod blocks passwords that are known to others, and a new address counts when it is verified", () => {
    const risks = stacks["http-api-prod"]!.resource("aws_cognito_risk_configuration");
    expect(risks.compromised_credentials_risk_configuration.actions.event_action).toBe("BLOCK");
    for (const pool of all("aws_cognito_user_pool")) {
      expect(pool.user_attribute_update_settings).toEqual({
        attributes_require_verification_before_update: ["email"],
      });
    }
  });

  test("[2026-11 C21] CORS names the header that a wildcard does not cover", () => {
    for (const api of all("aws_apigatewayv2_api")) {
      expect(api.cors_configuration.allow_headers).toEqual(["authorization", "content-type"]);
    }
  });

  test("[2026-11 C22] a network without NAT has the endpoints that its system calls, and no others", () => {
    const network = { kind: "own", zoneCount: 2, nat: "none" } as const;
    const services = (json: TerraformJson) =>
      json
        .resources("aws_vpc_endpoint")
        .filter((each) => each.vpc_endpoint_type === "Interface")
        .map((each) => each.tags.Name as string)
        .sort();
    const ofTasks = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"];
    expect(services(runtimeOf("rest-api", { network }))).toEqual(ofTasks);
    expect(services(runtimeStack({}, { network }))).toEqual(
      [...ofTasks, "ec2messages", "ecs", "ecs-agent", "ecs-telemetry"].sort(),
    );
  });

  test("[2026-11 D2] API Gateway's execution log is ours: it expires, and goes with the API", () => {
    const logs = (level: "OFF" | "ERROR") => {
      const json = runtimeOf("rest-api", { api: { logs: { executionLevel: level } } });
      const group = json
        .resources("aws_cloudwatch_log_group")
        .find(({ name }) => (name as string).startsWith("API-Gateway-Execution-Logs_"));
      return { group, stage: json.resource("aws_api_gateway_stage") };
    };
    const { group, stage } = logs("ERROR");
    expect(group).toMatchObject({
      name: "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.api.id}/Test",
      retention_in_days: 7,
    });
    expect(stage.depends_on).toContain("aws_cloudwatch_log_group.api_stage_logs_execution");
    expect(logs("OFF").group).toBeUndefined();
  });
});
