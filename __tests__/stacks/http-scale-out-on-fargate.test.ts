import { readPolicy } from "../../tools/audit/policy";
import { audit, isFailure } from "../../tools/audit/audit";
import { subjectOf } from "../../tools/audit/control";
import { projectRoot } from "../../tools/project-root";
import { StackJson } from "../../tools/synthesized/stack-json";
import { fargateSizeProblem } from "../../aws/compute/fargate";
import type { EnvironmentSettings } from "../../settings/environment";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { devRunning, synthEnvironments } from "../support/environments";
import { containerDefinitions } from "../support/container-definitions";
import type { TerraformJson } from "../support/synth";

type Shop = NonNullable<EnvironmentSettings["systems"]["http-scale-out"]>;
type Fargate = Extract<Shop["capacity"], { kind: "fargate" }>;

/* A person's own container on Fargate behind a load balancer. */

const network = { kind: "own", zoneCount: 2, nat: "single" } as const;
const image = { kind: "reference", reference: "ghcr.io/acme/shop:2.1.0" } as const;

function shop(settings: Shop = {}, capacity: Partial<Fargate> = {}): TerraformJson {
  const own: Shop = { image, network, ...settings, capacity: { kind: "fargate", ...capacity } };
  const environment: EnvironmentSettings = { ...dev, systems: { "http-scale-out": own } };
  return synthEnvironments({ dev: environment }).stacks["http-scale-out-dev"]!;
}

function containers(json: TerraformJson) {
  const task = json.resource("aws_ecs_task_definition");
  return containerDefinitions(task["container_definitions"] as string);
}

const json = shop({ name: "shop", container: { port: 3000, cpu: 300, memoryLimitMiB: 700 } });
const task = json.resource("aws_ecs_task_definition");
const service = json.resource("aws_ecs_service");

test("[2026-11 H] a container of one's own runs on Fargate, in a task of the smallest size that it fits", () => {
  expect(task).toMatchObject({
    requires_compatibilities: ["FARGATE"],
    network_mode: "awsvpc",
    cpu: "512",
    memory: "1024",
    runtime_platform: { cpu_architecture: "X86_64", operating_system_family: "LINUX" },
  });
  expect(containers(json)).toEqual([
    expect.objectContaining({
      name: "shop",
      image: image.reference,
      cpu: 300,
      memoryReservation: 700,
      portMappings: [{ containerPort: 3000, hostPort: 3000, protocol: "tcp" }],
    }),
  ]);
});

test("[2026-11 H] the program may use all memory of the task that others leave", () => {
  expect(containers(json)[0]).not.toHaveProperty("memory");
  const reserving = shop({ container: { memoryLimitMiB: 700, memoryReservationMiB: 200 } });
  expect(containers(reserving)[0]).toMatchObject({ memoryReservation: 200 });
  expect(reserving.resource("aws_ecs_task_definition")["memory"]).toBe("1024");
});

test("[2026-11 H] containers beside the program count for the size of the task", () => {
  const agent = { image, cpu: 300, memoryLimitMiB: 1500 };
  const both = shop({ container: { cpu: 256, memoryLimitMiB: 512 }, sidecars: { agent } });
  const { cpu, memory } = both.resource("aws_ecs_task_definition");
  expect([cpu, memory]).toEqual(["1024", "2048"]);
  expect(containers(both)[1]).toMatchObject({ cpu: 300, memory: 1500 });
});

test("[2026-11 H] the proxy of Service Connect has a place in the size of the task", () => {
  const container = { cpu: 256, memoryLimitMiB: 512 };
  const sizeOf = (json: ReturnType<typeof shop>) => {
    const { cpu, memory } = json.resource("aws_ecs_task_definition");
    return [cpu, memory];
  };
  expect(sizeOf(shop({ container }))).toEqual(["256", "512"]);
  expect(sizeOf(shop({ container, serviceConnect: {} }))).toEqual(["512", "1024"]);
  const proxy = { cpu: 512, memoryMiB: 1600 };
  const connection = { kind: "client-server", proxy } as const;
  expect(sizeOf(shop({ container, serviceConnect: {}, connection }))).toEqual(["1024", "3072"]);
});

test.each([
  [2, 6, "256/512"],
  [256, 512, "256/512"],
  [256, 1025, "256/2048"],
  [256, 2049, "512/3072"],
  [257, 6, "512/1024"],
  [1024, 8193, "2048/9216"],
  [2048, 17_000, "4096/17408"],
  [4096, 30_721, "8192/32768"],
  [8192, 61_441, "16384/65536"],
  [16_384, 122_880, "16384/122880"],
])(
  "[2026-11 H] %d CPU units and %d MiB are in a task of the smallest size that has both",
  (cpu, memoryLimitMiB, expected) => {
    const sized = shop({ container: { cpu, memoryLimitMiB } }).resource("aws_ecs_task_definition");
    const size = { cpu: Number(sized["cpu"]), memoryMiB: Number(sized["memory"]) };
    expect(`${size.cpu}/${size.memoryMiB}`).toBe(expected);
    expect(fargateSizeProblem(size)).toBeUndefined();
  },
);

test("[2026-11 H] nothing of a group of instances is there", () => {
  for (const type of [
    "aws_autoscaling_group",
    "aws_autoscaling_policy",
    "aws_launch_template",
    "aws_iam_instance_profile",
    "aws_ecs_capacity_provider",
    "aws_ssm_parameter",
  ])
    expect([type, json.resources(type)]).toEqual([type, []]);
  expect(JSON.stringify(json.json)).not.toContain("ec2.amazonaws.com");
  expect(service["ordered_placement_strategy"]).toBeUndefined();
  expect(service["launch_type"]).toBeUndefined();
  expect(service["capacity_provider_strategy"]).toEqual([
    { capacity_provider: "FARGATE", weight: 100, base: 1 },
  ]);
});

test("[2026-11 H] tasks have addresses of their own in private subnets, without public ones", () => {
  const { subnets, assign_public_ip: isPublic } = service["network_configuration"];
  expect(isPublic).toBe(false);
  expect(subnets).toEqual([
    "${aws_subnet.network_private_zone-a.id}",
    "${aws_subnet.network_private_zone-b.id}",
  ]);
  const group = json.resource("aws_lb_target_group");
  expect(group).toMatchObject({ target_type: "ip", protocol: "HTTP" });
  expect(service["load_balancer"]).toEqual([
    expect.objectContaining({ container_name: "shop", container_port: 3000 }),
  ]);
});

test("[2026-11 H] only the load balancer reaches a task, on its port, and tasks reach HTTPS", () => {
  const [tasks] = service["network_configuration"]["security_groups"];
  const rules = (type: string) =>
    json.resources(type).filter(({ security_group_id: id }) => id === tasks);
  const [inbound, ...more] = rules("aws_vpc_security_group_ingress_rule");
  expect(more).toEqual([]);
  expect(inbound).toMatchObject({ from_port: 3000, to_port: 3000, ip_protocol: "tcp" });
  expect(inbound!["referenced_security_group_id"]).toBe(
    json.resource("aws_lb")["security_groups"][0],
  );
  expect(rules("aws_vpc_security_group_egress_rule")).toEqual([
    expect.objectContaining({ from_port: 443, to_port: 443, cidr_ipv4: "0.0.0.0/0" }),
  ]);
});

test("[2026-11 H] tasks scale, and nothing else does", () => {
  expect(json.resource("aws_appautoscaling_target")).toMatchObject({
    min_capacity: 1,
    max_capacity: 20,
    scalable_dimension: "ecs:service:DesiredCount",
  });
  expect(json.resources("aws_appautoscaling_policy")).toHaveLength(1);
  expect(service["lifecycle"]["ignore_changes"]).toEqual(["desired_count"]);
});

test("[2026-11 H] the service outlives neither its way out, nor its providers, nor its listener", () => {
  expect(service["depends_on"]).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^aws_ecs_cluster_capacity_providers\./),
      expect.stringMatching(/^aws_lb_listener\./),
      expect.stringMatching(/^aws_vpc_security_group_egress_rule\./),
      expect.stringMatching(/^aws_route\..*nat/),
    ]),
  );
});

test("[2026-11 H] Spot, ARM, storage and the platform's version are settings of the capacity", () => {
  const other = shop(
    { scheduledTasks: { nightly: { schedule: "rate(1 day)", command: ["clean-up"] } } },
    {
      architecture: "arm64",
      spotPercent: 75,
      onDemandTasks: 3,
      ephemeralStorageGiB: 60,
      platformVersion: "1.4.0",
    },
  );
  expect(other.resource("aws_ecs_task_definition")).toMatchObject({
    ephemeral_storage: { size_in_gib: 60 },
    runtime_platform: { cpu_architecture: "ARM64" },
  });
  const strategy = [
    { capacity_provider: "FARGATE", weight: 25, base: 3 },
    { capacity_provider: "FARGATE_SPOT", weight: 75, base: 0 },
  ];
  expect(other.resource("aws_ecs_service")).toMatchObject({
    capacity_provider_strategy: strategy,
    platform_version: "1.4.0",
    force_new_deployment: true,
  });
  expect(other.resource("aws_scheduler_schedule")["target"]["ecs_parameters"]).toMatchObject({
    capacity_provider_strategy: strategy,
    platform_version: "1.4.0",
  });
});

test("[2026-11 H] deployments by ECS, volumes and writable paths are those of other systems on Fargate", () => {
  const busy = shop({
    deployment: { kind: "blue-green-by-ecs" },
    volumes: { files: { kind: "efs" }, disk: { kind: "ebs", sizeGiB: 20 } },
    container: {
      writablePaths: ["/tmp"],
      mounts: { "/files": { volume: "files" }, "/disk": { volume: "disk" } },
    },
  });
  const groups = busy.resources("aws_lb_target_group").map((group) => group["target_type"]);
  expect(groups).toEqual(["ip", "ip"]);
  const [container] = containers(busy);
  expect(container!["linuxParameters"]).toMatchObject({
    tmpfs: [expect.objectContaining({ containerPath: "/tmp" })],
  });
  expect(busy.resource("aws_ecs_task_definition")["volume"]).toEqual([
    expect.objectContaining({ name: "files", efs_volume_configuration: expect.anything() }),
    { name: "disk", configure_at_launch: true },
  ]);
  expect(busy.resource("aws_ecs_service")["volume_configuration"]).toMatchObject({ name: "disk" });
});

test("[2026-11 H] alarms and the dashboard show the service, and no instances", () => {
  const { stacks } = synthEnvironments({
    prod: {
      ...prod,
      loadTest: undefined,
      systems: { "http-scale-out": { ...shopOf(prod), network } },
    },
  });
  const watched = stacks["http-scale-out-prod"]!;
  const alarms = watched.resources("aws_cloudwatch_metric_alarm");
  expect(alarms.length).toBeGreaterThan(3);
  expect(JSON.stringify(alarms)).not.toMatch(/AutoScalingGroup|CapacityProvider|AWS\/EC2/);
  const board = JSON.stringify(watched.resources("aws_cloudwatch_dashboard"));
  expect(board).toContain("AWS/ECS");
  expect(board).not.toMatch(/AutoScalingGroup|CapacityProvider|AWS\/EC2/);
});

test("[2026-11 H] prod on Fargate holds the security controls, but for the exceptions on record", () => {
  const own: EnvironmentSettings = {
    ...prod,
    loadTest: undefined,
    network: { ...network, flowLogsRetentionDays: 90 },
    systems: {
      "http-scale-out": {
        ...shopOf(prod),
        capacity: { kind: "fargate", platformVersion: "1.4.0" },
      },
    },
  };
  const its = synthEnvironments({ prod: own }).stacks["http-scale-out-prod"]!;
  const stack = { name: "http-scale-out-prod", file: "", json: new StackJson(its.json) };
  const { results } = audit("prod", [stack], readPolicy(projectRoot()), "2026-11-28");
  expect(results.map(({ control }) => control.id)).toEqual(
    expect.arrayContaining(["ECS.2", "ECS.10"]),
  );
  expect(
    results
      .filter((result) => isFailure(result))
      .map(({ control, finding }) => `${control.id}: ${subjectOf(finding)}`),
  ).toEqual([]);
});

test("[2026-11 H] without NAT, tasks reach AWS by the endpoints that Fargate needs", () => {
  const { stacks } = synthEnvironments(
    devRunning("http-scale-out", {
      network: { ...network, nat: "none" },
      capacity: { kind: "fargate" },
    }),
  );
  const names = stacks["http-scale-out-dev"]!.resources("aws_vpc_endpoint").map(
    ({ service_name: name }) => String(name).replace(/^.*\}\./, ""),
  );
  expect(names).toEqual(expect.arrayContaining(["ecr.api", "ecr.dkr", "logs"]));
  expect(names).not.toContain("ecs-agent");
});

/** http-scale-out of an environment, on Fargate. */
function shopOf({ systems }: EnvironmentSettings): Shop {
  const own = { ...systems["http-scale-out"], capacity: { kind: "fargate" as const } };
  Reflect.deleteProperty(own, "clusterScaling");
  Reflect.deleteProperty(own, "placement");
  return own;
}
