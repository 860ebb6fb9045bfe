import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { OneOffTasks } from "../../../../tools/local/one-off/one-off-tasks";
import { Pace } from "../../../../tools/local/pace";
import { Deployment } from "../../../../tools/local/service/deployment";
import type { RunnableImage } from "../../../../tools/local/service/image-store";
import type { ServiceModel } from "../../../../tools/synthesized/system/ecs-service";
import type { ContainerModel } from "../../../../tools/synthesized/system/task-definition";
import { containerModel } from "../container-model";

let folder: string;
let tasks: OneOffTasks;
const said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "one-off-"));
  said.length = 0;
});
afterEach(async () => {
  await tasks.stop();
  rmSync(folder, { recursive: true });
});

const container = (name: string, more: Partial<ContainerModel> = {}): ContainerModel =>
  containerModel(name, { environment: { STEPS: "none", NAME: name }, ...more });

const note = `const note = (text) => require("node:fs").appendFileSync("noted", text + "\\n");`;
const running = (script: string) => ({
  name: "before-release",
  container: "web",
  command: ["node", "-e", `${note} ${script}`],
  environment: { STEPS: "all" },
  timeoutSeconds: 20,
});

/** A service with a container beside its own, which never ends by itself. */
function service(more: Partial<ServiceModel>, image: Partial<RunnableImage> = {}) {
  const model = { name: "shop", ...more } as ServiceModel;
  const containers = [container("web"), container("proxy")];
  const deployment = new Deployment(
    { family: "shop", hasOwnAddress: true, sharedVolumes: [], containers },
    new Map([
      [
        "web",
        { folder, command: [process.execPath, "-e", "setInterval(() => {}, 1000)"], ...image },
      ],
      ["proxy", { folder, command: [process.execPath, "-e", "setInterval(() => {}, 1000)"] }],
    ]),
  );
  return { model, deployment };
}

function oneOff(speed = 1): OneOffTasks {
  tasks = new OneOffTasks({
    environment: { ADDED: "yes" },
    secret: () => "",
    logFolder: folder,
    pace: new Pace(speed),
    say: (line) => said.push(line),
  });
  return tasks;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(20);
}

const noted = () => readFileSync(join(folder, "noted"), "utf8").trim().split("\n");

async function release(script: string, more: object = {}): Promise<string | undefined> {
  const { model, deployment } = service({ beforeRelease: { ...running(script), ...more } });
  return oneOff().beforeRelease(model, deployment);
}

test("runs the command in place of the program, and lets the release go on when it succeeds", async () => {
  const script = `note([process.env.NAME, process.env.STEPS, process.env.ADDED].join(" "))`;
  expect(await release(script)).toBeUndefined();
  expect(noted()).toEqual(["web all yes"]);
  expect(said.at(-1)).toMatch(/^shop: task before-release succeeded in [\d.]+ s$/);
});

test("keeps the version when it fails, with the exit code and the log", async () => {
  const problem = await release(`console.log("no table"); process.exit(3)`);
  expect(problem).toMatch(
    /^shop: task before-release failed: web ended with exit code 3\. Its output is in .*shop-before-release-\w+\.log\. The service does not get the new version\.$/,
  );
  const [, log = ""] = /in (\S+\.log)\./.exec(problem!)!;
  expect(readFileSync(log, "utf8")).toContain("no table");
});

test("keeps a service from its first start when it fails", async () => {
  const { model, deployment } = service({ beforeRelease: running("process.exit(3)") });
  await expect(oneOff().mustSucceed(model, deployment)).rejects.toThrow("ended with exit code 3");
});

test("stops one that takes too long", async () => {
  const problem = await release(`setInterval(() => {}, 1000)`, { timeoutSeconds: 0.6 });
  expect(problem).toContain("did not end within 0.01 minutes, and was stopped");
});

test("runs them one after the other, as those of two colors", async () => {
  const script = (name: string) =>
    running(`note("${name} begins"); setTimeout(() => note("${name} ends"), 200)`);
  const all = oneOff();
  await Promise.all(
    ["blue", "green"].map((name) => {
      const { model, deployment } = service({ beforeRelease: script(name) });
      return all.beforeRelease(model, deployment);
    }),
  );
  expect(noted()).toEqual(["blue begins", "blue ends", "green begins", "green ends"]);
});

test("a service without one goes on at once", async () => {
  const { model, deployment } = service({});
  expect(await oneOff().beforeRelease(model, deployment)).toBeUndefined();
  expect(said).toEqual([]);
});

describe("scheduled tasks", () => {
  const nightly = (script: string, more: object = {}) => ({
    ...running(script),
    name: "nightly",
    expression: "rate(1 minute)",
    timezone: "UTC",
    isEnabled: true,
    ...more,
  });

  test("run at their times, which --speed brings nearer, until they are switched off", async () => {
    const shop = service({ scheduledTasks: [nightly(`note("ran")`)] });
    oneOff(600).follow([shop]);
    await until(() => existsSync(join(folder, "noted")) && noted().length >= 2);
    const { model } = shop;
    Object.assign(shop, {
      model: { ...model, scheduledTasks: [nightly(`note("late")`, { isEnabled: false })] },
    });
    await wait(300);
    expect(new Set(noted())).toEqual(new Set(["ran"]));
  });

  test("run when they are asked for, and tell how they failed", async () => {
    const task = nightly(`process.exit(2)`);
    const shop = service({ scheduledTasks: [task] });
    expect(await oneOff().runNow(shop, task)).toContain(
      "task nightly failed: web ended with exit code 2",
    );
  });

  test("are never started after the end", async () => {
    const shop = service({ scheduledTasks: [nightly(`note("ran")`)] });
    const all = oneOff(600);
    all.follow([shop]);
    await all.stop();
    await wait(200);
    expect(said).toEqual([]);
  });
});

test("keeps the entry point of the image, and leaves out that of a command in its place", async () => {
  const entryPoint = [process.execPath, "-e", `${note} note(process.argv.slice(1).join(" "))`];
  for (const [isGiven, expected] of [
    [false, "up all"],
    [true, "given"],
  ] as const) {
    const command = isGiven ? ["node", "-e", `${note} note("given")`] : ["up", "all"];
    const { model, deployment } = service(
      { beforeRelease: { ...running(""), command } },
      { isGiven },
    );
    const containers = deployment.task.containers.map((each) => ({ ...each, entryPoint }));
    const own = new Deployment({ ...deployment.task, containers }, deployment.images);
    expect(await oneOff().beforeRelease(model, own)).toBeUndefined();
    expect(noted().at(-1)).toBe(expected);
  }
});
