import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { LocalRun } from "./local-run";

/** Takes 8 ms of CPU a request, so that a load which this machine can send needs more than one task. */
const COMPUTES = `
  require("node:http").createServer((request, response) => {
    const before = process.cpuUsage();
    const used = () => process.cpuUsage(before).user + process.cpuUsage(before).system;
    while (request.url !== "/" && used() < 8000);
    response.end("done");
  }).listen(process.env.PORT, "127.0.0.1");
  process.on("SIGTERM", () => process.exit(0));`;

const LOAD_SECONDS = 18;

let run: LocalRun;

afterEach(() => run.stop());

test("[http-scale-out 36] the count rises under load, falls after it, and stays within the bounds", async () => {
  run = await LocalRun.start(
    "http-scale-out",
    ...["--autoscale", "--speed", "80"],
    ...["--command", `http-api=node -e '${COMPUTES.replaceAll("\n", " ")}'`],
  );
  const { desiredCount, scaling } = await run.service("http-api");
  const { min, max } = scaling!;
  expect(desiredCount).toBe(min);
  expect(max).toBeGreaterThan(min);

  const counts: number[] = [];
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      counts.push((await run.service("http-api")).desiredCount);
      await wait(100);
    }
  })();
  const load = await runCommand(
    process.execPath,
    [
      ...[join("tools", "run.mjs"), join("tools", "load-test", "main.ts")],
      `${run.url("HTTP 80")}/work`,
      ...["--load", "step:4x", "--rate", "15", "--seconds", String(LOAD_SECONDS)],
      ...["--report", join(projectRoot(), ".build", "local-tests", "load-test")],
    ],
    { cwd: projectRoot() },
  );
  expect(load.exitCode).toBe(0);
  expect(load.stdout).toContain("served");
  const peak = Math.max(...counts);
  expect(peak).toBeGreaterThan(min);

  await run.untilStatus(({ services }) => services[0]!.desiredCount === min);
  await run.untilStatus(({ services }) => services[0]!.tasks.length === min);
  over.abort();
  await watching;
  expect(counts.filter((count) => count < min || count > max)).toEqual([]);

  // Each decision is there with its reason, on the terminal and in the status.
  const { decisions } = await run.status();
  const scalings = decisions.filter(({ kind }) => kind === "scaling").map(({ text }) => text);
  expect(scalings.at(-1)).toMatch(/^desired count \d+ -> \d+: .+: \d+\.\d is above 80$/);
  expect(scalings[0]).toMatch(
    new RegExp(`^desired count \\d+ -> ${min}: .+: \\d+\\.\\d is below 80$`),
  );
  for (const text of scalings) expect(run.output).toContain(text);
  expect(run.output).toMatch(/AlarmHigh is ALARM: cpu [\d.]+, above 80 in 3 of 3 points of 60 s/);
});
