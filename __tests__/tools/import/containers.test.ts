import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { parseEnvironments } from "../../../settings/environment";
import type { Imported } from "../../../tools/import/imported";
import { importFixture, settingsOf } from "./fixtures";

const outcomeAt = (imported: Imported, path: string) =>
  imported.files.flatMap(({ field }) => field.rows).find(([each]) => each === path)?.[1] as
    { kind: string; to?: string; why?: string } | undefined;

const asBefore = { user: "0:0", readonlyRootFilesystem: false };

describe("containers of a task definition", () => {
  const imported = importFixture(["ecs/sidecars.json", "ecs/sidecars-service.json"]);
  const { container, sidecars, volumes } = settingsOf(imported)["dev"].systems["http-scale-out"];

  it("are the first one with a port as the service, with what the others leave of the task", () => {
    expect(container).toEqual({
      name: "nginx",
      port: 80,
      morePorts: [9113],
      udpPorts: [8125],
      links: ["app"],
      dependsOn: { app: "HEALTHY" },
      mounts: { "/run/media": { volume: "sockets" } },
      cpu: 1024 - 512 - 64,
      memoryLimitMiB: 128,
      ...asBefore,
    });
  });

  it("are the others as sidecars, in the order of their dependencies", () => {
    expect(sidecars).toEqual({
      app: {
        image: { kind: "reference", reference: "ghcr.io/acme/media:1.4.0" },
        ports: [3000],
        cpu: 512,
        memoryLimitMiB: 1024,
        memoryReservationMiB: 512,
        essential: true,
        entryPoint: ["/sbin/tini", "--"],
        command: ["node", "main.js"],
        workingDirectory: "/srv/media",
        startTimeoutSeconds: 60,
        dependsOn: { migrate: "SUCCESS" },
        containerCheck: {
          kind: "command",
          command: ["/bin/sh", "-c", "wget -q -O - http://localhost:3000/health"],
        },
        mounts: {
          "/run/media": { volume: "sockets", readOnly: true },
          "/scratch": { volume: "scratch" },
        },
        ...asBefore,
      },
      migrate: {
        image: { kind: "reference", reference: "ghcr.io/acme/media:1.4.0" },
        essential: false,
        command: ["node", "migrate.js"],
        // It has no size of its own.
        cpu: 64,
        memoryLimitMiB: 128,
        ...asBefore,
      },
    });
  });

  it("share folders, and have the disks of the service; other volumes are named", () => {
    expect(volumes).toEqual({
      sockets: { kind: "bind" },
      scratch: { kind: "ebs", sizeGiB: 100, iops: 4000, fileSystem: "ext4" },
    });
    expect(outcomeAt(imported, "taskDefinition.volumes[2]")?.why).toContain("no folders");
    expect(outcomeAt(imported, "taskDefinition.volumes[3].name")?.why).toBe(
      "No container mounts it.",
    );
  });
});

describe("services of a Compose file", () => {
  const imported = importFixture(["compose/migrations"]);
  const { container, sidecars, volumes } = settingsOf(imported)["dev"].systems["http-scale-out"];

  it("have what must complete first, and what shares their network, in their task", () => {
    expect(container).toMatchObject({
      dependsOn: { migrate: "SUCCESS" },
      entryPoint: ["/sbin/tini", "--"],
      command: ["node", "main.js"],
      workingDirectory: "/srv/shop",
    });
    expect(sidecars).toMatchObject({
      migrate: { essential: false, command: ["node", "migrate.js"], memoryLimitMiB: 256, cpu: 64 },
      metrics: { ports: [9102], cpu: 64, memoryLimitMiB: 128 },
    });
    expect(outcomeAt(imported, "services.metrics.network_mode")?.to).toBe(
      "systems.http-scale-out.sidecars.metrics",
    );
  });

  it("keep named volumes in file systems that all tasks share", () => {
    expect(volumes).toEqual({ uploads: { kind: "efs" }, themes: { kind: "efs" } });
    expect(container.mounts).toEqual({
      "/srv/shop/uploads": { volume: "uploads" },
      "/srv/shop/themes": { volume: "themes", readOnly: true },
    });
    expect(sidecars.migrate.mounts).toEqual({ "/srv/shop/uploads": { volume: "uploads" } });
    expect(outcomeAt(imported, "services.shop.volumes[2]")?.why).toContain("gone with the task");
    expect(outcomeAt(imported, "services.shop.volumes[3]")?.why).toContain("A folder of the host");
    expect(outcomeAt(imported, "volumes.uploads")?.to).toBe(
      "systems.http-scale-out.volumes.uploads",
    );
    expect(imported.data.filter((each) => each.startsWith("the volume"))).toEqual([
      expect.stringContaining("the volume uploads: it becomes a new, empty file system"),
      expect.stringContaining("the volume themes: it becomes a new, empty file system"),
    ]);
  });
});

describe("a manifest of Copilot", () => {
  it("has sidecars, with their parts of the task's size", () => {
    const imported = importFixture(["copilot/sidecars"]);
    const { container, sidecars } = Object.values(settingsOf(imported))[0].systems[
      "http-scale-out"
    ];
    expect(sidecars).toEqual({
      nginx: {
        image: { kind: "reference", reference: "public.ecr.aws/nginx/nginx:1.27" },
        ports: [80],
        essential: true,
        environment: { NGINX_PORT: "80" },
        cpu: 64,
        memoryLimitMiB: 128,
        ...asBefore,
      },
    });
    expect(container).toMatchObject({
      cpu: 448,
      memoryLimitMiB: 896,
      dependsOn: { nginx: "START" },
    });
  });

  it("has a new file system for what Copilot manages, and names one that is there already", () => {
    const imported = importFixture(["copilot/volumes"]);
    const { container, volumes } = Object.values(settingsOf(imported))[0].systems["http-scale-out"];
    expect(volumes).toEqual({ managed: { kind: "efs" } });
    expect(container.mounts).toEqual({ "/var/lib/files": { volume: "managed" } });
    expect(outcomeAt(imported, "storage.volumes.userdata")?.why).toContain("securityGroupId");
    expect(imported.data).toEqual([
      expect.stringContaining("volume userdata: there is nothing to copy"),
      expect.stringContaining("volume managed: it becomes a new, empty file system"),
    ]);
  });
});

describe("GPUs of a Compose file", () => {
  const importOf = (service: object) => {
    const folder = mkdtempSync(join(tmpdir(), "gpus-"));
    const model = { image: "ghcr.io/acme/model:1.4.0", ports: ["80:8000"], ...service };
    writeFileSync(join(folder, "compose.yml"), stringify({ services: { model } }));
    const imported = importFixture([join(folder, "compose.yml")]);
    rmSync(folder, { recursive: true });
    return imported;
  };
  const reserved = (...devices: readonly object[]) => ({
    deploy: { resources: { reservations: { devices } } },
  });
  const all = { driver: "nvidia", capabilities: ["gpu"] };

  it.each([
    ["a reservation", reserved({ ...all, count: 2 }), "deploy.resources.reservations.devices"],
    ["two", reserved({ ...all, count: 1 }, { ...all, count: 1 }), "deploy.resources.reservations"],
    ["gpus", { gpus: [{ count: 2 }] }, "gpus"],
  ])("become those of the container, by %s", (_, service, path) => {
    const imported = importOf(service);
    const { container, capacity } = settingsOf(imported)["dev"].systems["http-scale-out"];
    expect(container.gpu).toBe(2);
    expect(capacity.instanceTypes).toEqual([expect.stringMatching(/^g6\./)]);
    expect(parseEnvironments(settingsOf(imported)).problems).toEqual([]);
    const rows = imported.files.flatMap(({ field }) => field.rows);
    const mapped = rows.filter(([each]) => each.startsWith(`services.model.${path}`));
    expect(mapped.map(([, outcome]) => (outcome.kind === "left" ? "" : outcome.to))).toEqual(
      mapped.map(() => "systems.http-scale-out.container.gpu"),
    );
    expect(mapped).not.toEqual([]);
  });

  it.each([
    ["all", reserved({ ...all, count: "all" }), /It means all GPUs of the host/],
    ["no number", reserved(all), /It means all GPUs of the host/],
    ["gpus: all", { gpus: "all" }, /It means all GPUs of the host/],
    ["IDs", reserved({ ...all, device_ids: ["0", "3"] }), /Set container\.gpu to their number/],
    ["others", reserved({ driver: "tpu", capabilities: ["tpu"] }), /no devices but GPUs/],
    ["options", reserved({ ...all, count: 1, options: { a: "b" } }), /Options of a driver/],
  ])("of %s are told of", (_, service, why) => {
    const rows = importOf(service).files.flatMap(({ field }) => field.rows);
    expect(rows.map(([, outcome]) => (outcome.kind === "left" ? outcome.why : ""))).toContainEqual(
      expect.stringMatching(why),
    );
  });
});

describe("GPUs of a task definition", () => {
  const imported = importFixture(["ecs/gpu.json"]);
  const system = settingsOf(imported)["dev"].systems["http-scale-out"];

  it("become those of the container, on instances that have them", () => {
    expect(system.container).toMatchObject({ name: "model", gpu: 1 });
    expect(system.capacity).toMatchObject({ instanceTypes: [expect.stringMatching(/^g6\./)] });
    expect(system.capacity.cpuCredits).toBeUndefined();
    expect(parseEnvironments(settingsOf(imported)).problems).toEqual([]);
  });

  it("are told of where their number is not known", () => {
    expect(system.sidecars.encoder.gpu).toBeUndefined();
    const at = "taskDefinition.containerDefinitions[1].resourceRequirements";
    const rows = imported.files.flatMap(({ field }) => field.rows);
    expect(
      rows.filter(([path]) => path.startsWith(at)).map(([, outcome]) => outcome),
    ).toContainEqual(
      expect.objectContaining({
        why: "The import maps a number of GPUs only. ALL of an instance is the number that its type has: set container.gpu.",
      }),
    );
  });
});
