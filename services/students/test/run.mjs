// @ts-check
/** Bundles the tests and runs them with Node's own test runner; REPORT_FILE gets a JUnit report as well. */
import { buildSync } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const service = dirname(dirname(fileURLToPath(import.meta.url)));
const bundles = join(service, "dist", "test");
const only = process.argv[2] ?? "";
const tests = readdirSync(join(service, "test")).filter(
  (file) => file.endsWith(".test.ts") && file.includes(only),
);

rmSync(bundles, { recursive: true, force: true });
buildSync({
  absWorkingDir: service,
  entryPoints: tests.map((file) => join("test", file)),
  outbase: "test",
  outdir: bundles,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
});
// The real program of the other service, for the tests of both together. It needs no packages that aren't here.
buildSync({
  absWorkingDir: service,
  entryPoints: ["../subjects/src/main.ts"],
  outfile: join(bundles, "subjects.cjs"),
  bundle: true,
  platform: "node",
  target: "node20",
  nodePaths: [join(service, "node_modules")],
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
  ["--enable-source-maps", "--test", ...reporters, ...files],
  {
    cwd: service,
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
