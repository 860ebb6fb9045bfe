// @ts-check
/** Bundles the tests and runs them with Node's test runner. REPORT_FILE adds a JUnit report. */
import { buildSync } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const page = dirname(dirname(fileURLToPath(import.meta.url)));
const bundles = join(page, ".build", "tests");
const only = process.argv[2] ?? "";
const tests = readdirSync(join(page, "test")).filter(
  (file) => file.endsWith(".test.ts") && file.includes(only),
);

rmSync(bundles, { recursive: true, force: true });
buildSync({
  absWorkingDir: page,
  entryPoints: tests.map((file) => join("test", file)),
  outbase: "test",
  outdir: bundles,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
});

const reporters = ["--test-reporter=spec", "--test-reporter-destination=stdout"];
const reportFile = process.env["REPORT_FILE"];
if (reportFile !== undefined) {
  mkdirSync(dirname(reportFile), { recursive: true });
  reporters.push("--test-reporter=junit", `--test-reporter-destination=${reportFile}`);
}
const files = tests.map((file) => join(bundles, file.replace(/\.ts$/, ".cjs")));
const { status } = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-concurrency=1", ...reporters, ...files],
  {
    cwd: page,
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
