import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../tools/process/run-command";
import { projectRoot } from "../../../tools/project-root";
import type { LoadTestReport } from "../../../tools/load-test/report/report";

const program = ["tools/run.mjs", "tools/load-test/main.ts"];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "load-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const written = (): LoadTestReport =>
  JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as LoadTestReport;

test("sends nothing to another machine unless somebody agrees", async () => {
  const url = "http://load-test.invalid/";
  const { exitCode, stderr } = await runCommand(
    process.execPath,
    [...program, url, "--report", folder],
    {
      cwd: projectRoot(),
    },
  );
  expect(exitCode).toBe(1);
  expect(stderr).toContain("requests to http://load-test.invalid");
  expect(stderr).toContain("Nothing was sent.");
  expect(existsSync(join(folder, "report.json"))).toBe(false);
});

test.each([
  [
    ["http://127.0.0.1:9/", "--calibrate"],
    "--calibrate needs the URL of a system that is running under npm run local",
  ],
  [["http://127.0.0.1:9/", "--load", "stpe"], "step"],
])("%j is refused without a request", async (args, message) => {
  const { exitCode, stderr } = await runCommand(process.execPath, [...program, ...args], {
    cwd: projectRoot(),
    env: { ...process.env, LOCAL_RUNS_FOLDER: folder },
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});

test("a signal stops the load at once, and the report is still written", async () => {
  const server = createServer((_, response) => void response.end("hello"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const args = [...program, url, "--load", "step:1x", "--rate", "50", "--report", folder];
  const child = spawn(process.execPath, args, {
    cwd: projectRoot(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(server, "request");
  child.kill("SIGINT");
  const [exitCode] = (await once(child, "exit")) as [number];
  server.closeAllConnections();
  server.close();
  expect(exitCode).toBe(0);
  const { stopped, seconds, offered, served, outcomes, load } = written();
  expect({ stopped, load }).toEqual({ stopped: true, load: "step:1x" });
  expect(seconds).toBeLessThan(60);
  expect(offered).toBe(served + outcomes.aborted + outcomes["no-connection"]);
  expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("<!doctype html>");
});
