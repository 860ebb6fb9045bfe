import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { Imported, ImportOptions } from "../../../tools/import/imported";
import { importFixture } from "./fixtures";

const folder = mkdtempSync(join(tmpdir(), "reasons-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let inputs = 0;

/** Imports files of the given content, or the folder that they are in. */
function importOf(
  files: Readonly<Record<string, unknown>>,
  path?: string,
  options: Partial<ImportOptions> = {},
): Imported {
  const root = join(folder, String(inputs++));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), stringify(content));
  }
  const names = path === undefined ? Object.keys(files) : [path];
  return importFixture(
    names.map((name) => join(root, name)),
    options,
  );
}

/** Outcomes of single fields, also where several have the same one. */
function outcomeAt(imported: Imported, path: string) {
  const rows = imported.files.flatMap(({ field }) => field.rows);
  return rows.find(([each]) => each === path)?.[1] as
    { kind: string; to?: string; why?: string } | undefined;
}

const web = { name: "web", image: "ghcr.io/acme/web:1.0.0", portMappings: [{ containerPort: 80 }] };
const task = (container: object, more: object = {}) => ({
  family: "shop",
  networkMode: "bridge",
  ...more,
  containerDefinitions: [{ ...web, ...container }],
});

describe("a shell in a task", () => {
  it.each([
    ["read-only container", { readonlyRootFilesystem: true }, "left"],
    ["writable container", {}, "taken"],
  ])("of ECS with a %s is explained", (_, container, kind) => {
    const service = { serviceName: "shop", enableExecuteCommand: true, desiredCount: 1 };
    const imported = importOf({
      "task.json": task(container),
      "service.json": { services: [service] },
    });
    const outcome = outcomeAt(imported, "services[0].enableExecuteCommand");
    expect(outcome?.kind).toBe(kind);
    expect(outcome?.why ?? "").toMatch(kind === "left" ? /needs a writable file system/ : /^$/);
  });
});

it("an override of an environment of Copilot without a manifest says so", () => {
  const manifest = {
    name: "web",
    type: "Load Balanced Web Service",
    image: { location: "ghcr.io/acme/web:1.0.0", port: 80 },
    environments: { test: { cpu: 512 }, prod: { count: { spot: 2 } } },
  };
  const imported = importOf(
    {
      "copilot/web/manifest.yml": manifest,
      "copilot/environments/test/manifest.yml": { name: "test", type: "Environment" },
    },
    "copilot",
  );
  expect(outcomeAt(imported, "environments.prod.count.spot")?.why).toContain(
    "The environment prod has no manifest in copilot/environments",
  );
  expect(outcomeAt(imported, "environments.test.cpu")?.kind).toBe("taken");
});
