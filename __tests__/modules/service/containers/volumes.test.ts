import type { EnvironmentSettings } from "../../../../settings/environment";
import { containerDefinitions } from "../../../support/container-definitions";
import { runtimeOf } from "../../../support/environments";
import { synth, type TerraformJson } from "../../../support/synth";
import { container, FARGATE, task } from "../fixtures";

type Systems = EnvironmentSettings["systems"];
type Settings = NonNullable<Systems["http-scale-out"]>;

const web = (settings: Settings, environment = {}) =>
  runtimeOf("http-scale-out", settings, environment);

const first = (json: TerraformJson) =>
  containerDefinitions(
    json.resource("aws_ecs_task_definition")["container_definitions"] as string,
  )[0] as Record<string, unknown>;

const statementsOf = (json: TerraformJson, action: string) =>
  json
    .resources("aws_iam_role_policy")
    .flatMap(
      ({ policy }) =>
        json.referenced(policy as string)["statement"] as {
          actions: string[];
          resources: string[];
        }[],
    )
    .filter(({ actions }) => actions.includes(action));

test("containers share an empty folder", () => {
  const json = web({
    volumes: { shared: { kind: "bind" } },
    container: { mounts: { "/shared": { volume: "shared" } } },
    sidecars: {
      agent: {
        image: { kind: "reference", reference: "acme/agent:1" },
        cpu: 32,
        memoryLimitMiB: 64,
        mounts: { "/in": { volume: "shared", readOnly: true } },
      },
    },
  });
  const definition = json.resource("aws_ecs_task_definition");
  expect(definition["volume"]).toEqual([{ name: "shared" }]);
  expect(containerDefinitions(definition["container_definitions"] as string)).toMatchObject([
    { mountPoints: [{ sourceVolume: "shared", containerPath: "/shared", readOnly: false }] },
    { mountPoints: [{ sourceVolume: "shared", containerPath: "/in", readOnly: true }] },
  ]);
});

test("a writable path and a volume are mounted side by side, in the order of their paths", () => {
  const json = web({
    volumes: { data: { kind: "bind" } },
    container: { writablePaths: ["/tmp"], mounts: { "/data": { volume: "data" } } },
  });
  expect(first(json)["mountPoints"]).toMatchObject([
    { containerPath: "/data" },
    { containerPath: "/tmp" },
  ]);
});

describe("a new file system", () => {
  const settings: Settings = {
    volumes: { data: { kind: "efs", uid: 33, gid: 34 } },
    container: { mounts: { "/data": { volume: "data" } } },
  };
  const json = web(settings);

  test("is encrypted, has backups, and an access point that one user owns", () => {
    expect(json.resource("aws_efs_file_system")).toMatchObject({
      encrypted: true,
      throughput_mode: "elastic",
    });
    expect(json.resource("aws_efs_backup_policy").backup_policy).toEqual({ status: "ENABLED" });
    expect(json.resource("aws_efs_access_point")).toMatchObject({
      posix_user: { uid: 33, gid: 34 },
      root_directory: {
        path: "/data",
        creation_info: { owner_uid: 33, owner_gid: 34, permissions: "0755" },
      },
    });
  });

  test("is mounted by TLS, its access point and the task's role", () => {
    const { volume, task_role_arn } = json.resource("aws_ecs_task_definition");
    expect(volume).toEqual([
      {
        name: "data",
        efs_volume_configuration: {
          file_system_id: "${aws_efs_file_system.data-files.id}",
          transit_encryption: "ENABLED",
          authorization_config: {
            access_point_id: "${aws_efs_access_point.data-files_access-point.id}",
            iam: "ENABLED",
          },
        },
      },
    ]);
    expect(task_role_arn).toBeDefined();
    expect(statementsOf(json, "elasticfilesystem:ClientMount")).toEqual([
      {
        actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        resources: ["${aws_efs_file_system.data-files.arn}"],
      },
    ]);
  });

  test("has a mount target in each subnet, which the tasks reach by port 2049", () => {
    const targets = json.resources("aws_efs_mount_target");
    expect(targets).toHaveLength(3);
    const [group] = targets[0]!["security_groups"] as string[];
    const ingress = json
      .resources("aws_vpc_security_group_ingress_rule")
      .filter((rule) => rule["security_group_id"] === group);
    expect(ingress).toMatchObject([{ from_port: 2049, to_port: 2049, ip_protocol: "tcp" }]);
    expect(json.resource("aws_ecs_service")["depends_on"]).toEqual(
      expect.arrayContaining([
        "aws_efs_mount_target.data-files_mount-target-1",
        "aws_efs_file_system_policy.data-files_policy",
      ]),
    );
  });

  test("lets nobody in without TLS", () => {
    const { policy } = json.resource("aws_efs_file_system_policy");
    expect(json.referenced(policy as string)["statement"]).toMatchObject([
      { effect: "Deny", actions: ["elasticfilesystem:*"] },
      { actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"] },
    ]);
  });

  test("is kept where resources that hold data are protected", () => {
    const kept = web(settings, {
      protections: { deletionProtection: true, httpsOnly: false },
    });
    expect(kept.resource("aws_efs_file_system").lifecycle).toEqual({ prevent_destroy: true });
    expect(json.resource("aws_efs_file_system")).not.toHaveProperty("lifecycle");
  });

  test("is only read where every mount of it is read-only", () => {
    const read = web({
      ...settings,
      container: { mounts: { "/data": { volume: "data", readOnly: true } } },
    });
    expect(statementsOf(read, "elasticfilesystem:ClientMount")[0]?.actions).toEqual([
      "elasticfilesystem:ClientMount",
    ]);
  });

  test("is one for both colours of a service", () => {
    const talk = runtimeOf("talk-service", {
      services: {
        talk: {
          priority: 1,
          deployment: { kind: "blue-green-by-variable" },
          volumes: { data: { kind: "efs" } },
          container: { mounts: { "/data": { volume: "data" } } },
        },
      },
    });
    expect(talk.resources("aws_efs_file_system")).toHaveLength(1);
    const ids = talk
      .resources("aws_ecs_task_definition")
      .map(({ volume }) => volume[0].efs_volume_configuration.file_system_id as string);
    expect(new Set(ids)).toEqual(new Set(["${aws_efs_file_system.talk-data-files.id}"]));
    expect(ids).toHaveLength(2);
  });
});

test("a file system that is there already is mounted, and lets the tasks in", () => {
  const json = runtimeOf("http-api", {
    services: {
      food: {
        volumes: {
          media: {
            kind: "existing-efs",
            fileSystemId: "fs-0123456789abcdef0",
            securityGroupId: "sg-0123456789abcdef0",
            accessPointId: "fsap-0123456789abcdef0",
          },
        },
        container: { mounts: { "/media": { volume: "media" } } },
      },
    },
  });
  expect(json.resources("aws_efs_file_system")).toEqual([]);
  expect(json.resource("aws_ecs_task_definition")["volume"]).toMatchObject([
    {
      efs_volume_configuration: {
        file_system_id: "fs-0123456789abcdef0",
        transit_encryption: "ENABLED",
        authorization_config: { access_point_id: "fsap-0123456789abcdef0", iam: "ENABLED" },
      },
    },
  ]);
  expect(
    json
      .resources("aws_vpc_security_group_ingress_rule")
      .filter((rule) => rule["security_group_id"] === "sg-0123456789abcdef0"),
  ).toMatchObject([{ from_port: 2049 }]);
  expect(statementsOf(json, "elasticfilesystem:ClientMount")[0]?.resources).toEqual([
    expect.stringMatching(/:file-system\/fs-0123456789abcdef0$/),
  ]);
});

test("ECS creates an encrypted volume of EBS for each task, by a role of its own", () => {
  const json = runtimeOf("worker", {
    volumes: { scratch: { kind: "ebs", sizeGiB: 100, iops: 4000 } },
    container: { mounts: { "/scratch": { volume: "scratch" } } },
  });
  expect(json.resource("aws_ecs_task_definition")["volume"]).toEqual([
    { name: "scratch", configure_at_launch: true },
  ]);
  const { volume_configuration: configuration } = json.resource("aws_ecs_service");
  expect(configuration).toMatchObject({
    name: "scratch",
    managed_ebs_volume: {
      encrypted: true,
      volume_type: "gp3",
      size_in_gb: 100,
      iops: 4000,
      throughput: 125,
      file_system_type: "xfs",
    },
  });
  const role = json.referenced(configuration.managed_ebs_volume.role_arn as string);
  expect(role).toMatchObject({ name_prefix: "worker-volumes-" });
  expect(
    json.resources("aws_iam_role_policy_attachment").map(({ policy_arn }) => policy_arn as string),
  ).toContainEqual(expect.stringMatching(/AmazonECSInfrastructureRolePolicyForVolumes$/));
});

test("a task on Fargate has the storage that it asks for", () => {
  const onFargate: NonNullable<Systems["worker"]> = {
    capacity: { kind: "fargate" },
    network: { kind: "own", zoneCount: 2, nat: "single" },
  };
  const json = runtimeOf("worker", { ...onFargate, task: { ephemeralStorageGiB: 60 } });
  expect(json.resource("aws_ecs_task_definition")["ephemeral_storage"]).toEqual({
    size_in_gib: 60,
  });
  expect(runtimeOf("worker", onFargate).resource("aws_ecs_task_definition")).not.toHaveProperty(
    "ephemeral_storage",
  );
});

describe("a task definition refuses", () => {
  type Props = Parameters<typeof task>[1];
  const synthTask = (props: Props) =>
    synth((stack) => {
      task(stack, props);
    });

  test.each<[string, Props, string]>([
    [
      "a mount of no volume",
      { containers: [container({ mounts: { "/a": { volume: "a" } } })] },
      '`containers[web].mounts` must mount volumes of volumes (there is none), got "a"',
    ],
    [
      "a volume that nothing mounts",
      { volumes: [{ kind: "bind", name: "a" }] },
      "`volumes.a` must be mounted by a container",
    ],
    [
      "less storage than Fargate has anyway",
      {
        compatibility: { ...FARGATE, ephemeralStorageGiB: 20 },
        containers: [container()],
      },
      "`compatibility.ephemeralStorageGiB` must be from 21 to 200, got 20",
    ],
  ])("%s", (_, props, message) => {
    expect(() => synthTask(props)).toThrow(message);
  });
});
