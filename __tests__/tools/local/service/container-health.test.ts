import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pace } from "../../../../tools/local/pace";
import { watchContainer } from "../../../../tools/local/service/container-health";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "health-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs checks until the container's health is known. @returns that, and how many checks it took */
async function firstVerdict(
  script: string,
  check: { readonly retries?: number; readonly startPeriodSeconds?: number } = {},
): Promise<{ readonly isHealthy: boolean; readonly checks: number }> {
  const file = join(folder, "checks");
  const end = new AbortController();
  let verdict: boolean | undefined;
  await watchContainer({
    check: {
      command: ["CMD-SHELL", `echo >> ${file}; ${script}`],
      intervalSeconds: 5,
      timeoutSeconds: 2,
      retries: 3,
      startPeriodSeconds: 0,
      ...check,
    },
    environment: { PATH: process.env["PATH"] ?? "" },
    folder,
    hosts: new Map([["localhost", new Map([[8080, 1234]])]]),
    pace: new Pace(100),
    signal: end.signal,
    onChange: (isHealthy) => {
      verdict ??= isHealthy;
      end.abort();
    },
  });
  return { isHealthy: verdict!, checks: readFileSync(file, "utf8").length };
}

it.each([1, 2, 3])("is unhealthy after %d failed checks in a row, not before", async (retries) => {
  expect(await firstVerdict("exit 1", { retries })).toEqual({ isHealthy: false, checks: retries });
});

it("is healthy after the first good check", async () => {
  expect(await firstVerdict("exit 0")).toEqual({ isHealthy: true, checks: 1 });
});

it("forgets failures when a check is good", async () => {
  const everySecondFails = `test $(($(wc -l < ${join("$PWD", "checks")}) % 2)) = 0`;
  expect((await firstVerdict(everySecondFails, { retries: 2 })).isHealthy).toBe(true);
});

it("does not count failures within the start period", async () => {
  const { checks } = await firstVerdict("exit 1", { retries: 1, startPeriodSeconds: 20 });
  expect(checks).toBeGreaterThan(1);
});

it("asks the port that the container's port is on this machine", async () => {
  const asks = `test localhost:8080 = 127.0.0.1:$((1234))`;
  expect((await firstVerdict(asks, { retries: 1 })).isHealthy).toBe(true);
});
