import { spawnSync } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { load } from "./load";
import { isAlive, local, LocalRun } from "./local-run";

let run: LocalRun;

afterEach(() => run.stop());

describe("tasks that die", () => {
  it("lose the requests in flight on them and no others, and are replaced", async () => {
    run = await LocalRun.start("http-scale-out", "--speed", "20");
    await run.command("--scale", "http-api=4");
    await run.untilStatus(({ services }) => services[0]!.healthyCount === 4);
    const traffic = load(run.url("HTTP 80"), 8);
    const kills = 5;
    for (let count = 0; count < kills; count += 1) {
      const { stdout } = await run.command("--kill", "service=http-api");
      expect(stdout).toMatch(/^killing task \w+/);
      await run.untilStatus(({ services }) => services[0]!.healthyCount === 4);
    }
    const { requests, statuses, errors } = await traffic.stop();
    const { "200": good = 0, "502": lost = 0, ...others } = statuses;
    expect(others).toEqual({});
    expect(errors).toBe(0);
    expect(good + lost).toBe(requests);
    // A connection has one request in flight at a time.
    expect(lost).toBeLessThanOrEqual(kills * traffic.connections);
    expect(good).toBeGreaterThan(1000);
  });
});

/** Answers, but is ill as soon as it was asked for /fall-ill. */
const FALLS_ILL = `
  let isIll = false;
  require("node:http").createServer((request, response) => {
    if (request.url === "/fall-ill") isIll = true;
    response.statusCode = isIll && request.url === "/" ? 500 : 200;
    response.end(process.env.HOSTNAME);
  }).listen(process.env.PORT, "127.0.0.1");
  process.on("SIGTERM", () => process.exit(0));`;

describe("a task that falls ill", () => {
  it("gets no more requests, and another takes its place", async () => {
    const program = `node -e '${FALLS_ILL.replaceAll("\n", " ")}'`;
    run = await LocalRun.start(
      "http-scale-out",
      "--speed",
      "50",
      "--command",
      `http-api=${program}`,
    );
    await run.command("--scale", "http-api=2");
    await run.untilStatus(({ services }) => services[0]!.healthyCount === 2);
    const ill = await (await fetch(`${run.url("HTTP 80")}/fall-ill`)).text();
    await run.untilStatus(
      ({ services }) =>
        services[0]!.tasks.every(({ id, health }) => id !== ill && health === "healthy") &&
        services[0]!.healthyCount === 2,
    );
    expect(run.output).toContain(`task ${ill} stopped: status 500, not 200`);
  });
});

describe("the end", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "by %s leaves no process, port or file",
    async (signal) => {
      run = await LocalRun.start("daemon-api", "--speed", "20");
      const tasks = await run.tasks();
      const pids = tasks.flatMap(({ pids: own }) => own);
      const urls = [run.url("HTTP 80"), run.url("status of")];
      const ports = [
        ...tasks.flatMap(({ ports: own }) => own),
        ...urls.map((url) => Number(new URL(url).port)),
      ];
      expect(pids).toHaveLength(2);
      expect(await Promise.all(ports.map(listens))).toEqual(ports.map(() => true));
      const traffic = load(urls[0]!);
      await wait(500);
      await run.stop(signal);
      await traffic.stop();
      expect(run.child.exitCode).toBe(0);
      expect(pids.filter(isAlive)).toEqual([]);
      expect(await Promise.all(ports.map(listens))).toEqual(ports.map(() => false));
      expect(run.hasInstanceFile).toBe(false);
    },
  );

  it("while it starts leaves nothing either", async () => {
    run = new LocalRun("daemon-api", []);
    let pids: readonly number[] = [];
    await run.until(() => (pids = tasksOf(run.child.pid!)).length > 0);
    await run.stop("SIGTERM");
    expect(run.child.exitCode).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(run.hasInstanceFile).toBe(false);
  });
});

function tasksOf(pid: number): readonly number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => {
    const [, child, parent, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && args.includes("dist/main.cjs") ? [Number(child)] : [];
  });
}

describe("mistakes", () => {
  it.each([
    [["dameon-api"], "Did you mean daemon-api-dev?"],
    [[], "Name a system, as in: npm run local -- http-scale-out"],
    [["daemon-api", "--sped", "3"], "There is no option --sped. Did you mean --speed?"],
    [["daemon-api", "colour=blue"], "There is no variable colour."],
    [["--deploy", "daemon-api", "tag=1.0.1"], "daemon-api-dev is not running."],
    [["daemon-api", "--speed", "0"], "--speed must be a number from 0.01 to 1000"],
  ])("%j is answered %j", async (args, message) => {
    const { exitCode, stderr } = await local(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("of a system that is already running names its address", async () => {
    run = await LocalRun.start("daemon-api");
    const { exitCode, stderr } = await local("daemon-api");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`daemon-api-dev is already running at ${run.url("status of")}`);
  });

  it("commands without the token, and under another name for loopback, are refused", async () => {
    run = await LocalRun.start("daemon-api");
    const status = run.url("status of");
    expect((await fetch(`${status}/kill`, { method: "POST", body: "{}" })).status).toBe(401);
    const renamed = status.replace("127.0.0.1", "localhost");
    const refused = await fetch(renamed).then(
      ({ status: code }) => code,
      () => "no answer",
    );
    expect([421, "no answer"]).toContain(refused);
  });
});

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
