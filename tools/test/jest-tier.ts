import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { runNode } from "../terminal/node-program";
import type { RunOptions, TierResult } from "./tier";

/**
 * The parts of jest's report that this tool reads (https://jestjs.io/docs/configuration#testresultsprocessor-string).
 */
interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: "passed" | "failed" | "pending" | "todo" | "skipped" | "disabled";
    }[];
  }[];
}

/** Runs jest with one of its configurations and reads the counts from its report. */
export async function runJest(
  name: string,
  config: string,
  { output, files = [] }: RunOptions,
): Promise<TierResult> {
  const reportFile = join("reports", `${name}.json`);
  mkdirSync("reports", { recursive: true });
  rmSync(reportFile, { force: true });
  const { exitCode, output: gathered } = await runNode(
    [
      join("node_modules", "jest", "bin", "jest.js"),
      ...["--config", config, "--json", "--outputFile", reportFile],
      ...(files.length > 0 ? ["--runTestsByPath", ...files] : []),
    ],
    { output },
  );
  if (output === "gathered") console.log(`${name}:\n${gathered}`);
  const result = existsSync(reportFile)
    ? readReport(readFileSync(reportFile, "utf8"))
    : { passed: 0, failed: [], skipped: [] };
  if (exitCode === 0 || result.failed.length > 0) return result;
  return { ...result, failed: [`jest itself (exit code ${exitCode})`] };
}

/** @param report jest's report as JSON */
export function readReport(report: string): TierResult {
  const { testResults } = JSON.parse(report) as JestReport;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const brokenFiles = testResults.filter(
    ({ message, assertionResults }) => message !== "" && assertionResults.length === 0,
  );
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: [
      ...brokenFiles.map(({ name }) => `${relative(process.cwd(), name)} does not run`),
      ...tests.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
    ],
    skipped: tests
      .filter(({ status }) => status !== "passed" && status !== "failed")
      .map(({ fullName, status }) => ({ name: fullName, reason: `marked as ${status}` })),
  };
}
