import type { EnvironmentSettings } from "../../settings/environment";
import { containerDefinitions } from "../support/container-definitions";
import { runtimeOf } from "../support/environments";
import type { TerraformJson } from "../support/synth";
import { stores } from "./http-api-fixtures";

type Systems = EnvironmentSettings["systems"];

const server = { kind: "client-server" } as const;
const services: NonNullable<Systems["talk-service"]>["services"] = {
  talk: {
    priority: 1,
    deployment: { kind: "blue-green-by-variable" },
    connection: { kind: "client", calls: ["speaker"] },
  },
  speaker: { priority: 2 },
};

const named = (json: TerraformJson, name: string) => {
  const found = json.resources("aws_ecs_service").filter((each) => each.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const connectOf = (json: TerraformJson, name: string) =>
  named(json, name).service_connect_configuration as Record<string, any>;

describe("services on instances", () => {
  const json = runtimeOf("talk-service", { services, serviceConnect: {} });
  const task = (family: string) =>
    json.resources("aws_ecs_task_definition").find((each) => each.family === family)!;

  test("share a namespace without DNS, and one of them has a name there", () => {
    const namespace = json.resource("aws_service_discovery_http_namespace");
    expect(namespace.name).toBe("talk-service-dev");
    const connect = connectOf(json, "speaker-service-ecs");
    expect(json.referenced(connect.namespace as string)).toBe(namespace);
    expect(connect).toMatchObject({
      enabled: true,
      service: [
        {
          port_name: "speaker",
          discovery_name: "speaker",
          client_alias: { dns_name: "speaker", port: 8080 },
        },
      ],
      log_configuration: { log_driver: "awslogs" },
    });
    expect(connect.log_configuration.options["awslogs-stream-prefix"]).toBe(
      "aws-speaker-service-cloudwatch",
    );
  });

  test("name the container's port and its protocol", () => {
    const [container] = containerDefinitions(
      task("speaker-service").container_definitions as string,
    );
    expect(container!.portMappings).toEqual([
      { containerPort: 8080, hostPort: 0, protocol: "tcp", name: "speaker", appProtocol: "http" },
    ]);
  });

  test("have a size with the limits of their containers and the proxy", () => {
    expect(task("speaker-service")).toMatchObject({ cpu: "384", memory: "320" });
  });

  test("only call in blue and in green, after those that they call are there", () => {
    const [[speaker] = [""]] = json
      .addressed("aws_ecs_service")
      .filter(([, each]) => each.name === "speaker-service-ecs");
    for (const color of ["talk-service-ecs", "talk-service-ecs-green"]) {
      expect(connectOf(json, color).service).toBeUndefined();
      expect(named(json, color).depends_on).toContain(speaker);
    }
  });

  test("reach each other's dynamic ports", () => {
    const [group] = json
      .resources("aws_security_group")
      .filter(({ description }) => String(description).startsWith("Instances"));
    const own = json
      .resources("aws_vpc_security_group_ingress_rule")
      .filter(
        (rule) =>
          rule.security_group_id === rule.referenced_security_group_id &&
          json.referenced(rule.security_group_id as string) === group,
      );
    expect(own).toEqual([expect.objectContaining({ from_port: 32768, to_port: 60999 })]);
  });

  test("are told to other systems", () => {
    expect(json.outputs).toHaveProperty("service_connect_namespace_arn");
    expect(json.outputs).toHaveProperty("service_connect_security_group_id");
  });
});

describe("stores on Fargate", () => {
  const arn = "arn:aws:servicediscovery:us-east-2:111122223333:namespace/ns-0123456789abcdef";
  const authorityArn =
    "arn:aws:acm-pca:us-east-2:111122223333:certificate-authority/01234567-89ab-cdef-0123-456789abcdef";
  const kmsKeyArn = "arn:aws:kms:us-east-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef";
  const json = stores({
    serviceConnect: {
      namespace: { kind: "existing", arn },
      clientSecurityGroupIds: ["sg-0123456789abcdef0"],
    },
    services: {
      food: {
        task: { cpu: 512, memoryMiB: 1024 },
        connection: {
          ...server,
          name: "foods",
          port: 80,
          protocol: "tcp",
          idleTimeoutSeconds: 60,
          ingressPort: 8443,
          tls: { authorityArn, kmsKeyArn },
        },
      },
    },
  });
  const connect = connectOf(json, "food-store");

  test("join a namespace of somebody else's", () => {
    expect(connect.namespace).toBe(arn);
    expect(json.resources("aws_service_discovery_http_namespace")).toEqual([]);
  });

  test("are called with time-outs, and by TLS with a role for the certificates", () => {
    const [endpoint] = connect.service;
    expect(endpoint).toMatchObject({
      client_alias: { dns_name: "foods", port: 80 },
      ingress_port_override: 8443,
      timeout: { idle_timeout_seconds: 60 },
      tls: { issuer_cert_authority: { aws_pca_authority_arn: authorityArn }, kms_key: kmsKeyArn },
    });
    const role = json.referenced(endpoint.tls.role_arn as string);
    const policies = json
      .resources("aws_iam_role_policy_attachment")
      .filter(({ role: of }) => json.referenced(of as string) === role)
      .map(({ policy_arn: policy }) => String(policy));
    expect(policies).toEqual([
      expect.stringContaining(
        "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
      ),
    ]);
    expect(JSON.stringify(json.json)).toContain("kms:GenerateDataKeyPair");
    expect(named(json, "food-store").depends_on.join()).toContain("tls-role");
  });

  test("have no protocol of their port by TCP, and the size that is set", () => {
    const task = json.resource("aws_ecs_task_definition");
    expect(task).toMatchObject({ cpu: "512", memory: "1024" });
    const [container] = containerDefinitions(task.container_definitions as string);
    expect(container!.portMappings).toEqual([
      { containerPort: 8080, hostPort: 8080, protocol: "tcp", name: "foods" },
    ]);
  });

  test("let in those of the system and of the group that is named, to the port of the proxy", () => {
    const [tasks] = named(json, "food-store").network_configuration.security_groups;
    const rules = json
      .resources("aws_vpc_security_group_ingress_rule")
      .filter(({ security_group_id: id, from_port: from }) => id === tasks && from === 8443);
    expect(rules.map((rule) => rule.referenced_security_group_id).sort()).toEqual(
      [tasks, "sg-0123456789abcdef0"].sort(),
    );
  });
});

test("a service of one is called by the name of its system, and a worker only calls", () => {
  const shop = runtimeOf("http-scale-out", { serviceConnect: {}, name: "shop" });
  expect(connectOf(shop, "shop").service[0].client_alias).toEqual({ dns_name: "shop", port: 80 });
  const worker = runtimeOf("worker", {
    serviceConnect: {},
    task: { cpu: 512, memoryMiB: 1024 },
    capacity: { kind: "instances" },
  });
  expect(connectOf(worker, "worker").service).toBeUndefined();
  const task = worker.resource("aws_ecs_task_definition");
  const [container] = containerDefinitions(task.container_definitions as string);
  expect(container).toMatchObject({ cpu: 256, memory: 960 });
  expect(task).toMatchObject({ cpu: "512", memory: "1024" });
});

test("a daemon is called by the name of its system, beside its load balancer", () => {
  const daemon = runtimeOf("daemon-api", {
    image: { kind: "repository", build: {} },
    serviceConnect: {},
    connection: { kind: "client-server", perRequestTimeoutSeconds: 5, proxy: { cpu: 128 } },
  });
  expect(connectOf(daemon, "daemon-api-dev").service[0]).toMatchObject({
    client_alias: { dns_name: "daemon-api", port: 8080 },
    timeout: { per_request_timeout_seconds: 5 },
  });
  expect(daemon.resource("aws_ecs_service")).toMatchObject({ scheduling_strategy: "DAEMON" });
  // The container's 256 CPU units and 256 MiB, and the proxy's.
  expect(daemon.resource("aws_ecs_task_definition")).toMatchObject({ cpu: "384", memory: "320" });
  expect(Object.keys(daemon.outputs)).toEqual(
    expect.arrayContaining(["service_connect_namespace_arn", "service_connect_security_group_id"]),
  );
});

test("a task on Fargate whose size follows from its containers has the proxy in it", () => {
  const shop = runtimeOf(
    "http-scale-out",
    {
      container: { cpu: 256, memoryLimitMiB: 512 },
      capacity: { kind: "fargate" },
      serviceConnect: {},
    },
    { network: { kind: "own", zoneCount: 2, nat: "single" } },
  );
  // 256 and 256 CPU units, and 512 and 64 MiB.
  expect(shop.resource("aws_ecs_task_definition")).toMatchObject({ cpu: "512", memory: "1024" });
});

test("without Service Connect, tasks on instances have no size, and ports have no name", () => {
  const json = runtimeOf("http-scale-out", {});
  expect(json.resource("aws_ecs_service")).not.toHaveProperty("service_connect_configuration");
  expect(json.resource("aws_ecs_task_definition")).not.toHaveProperty("cpu");
});
