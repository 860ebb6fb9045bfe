import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Pace } from "../../../../tools/local/pace";
import { Task } from "../../../../tools/local/service/task";

let folder: string;
let task: Task | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "task-"));
});

afterEach(async () => {
  await task?.stop("the test is over");
  rmSync(folder, { recursive: true });
});

const said: string[] = [];

function start(script: string): Task {
  said.length = 0;
  task = new Task({
    service: "shop",
    model: {
      family: "shop",
      hasOwnAddress: false,
      sharedVolumes: [],
      containers: [
        {
          name: "web",
          image: "shop:1",
          isEssential: true,
          environment: {},
          secrets: {},
          ports: [8080],
          environmentFiles: [],
          mounts: {},
          dependsOn: [],
          links: [],
          stopTimeoutSeconds: 1,
        },
      ],
    },
    targets: [],
    targetGroups: new Map(),
    images: new Map([["web", { folder, command: [process.execPath, "-e", script] }]]),
    environment: {},
    secret: () => "",
    logFolder: folder,
    pace: new Pace(100),
    listenSeconds: 0.5,
    say: (line) => said.push(line),
    onChange: () => undefined,
  });
  void task.start();
  return task;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5);
}

const LISTENS = `require("node:http").createServer((_, r) => r.end()).listen(process.env.PORT, process.env.HOST);`;

it("[2026-11 E3] runs on when its program ignores the port, and says which one was expected", async () => {
  const { id } = start("setInterval(() => undefined, 1000)");
  await until(() => task!.state === "RUNNING");
  const { port } = task!.endpoint(8080);
  expect(said).toEqual([
    `shop: task ${id} does not listen on port ${port} after 0.5 s. The program must listen on $PORT, which replaces the container's port 8080.`,
  ]);
});

it("says nothing about a program that listens, or that has ended", async () => {
  start(LISTENS);
  await until(() => task!.state === "RUNNING");
  expect(said).toEqual([]);
  await task!.stop("enough");
  start("process.exit(3)");
  await task!.stopped;
  await wait(600);
  expect(said).toEqual([]);
});

it("[2026-11 E6] says of a program that ignores HOST that others can reach it", async () => {
  const { id } = start(LISTENS.replace(", process.env.HOST", ""));
  await until(() => task!.state === "RUNNING");
  const { port } = task!.endpoint(8080);
  // Only on Linux does this machine have a second loopback address to look from.
  expect(said).toEqual(
    process.platform === "linux"
      ? [
          `shop: task ${id} listens on all addresses of this machine on port ${port}, where others can reach it. The program should listen on $HOST, which is 127.0.0.1 here.`,
        ]
      : [],
  );
});

it("[2026-11 E6] tells its program to listen on loopback only", async () => {
  start(`console.log(process.env.HOST); ${LISTENS}`);
  await until(() => task!.state === "RUNNING");
  expect(readFileSync(join(folder, `shop-${task!.id}.log`), "utf8")).toBe("127.0.0.1\n");
});
