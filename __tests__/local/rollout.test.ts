import { setTimeout as wait } from "node:timers/promises";
import { load } from "./load";
import { LocalRun } from "./local-run";

/** So many requests a rollout has to get through without losing one. */
const REQUESTS = 10_000;

let run: LocalRun;

afterEach(() => run.stop());

interface Answer {
  readonly version: string;
  readonly hostName: string;
}

const ask = async (url: string): Promise<Answer> => (await (await fetch(url)).json()) as Answer;

describe("daemon-api", () => {
  it("[daemon-api 29, 30, 31, 33] answers as its acceptance list says, a task on each instance", async () => {
    run = await LocalRun.start("daemon-api", "--speed", "20", "tag=1.0.0");
    const url = run.url("HTTP 80");
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: "ok" });
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await ask(url)).version).toBe("1.0.0");
    expect((await run.tasks()).length).toBe(2);

    expect((await run.command("--scale", "daemon-api-dev=3")).exitCode).toBe(0);
    await run.untilStatus(({ services }) => services[0]!.healthyCount === 3);
    const hosts = await Promise.all(
      Array.from({ length: 9 }, async () => (await ask(url)).hostName),
    );
    expect(new Set(hosts).size).toBe(3);
  });

  it("[daemon-api 34] loses none of 10,000 requests during rollouts, and is never without a healthy task", async () => {
    run = await LocalRun.start("daemon-api", "--speed", "20", "tag=1.0.0");
    const url = run.url("HTTP 80");
    const traffic = load(url);
    let during = 0;
    let release = 0;
    let fewestHealthy = Infinity;
    while (during < REQUESTS) {
      const before = traffic.sent();
      release += 1;
      const rollout = run.command("--deploy", `tag=1.0.${release}`);
      const over = rollout.then(() => true);
      while (!(await Promise.race([over, wait(20, false)]))) {
        fewestHealthy = Math.min(fewestHealthy, (await run.status()).services[0]!.healthyCount);
      }
      expect(await rollout).toMatchObject({ exitCode: 0 });
      during += traffic.sent() - before;
      expect((await ask(url)).version).toBe(`1.0.${release}`);
    }
    const { requests, statuses, errors } = await traffic.stop();
    expect({ statuses, errors }).toEqual({ statuses: { "200": requests }, errors: 0 });
    expect(requests).toBeGreaterThanOrEqual(REQUESTS);
    expect(fewestHealthy).toBeGreaterThanOrEqual(1);
  });
});

describe("http-scale-out", () => {
  it("loses none of 10,000 requests while new tasks take over before the old ones go", async () => {
    run = await LocalRun.start("http-scale-out", "--speed", "20", "tag=1.0.0");
    const url = run.url("HTTP 80");
    const former = (await run.tasks())[0]!.id;
    const traffic = load(url);
    let during = 0;
    for (let release = 1; during < REQUESTS; release += 1) {
      const before = traffic.sent();
      expect(await run.command("--deploy", `tag=1.0.${release}`)).toMatchObject({ exitCode: 0 });
      during += traffic.sent() - before;
    }
    const { requests, statuses, errors } = await traffic.stop();
    expect({ statuses, errors }).toEqual({ statuses: { "200": requests }, errors: 0 });
    expect((await run.tasks()).map(({ id }) => id)).not.toContain(former);
  });

  it("goes back to the former tag when the tasks of a new one keep failing", async () => {
    run = await LocalRun.start(
      "http-scale-out",
      ...["--speed", "20", "--command", 'http-api:2.0.0=node -e "process.exit(3)"', "tag=1.0.0"],
    );
    const [former] = await run.tasks();
    const traffic = load(run.url("HTTP 80"), 2);
    const { exitCode, stdout, stderr } = await run.command("--deploy", "tag=2.0.0");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("3 tasks in a row failed");
    expect(stderr).toContain("exit code 3");
    expect(stderr).toContain("rolled back to http-api:1.0.0");
    expect(stdout).toContain("rolling back to http-api:1.0.0");
    const { statuses, errors, requests } = await traffic.stop();
    expect({ statuses, errors }).toEqual({ statuses: { "200": requests }, errors: 0 });
    await run.untilStatus(({ services }) => services[0]!.tasks.length === 1);
    expect((await run.tasks()).map(({ id }) => id)).toEqual([former!.id]);
  });

  it("refuses values that the stack refuses, and changes nothing", async () => {
    run = await LocalRun.start("http-scale-out", "--speed", "20", "tag=1.0.0");
    const before = await run.tasks();
    const { exitCode, stderr } = await run.command("--deploy", "tag=latest");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^image_tag must be 1 to 128 letters/);
    expect(await run.command("--deploy", "colour=green")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("There is no variable colour."),
    });
    expect((await run.tasks()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });
});
