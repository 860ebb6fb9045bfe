import { load } from "./load";
import { LocalRun } from "./local-run";

const SIZE = 5_000;

let run: LocalRun;

beforeAll(async () => {
  run = await LocalRun.start("talk-service", "--speed", "20", "tag=1.0.0", "live_color=blue");
});

afterAll(() => run.stop());

const hostNames = async (path: string, count = 20): Promise<Set<string>> => {
  const url = `${run.url("HTTP 80")}${path}`;
  const answers = Array.from({ length: count }, async () => (await fetch(url)).text());
  return new Set((await Promise.all(answers)).map((text) => text.split(" ").at(-1)!));
};

const tasksOf = async (service: string): Promise<Set<string>> =>
  new Set((await run.service(service)).tasks.map(({ id }) => id));

describe("talk-service", () => {
  it("[talk-service 23, 24, 25, 26, 29] answers as its acceptance list says", async () => {
    const url = run.url("HTTP 80");
    expect(await (await fetch(`${url}/talk`)).text()).toMatch(/^Talk details returned by \w+$/);
    expect(await (await fetch(`${url}/speaker`)).text()).toMatch(
      /^Speaker details returned by \w+$/,
    );
    expect(await hostNames("/talk")).toEqual(await tasksOf("talk-service-ecs"));
    expect((await hostNames("/speaker")).size).toBe(2);
    for (const { ports } of await run.tasks()) {
      const health = await fetch(`http://127.0.0.1:${ports[0]}/health`);
      expect(await health.json()).toEqual({ status: "UP" });
    }
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/talk`, { method: "POST" })).status).toBe(405);
  });

  it("[talk-service 30] switches to green and back under load without a failed request", async () => {
    const traffic = load(`${run.url("HTTP 80")}/talk`);
    let switches = 0;
    while (switches < 4 || traffic.sent() < SIZE) {
      const color = switches % 2 === 0 ? "green" : "blue";
      expect(await run.command("--deploy", `live_color=${color}`)).toMatchObject({ exitCode: 0 });
      switches += 1;
      const live = await tasksOf(color === "green" ? "talk-service-ecs-green" : "talk-service-ecs");
      expect(await hostNames("/talk")).toEqual(live);
    }
    const { requests, statuses, errors } = await traffic.stop();
    expect({ statuses, errors }).toEqual({ statuses: { "200": requests }, errors: 0 });
  });

  it("[2026-11 B11] gives green as many tasks as blue has before it gets the requests, and loses none", async () => {
    await run.command("--deploy", "live_color=blue");
    await run.command("--scale", "talk-service-ecs=5");
    await run.untilStatus(({ services }) =>
      services.some(({ name, healthyCount }) => name === "talk-service-ecs" && healthyCount === 5),
    );
    const traffic = load(`${run.url("HTTP 80")}/talk`);
    const { exitCode, stdout } = await run.command("--deploy", "live_color=green");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "talk-service-ecs-green: will receive more requests once 5 tasks are healthy",
    );
    expect((await run.service("talk-service-ecs-green")).healthyCount).toBe(5);
    const { requests, statuses, errors } = await traffic.stop();
    expect({ statuses, errors }).toEqual({ statuses: { "200": requests }, errors: 0 });
    await run.command("--deploy", "live_color=blue");
  });

  it("gives the idle colour a share of the requests", async () => {
    await run.command("--deploy", "live_color=blue", "idle_share_percent=50");
    const both = new Set([
      ...(await tasksOf("talk-service-ecs")),
      ...(await tasksOf("talk-service-ecs-green")),
    ]);
    expect(await hostNames("/talk", 120)).toEqual(both);
    await run.command("--deploy", "idle_share_percent=0");
    expect(await hostNames("/talk")).toEqual(await tasksOf("talk-service-ecs"));
  });

  it("gives green a tag of its own, and leaves blue alone", async () => {
    const blue = await tasksOf("talk-service-ecs");
    const green = await tasksOf("talk-service-ecs-green");
    expect(await run.command("--deploy", "green_image_tag=1.1.0")).toMatchObject({ exitCode: 0 });
    expect(await tasksOf("talk-service-ecs")).toEqual(blue);
    const { tasks } = await run.service("talk-service-ecs-green");
    expect(new Set(tasks.map(({ image }) => image))).toEqual(new Set(["talk-service:1.1.0"]));
    expect(tasks.some(({ id }) => green.has(id))).toBe(false);
  });

  it("switches the idle colour off, but not the live one", async () => {
    const refused = await run.command("--deploy", 'running_colors=["green"]');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("start a colour before you switch to it");
    await run.command("--deploy", 'running_colors=["blue"]');
    await run.untilStatus(({ services }) =>
      services.some(({ name, tasks }) => name === "talk-service-ecs-green" && tasks.length === 0),
    );
    expect(await hostNames("/talk")).toEqual(await tasksOf("talk-service-ecs"));
  });
});
