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

describe("a FIFO queue", () => {
  const lost = /FIFO.*order of messages, their deduplication and MessageGroupId are lost/;
  const url = "https://sqs.us-east-2.amazonaws.com/123456789012/jobs";

  it.each(["", ".fifo"])("of ECS with the name jobs%s is told of if it is one", (suffix) => {
    const jobs = { name: "jobs", image: "ghcr.io/acme/jobs:1.0.0" };
    const variable = { name: "QUEUE", value: url + suffix };
    const imported = importOf({
      "task.json": {
        family: "jobs",
        containerDefinitions: [{ ...jobs, environment: [variable] }],
      },
    });
    const outcome = outcomeAt(imported, "containerDefinitions[0].environment");
    expect(lost.test(outcome?.why ?? "")).toBe(suffix !== "");
    expect(lost.test(imported.notes.join("\n"))).toBe(suffix !== "");
  });

  it("of a Compose file is told of", () => {
    const jobs = { image: "ghcr.io/acme/jobs:1.0.0", environment: { QUEUE: `${url}.fifo` } };
    const imported = importOf({ "compose.yml": { services: { jobs } } });
    expect(outcomeAt(imported, "services.jobs.environment.QUEUE")?.why).toMatch(lost);
    expect(imported.notes.join("\n")).toMatch(/jobs\.fifo: It is a FIFO queue/);
  });

  it.each([
    ["a flag", true],
    ["options", { content_based_deduplication: true }],
  ])("of Copilot is told of, by %s", (_, fifo) => {
    const manifest = {
      name: "jobs",
      type: "Worker Service",
      image: { location: "ghcr.io/acme/jobs:1.0.0" },
      subscribe: {
        topics: [{ name: "orders", service: "web", queue: { fifo } }],
        queue: { fifo, retention: "96h" },
      },
    };
    const imported = importOf({ "copilot/jobs/manifest.yml": manifest }, "copilot");
    const whys = imported.files.flatMap(({ field }) =>
      field.rows
        .filter(([path]) => path.includes("fifo"))
        .map(([, outcome]) => (outcome.kind === "left" ? outcome.why : "")),
    );
    expect(whys).toEqual([
      expect.stringMatching(lost) as string,
      expect.stringMatching(lost) as string,
    ]);
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
