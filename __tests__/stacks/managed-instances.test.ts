import { prod } from "../fixtures/environments/prod";
import type { EnvironmentSettings } from "../../settings/environment";
import { containerDefinitions } from "../support/container-definitions";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";
import { audit, isFailure } from "../../tools/audit/audit";
import { subjectOf } from "../../tools/audit/control";
import { readPolicy } from "../../tools/audit/policy";
import { projectRoot } from "../../tools/project-root";
import { StackJson } from "../../tools/synthesized/stack-json";

const systems = ["http-scale-out", "talk-service", "http-api", "rest-api", "worker"] as const;
const ECR = "111122223333.dkr.ecr.us-east-2.amazonaws.com";
const capacity = { kind: "managed-instances", allowedInstanceTypes: ["m7i.*"] } as const;

/** Each system of prod on managed instances, in a network with private subnets. */
const settings: EnvironmentSettings = {
  ...prod,
  network: { kind: "own", zoneCount: 2, nat: "none", flowLogsRetentionDays: 90 },
  // Its tasks need the internet.
  loadTest: undefined,
  systems: Object.fromEntries(
    systems.map((name) => {
      const own: Record<string, unknown> = { ...prod.systems[name], capacity };
      for (const field of ["clusterScaling", "placement", "network"])
        Reflect.deleteProperty(own, field);
      return [name, own];
    }),
  ),
};

const { stacks } = synthEnvironments({ prod: settings });
const policy = readPolicy(projectRoot());
/** AWS writes both trust policies without a source account: with the condition, the roles may be refused. */
const ROLES_OF_INSTANCES = /roles_(infrastructure|instance)_trust\/ec[s2]\.amazonaws\.com/;
const each = systems.map((name) => [name, stacks[`${name}-prod`]!] as [string, TerraformJson]);

describe.each(each)("%s", (name, json) => {
  const services = json.resources("aws_ecs_service");

  test("has instances that ECS manages, and no group", () => {
    expect(json.resources("aws_autoscaling_group")).toEqual([]);
    expect(json.resources("aws_launch_template")).toEqual([]);
    const provider = json.resource("aws_ecs_capacity_provider");
    expect(services).not.toEqual([]);
    for (const service of services) {
      const [share, ...others] = service["capacity_provider_strategy"];
      expect(json.referenced(share["capacity_provider"])).toBe(provider);
      expect(others).toEqual([]);
      expect(service["ordered_placement_strategy"]).toBeUndefined();
    }
  });

  test("has tasks with addresses of their own, in private subnets", () => {
    for (const task of json.resources("aws_ecs_task_definition")) {
      expect(task["requires_compatibilities"]).toEqual(["MANAGED_INSTANCES"]);
      expect(task["network_mode"]).toBe("awsvpc");
      expect(task["runtime_platform"]["cpu_architecture"]).toBe("X86_64");
    }
    for (const service of services) {
      expect(service["network_configuration"]["assign_public_ip"]).toBe(false);
    }
    for (const group of json.resources("aws_lb_target_group")) {
      if (group["target_type"] !== "alb") expect(group["target_type"]).toBe("ip");
    }
  });

  test("holds the security controls, but for the exceptions on record", () => {
    const stack = { name: `${name}-prod`, file: "", json: new StackJson(json.json) };
    const { results, problems } = audit("prod", [stack], policy, "2026-11-28");
    expect(results.length).toBeGreaterThan(20);
    expect(
      results
        .filter((result) => isFailure(result))
        .map(({ control, finding }) => `${control.id}: ${subjectOf(finding)}`)
        .filter((found) => !ROLES_OF_INSTANCES.test(found)),
    ).toEqual([]);
    expect(
      problems.filter(({ kind }) => kind === "missing-resource").map(({ message }) => message),
    ).toEqual([]);
  });

  test("reaches ECS, registries and logs by endpoints where there is no NAT", () => {
    const names = json
      .resources("aws_vpc_endpoint")
      .map(({ service_name: name }) => String(name).replace(/^.*\}\./, ""));
    expect(names).toEqual(
      expect.arrayContaining(["ecs", "ecs-agent", "ecs-telemetry", "ecr.api", "logs"]),
    );
    expect(names).not.toContain("ec2messages");
  });
});

test("lets only the load balancer reach the tasks", () => {
  const json = stacks["http-scale-out-prod"]!;
  const [rule, ...others] = json
    .resources("aws_vpc_security_group_ingress_rule")
    .filter(({ security_group_id: id }) =>
      String(json.referenced(id)["name_prefix"]).includes("-tasks-"),
    );
  expect(others).toEqual([]);
  expect(json.referenced(rule!["referenced_security_group_id"])["description"]).toMatch(
    /load balancer/i,
  );
});

test("mounts volumes of every kind beside writable paths, which are empty volumes", () => {
  const own = settings.systems["http-scale-out"];
  const withVolumes: EnvironmentSettings = {
    ...settings,
    systems: {
      "http-scale-out": {
        ...own,
        volumes: {
          files: { kind: "efs" },
          disk: { kind: "ebs", sizeGiB: 20 },
          scratch: { kind: "bind" },
        },
        container: {
          ...own?.container,
          writablePaths: ["/tmp"],
          mounts: { "/files": { volume: "files" }, "/disk": { volume: "disk" } },
        },
        sidecars: {
          agent: {
            image: { kind: "reference", reference: `${ECR}/agent:1` },
            cpu: 64,
            memoryLimitMiB: 64,
            mounts: { "/scratch": { volume: "scratch", readOnly: true } },
          },
        },
      },
    },
  };
  const json = synthEnvironments({ prod: withVolumes }).stacks["http-scale-out-prod"]!;
  const task = json.resource("aws_ecs_task_definition");
  const [main, agent] = containerDefinitions(task["container_definitions"] as string) as Record<
    string,
    unknown
  >[];
  expect(main).not.toHaveProperty("linuxParameters.tmpfs");
  expect(main?.["mountPoints"]).toEqual([
    { sourceVolume: "disk", containerPath: "/disk", readOnly: false },
    { sourceVolume: "files", containerPath: "/files", readOnly: false },
    { sourceVolume: "http-api-tmp", containerPath: "/tmp", readOnly: false },
  ]);
  expect(agent?.["mountPoints"]).toEqual([
    { sourceVolume: "scratch", containerPath: "/scratch", readOnly: true },
  ]);
  expect(task["volume"]).toEqual([
    { name: "http-api-tmp" },
    expect.objectContaining({ name: "files" }),
    { name: "disk", configure_at_launch: true },
    { name: "scratch" },
  ]);
  expect(json.resource("aws_ecs_service")["volume_configuration"]).toMatchObject({ name: "disk" });
});

test("runs scheduled tasks, and both colors of a deployment by ECS, on the same instances", () => {
  const busy: EnvironmentSettings = {
    ...settings,
    systems: {
      "http-scale-out": {
        ...settings.systems["http-scale-out"],
        deployment: { kind: "blue-green-by-ecs" },
        scheduledTasks: { nightly: { schedule: "rate(1 day)", command: ["node", "clean.js"] } },
      },
    },
  };
  const json = synthEnvironments({ prod: busy }).stacks["http-scale-out-prod"]!;
  const provider = json.resource("aws_ecs_capacity_provider");
  const service = json.resource("aws_ecs_service");
  const task = json.resource("aws_scheduler_schedule")["target"]["ecs_parameters"];
  for (const runner of [service, task]) {
    const [{ capacity_provider: name }, ...others] = runner["capacity_provider_strategy"];
    expect(json.referenced(name)).toBe(provider);
    expect(others).toEqual([]);
    expect(runner["network_configuration"]["security_groups"]).toEqual(
      service["network_configuration"]["security_groups"],
    );
  }
  expect(task["network_configuration"]["assign_public_ip"]).toBe(false);
  expect(task["placement_strategy"] ?? []).toEqual([]);
});
