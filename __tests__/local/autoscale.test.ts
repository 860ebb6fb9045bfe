import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { LoadTestReport } from "../../tools/load-test/report/report";
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

/** At most: on a machine with other work the tasks get their CPU late. */
const LOAD_SECONDS = 120;
const REPORT = join(projectRoot(), ".build", "local-tests", "load-test");

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
  const load = spawn(
    process.execPath,
    [
      ...[join("tools", "run.mjs"), join("tools", "load-test", "main.ts")],
      `${run.url("HTTP 80")}/work`,
      ...["--load", "step:4x", "--rate", "15", "--seconds", String(LOAD_SECONDS)],
      ...["--report", REPORT],
    ],
    { cwd: projectRoot(), stdio: "ignore" },
  );
  const loadEnded = once(load, "exit");
  await Promise.race([
    loadEnded,
    run.untilStatus(({ services }) => services[0]!.desiredCount > min),
  ]);
  load.kill("SIGINT");
  await loadEnded;
  expect(Math.max(...counts, (await run.service("http-api")).desiredCount)).toBeGreaterThan(min);
  const { served } = JSON.parse(
    readFileSync(join(REPORT, "report.json"), "utf8"),
  ) as LoadTestReport;
  expect(served).toBeGreaterThan(0);

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
