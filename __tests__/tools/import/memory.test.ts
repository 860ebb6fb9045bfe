import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { roomOn } from "../../../aws/compute/placement";
import { formatProblem, parseEnvironments } from "../../../settings/environment";
import type { Imported } from "../../../tools/import/imported";
import { importFixture, settingsOf } from "./fixtures";

const outcomeAt = (imported: Imported, path: string) =>
  imported.files.flatMap(({ field }) => field.rows).find(([each]) => each === path)?.[1] as
    { kind: string; to?: string; why?: string } | undefined;

const systemsOf = (imported: Imported) => settingsOf(imported)["dev"].systems;

describe("memory that is reserved without a limit", () => {
  const container = (name: string, size: object) => ({
    name,
    image: `ghcr.io/acme/${name}:1`,
    ...size,
  });
  const withPort = { portMappings: [{ containerPort: 80 }] };
  const importOf = (own: object, beside: object | undefined, more: object, options = {}) => {
    const folder = mkdtempSync(join(tmpdir(), "memory-"));
    const definition = {
      family: "shop",
      ...more,
      containerDefinitions: [
        container("web", { ...withPort, ...own }),
        ...(beside === undefined ? [] : [container("log", beside)]),
      ],
    };
    writeFileSync(join(folder, "task.json"), JSON.stringify(definition));
    const imported = importFixture([join(folder, "task.json")], options);
    rmSync(folder, { recursive: true });
    expect(parseEnvironments(settingsOf(imported)).problems.map(formatProblem)).toEqual([]);
    return imported;
  };
  const fargate = { requiresCompatibilities: ["FARGATE"], cpu: "512", memory: "1024" };
  const instances = { networkMode: "bridge" };
  const soft = { memoryReservation: 64 };
  const sizes = (imported: Imported) => {
    const { container, sidecars } = systemsOf(imported)["http-scale-out"];
    return [container, sidecars?.log].map((each) => [
      each?.memoryReservationMiB,
      each?.memoryLimitMiB,
    ]);
  };
  const reasonAt = (imported: Imported, index: number) =>
    outcomeAt(imported, `containerDefinitions[${index}].memoryReservation`);

  it("has the limit of its task on instances", () => {
    const imported = importOf(soft, soft, { ...instances, cpu: "512", memory: "800" });
    expect(sizes(imported)).toEqual([
      [64, 800],
      [64, 800],
    ]);
    expect(reasonAt(imported, 1)).toMatchObject({
      kind: "changed",
      to: "systems.http-scale-out.sidecars.log.memoryReservationMiB",
    });
  });

  it("leaves the rest of the task to a container that has no size", () => {
    const imported = importOf({}, soft, { ...instances, cpu: "512", memory: "800" });
    expect(sizes(imported)).toEqual([
      [736, 800],
      [64, 800],
    ]);
  });

  it("has the limit of its instance where the task has no size", () => {
    const imported = importOf({ cpu: 128, ...soft }, { cpu: 128, ...soft }, instances);
    const [type] = systemsOf(imported)["http-scale-out"].capacity.instanceTypes;
    const { memoryMiB } = roomOn(type)!;
    expect(sizes(imported)).toEqual([
      [64, memoryMiB],
      [64, memoryMiB],
    ]);
    expect(reasonAt(imported, 0)?.why).toContain("is the memory of an instance");
  });

  it("has its share of the rest on Fargate, where the limits add up to the task", () => {
    const shared = importOf({ memory: 512 }, soft, fargate);
    expect(sizes(shared)).toEqual([
      [undefined, 512],
      [64, 512],
    ]);
    const alone = importOf({}, soft, fargate);
    expect(sizes(alone)).toEqual([
      [undefined, 960],
      [undefined, 64],
    ]);
    for (const imported of [shared, alone])
      expect(reasonAt(imported, 1)).toMatchObject({
        kind: "changed",
        why: expect.stringMatching(/no hard limit.*raise sidecars\.log\.memoryLimitMiB/) as string,
      });
  });

  it("stays without a limit in a worker on Fargate", () => {
    const imported = importOf({}, soft, fargate, { system: "worker" });
    const { task, sidecars } = systemsOf(imported).worker;
    expect(task).toEqual({ cpu: 512, memoryMiB: 1024 });
    expect(sidecars.log).toMatchObject({ memoryReservationMiB: 64 });
    expect(sidecars.log.memoryLimitMiB).toBeUndefined();
    expect(reasonAt(imported, 1)?.kind).toBe("taken");
  });

  it("is the task of a worker on instances, and the report says that it is a limit", () => {
    const imported = importOf({ cpu: 256, ...soft }, undefined, instances, { system: "worker" });
    expect(systemsOf(imported).worker.task).toEqual({ cpu: 256, memoryMiB: 512 });
    expect(reasonAt(imported, 0)?.why).toContain("raise task.memoryMiB");
  });

  it("has the limit of its instance after Compose", () => {
    const folder = mkdtempSync(join(tmpdir(), "memory-"));
    writeFileSync(
      join(folder, "compose.yml"),
      "services: { web: { image: 'acme/web:1', ports: ['80:80'], mem_reservation: 300m } }",
    );
    const imported = importFixture([join(folder, "compose.yml")]);
    rmSync(folder, { recursive: true });
    const { capacity, container } = systemsOf(imported)["http-scale-out"];
    expect(container).toMatchObject({
      memoryReservationMiB: 300,
      memoryLimitMiB: roomOn(capacity.instanceTypes[0])!.memoryMiB,
    });
    expect(outcomeAt(imported, "services.web.mem_reservation")?.kind).toBe("changed");
  });

  it("is a small limit where nothing is reserved, and a note names the containers", () => {
    const imported = importOf({}, {}, fargate);
    expect(imported.notes.join("\n")).toContain(
      "log had no memory limit. Here, ECS stops a container above its limit: 128 MiB",
    );
    expect(importOf({}, undefined, fargate).notes.join()).not.toContain("no memory limit");
  });
});
