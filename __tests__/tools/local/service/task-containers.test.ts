import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Pace } from "../../../../tools/local/pace";
import { Task } from "../../../../tools/local/service/task";
import type { ContainerModel } from "../../../../tools/synthesized/system/task-definition";
import { containerModel } from "../container-model";

let folder: string;
let task: Task | undefined;
const said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "task-containers-"));
  said.length = 0;
});

afterEach(async () => {
  await task?.stop("the test is over");
  rmSync(folder, { recursive: true });
});

/** Programs by the names of their containers; each appends to one file what it does. */
function start(
  containers: readonly ContainerModel[],
  scripts: Readonly<Record<string, string>>,
  { hasOwnAddress = true } = {},
): Task {
  const note = `const note = (text) => require("node:fs").appendFileSync(${JSON.stringify(join(folder, "order"))}, text + "\\n");`;
  task = new Task({
    service: "shop",
    model: { family: "shop", hasOwnAddress, sharedVolumes: [], containers },
    targets: [],
    targetGroups: new Map(),
    images: new Map(
      Object.entries(scripts).map(([name, script]) => [
        name,
        { folder, command: [process.execPath, "-e", `${note} ${script}`] },
      ]),
    ),
    environment: {},
    secret: () => "",
    logFolder: folder,
    pace: new Pace(100),
    listenSeconds: 5,
    say: (line) => said.push(line),
    onChange: () => undefined,
  });
  void task.start();
  return task;
}

const order = () => readFileSync(join(folder, "order"), "utf8").trim().split("\n");

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5);
}

const SERVES = `require("node:http").createServer((_, r) => r.end()).listen(process.env.PORT, process.env.HOST, () => note(NAME + " serves"));
process.on("SIGTERM", () => { note(NAME + " stops"); setTimeout(() => process.exit(0), 100); });`;
const serves = (name: string) => `const NAME = ${JSON.stringify(name)}; ${SERVES}`;
const on = (name: string, condition: ContainerModel["dependsOn"][number]["condition"]) => [
  { container: name, condition },
];

it("starts containers in the order of their dependencies, and stops them in the opposite one", async () => {
  start(
    [
      containerModel("web", { ports: [8080], dependsOn: on("migrate", "SUCCESS") }),
      containerModel("migrate", { isEssential: false }),
      containerModel("proxy", { ports: [80], dependsOn: on("web", "START") }),
    ],
    {
      web: serves("web"),
      migrate: `setTimeout(() => note("migrated"), 200)`,
      proxy: serves("proxy"),
    },
  );
  await until(() => task!.state === "RUNNING");
  expect(order()[0]).toBe("migrated");
  await task!.stop("enough");
  expect(order().slice(-2)).toEqual(["proxy stops", "web stops"]);
});

it("waits until another container is healthy", async () => {
  start(
    [
      containerModel("web", { ports: [8080], dependsOn: on("cache", "HEALTHY") }),
      containerModel("cache", {
        healthCheck: {
          command: ["CMD", "node", "-e", `process.exit(require("fs").existsSync("ready") ? 0 : 1)`],
          intervalSeconds: 5,
          timeoutSeconds: 5,
          retries: 10,
          startPeriodSeconds: 300,
        },
      }),
    ],
    {
      web: `note("web starts"); ${serves("web")}`,
      cache: `setTimeout(() => { note("cache is ready"); require("fs").writeFileSync("ready", ""); }, 300); setInterval(() => 0, 1000)`,
    },
  );
  await until(() => task!.state === "RUNNING");
  expect(order().slice(0, 2)).toEqual(["cache is ready", "web starts"]);
  expect(task!.health).toBe("healthy");
});

it("ends when a container that must succeed fails, without a start of what waits for it", async () => {
  start(
    [
      containerModel("web", { ports: [8080], dependsOn: on("migrate", "SUCCESS") }),
      containerModel("migrate", { isEssential: false }),
    ],
    { web: `note("web starts"); ${serves("web")}`, migrate: `note("fails"); process.exit(3)` },
  );
  await task!.stopped;
  expect(task!.reason).toBe("web cannot start: migrate ended with exit code 3, and must succeed");
  expect(order()).toEqual(["fails"]);
});

it("runs on when a container that is not essential ends, and says so", async () => {
  start(
    [containerModel("web", { ports: [8080] }), containerModel("agent", { isEssential: false })],
    {
      web: serves("web"),
      agent: "process.exit(1)",
    },
  );
  await until(() => task!.state === "RUNNING" && said.length > 0);
  expect(said).toEqual([`shop: task ${task!.id}: agent ended with exit code 1`]);
});

it("ends with an essential container beside the service's own", async () => {
  start([containerModel("web", { ports: [8080] }), containerModel("proxy")], {
    web: serves("web"),
    proxy: "setTimeout(() => process.exit(1), 300)",
  });
  await task!.stopped;
  expect(task!.reason).toBe("proxy ended with exit code 1");
});

it("restarts a container that ran for long enough, unless its exit code is ignored", async () => {
  const restartPolicy = { ignoredExitCodes: [0], attemptPeriodSeconds: 1 };
  start(
    [
      containerModel("web", { ports: [8080] }),
      containerModel("agent", { isEssential: false, restartPolicy }),
    ],
    {
      web: serves("web"),
      // Its second run ends with 0.
      agent: `note("agent"); const fs = require("fs"); const again = fs.existsSync("once"); fs.writeFileSync("once", "");
      setTimeout(() => process.exit(again ? 0 : 1), 100)`,
    },
  );
  await until(() => said.length > 0 && order().filter((line) => line === "agent").length === 2);
  await wait(400);
  expect(order().filter((line) => line === "agent")).toHaveLength(2);
  expect(said).toEqual([`shop: task ${task!.id}: agent ended with exit code 1, and is restarted`]);
});

it("gives up on a container that does not get ready in time", async () => {
  start(
    [
      containerModel("web", { dependsOn: on("migrate", "SUCCESS") }),
      containerModel("migrate", { isEssential: false, startTimeoutSeconds: 30 }),
    ],
    { web: serves("web"), migrate: "setInterval(() => 0, 1000)" },
  );
  await task!.stopped;
  expect(task!.reason).toBe("web gave up after 30 s of waiting for migrate");
});

it("takes a container that cannot run here for one that is started, done and healthy", async () => {
  start(
    [
      containerModel("web", { ports: [8080], dependsOn: on("agent", "HEALTHY") }),
      containerModel("agent", { ports: [4317] }),
    ],
    { web: serves("web") },
  );
  await until(() => task!.state === "RUNNING");
  expect(task!.endpoints).toHaveLength(1);
});

it.each([
  ["at localhost, where they share an address", true, "http://localhost:8080/"],
  ["by name, on Docker's bridge", false, "http://web:8080/"],
])("lets containers reach each other %s", async (_, hasOwnAddress, url) => {
  start(
    [
      containerModel("web", { ports: [8080] }),
      containerModel("proxy", {
        ports: [80],
        environment: { UPSTREAM: url },
        dependsOn: on("web", "START"),
      }),
    ],
    {
      web: serves("web"),
      proxy: `${serves("proxy")} note(process.env.UPSTREAM);`,
    },
    { hasOwnAddress },
  );
  await until(() => task!.state === "RUNNING");
  const { port } = task!.endpoint(8080);
  expect(order()).toContain(`http://127.0.0.1:${port}/`);
});
