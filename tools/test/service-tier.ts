import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { endWithThisProcess } from "../process/children";
import { runNode } from "../terminal/node-program";
import { readJunitReport } from "./junit-report";
import { type TierResult, sum } from "./tier";

/** Installs and tests the workspace of the services, and the page, each with the commands in its own package.json. */
export async function runServices(): Promise<TierResult> {
  const results: TierResult[] = [];
  for (const folder of foldersWithTests(".")) results.push(await runService(folder));
  return sum(results);
}

/** The workspace, the user's services outside of it, and the page. Paths are relative to the project's root. */
export function foldersWithTests(root: string): string[] {
  const services = readdirSync(join(root, "services")).map((service) => join("services", service));
  // A program in the workspace has no lock file of its own. It is tested with all others.
  return ["services", ...services, "web"].filter((folder) =>
    existsSync(join(root, folder, "package-lock.json")),
  );
}

async function runService(folder: string): Promise<TierResult> {
  const service = basename(folder);
  const named = (name: string) => `${service}: ${name}`;
  const failed = (why: string) => ({ passed: 0, failed: [named(why)], skipped: [] });

  console.log(folder);
  const installed = await runNode([join("tools", "runner", "packages.mjs"), folder]);
  if (installed.exitCode !== 0) return failed("its packages cannot be installed");

  const reportFile = resolve("reports", `service-${service}.xml`);
  mkdirSync("reports", { recursive: true });
  rmSync(reportFile, { force: true });
  const exitCode = await npmTest(folder, reportFile);
  if (!existsSync(reportFile)) return failed(`npm test wrote no report (exit code ${exitCode})`);

  const report = readJunitReport(readFileSync(reportFile, "utf8"));
  const result = {
    passed: report.passed,
    failed: report.failed.map(named),
    skipped: report.skipped.map(({ name, reason }) => ({ name: named(name), reason })),
  };
  if (exitCode === 0 || result.failed.length > 0) return result;
  return { ...result, failed: [named(`npm test (exit code ${exitCode})`)] };
}

/** A service's `npm test` writes a JUnit report to REPORT_FILE. */
function npmTest(folder: string, reportFile: string): Promise<number> {
  const isWindows = process.platform === "win32";
  const child = spawn(isWindows ? "npm.cmd" : "npm", ["test"], {
    cwd: folder,
    env: { ...process.env, REPORT_FILE: reportFile },
    stdio: ["ignore", "inherit", "inherit"],
    shell: isWindows,
  });
  endWithThisProcess(child);
  return new Promise((resolvePromise, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolvePromise(code ?? 1);
    });
  });
}
