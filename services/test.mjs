// @ts-check
/**
 * Bundles the tests and runs them with Node's test runner. `npm test` runs all tests, and `npm test -- store` those whose
 * path contains that text, such as `store` or `school/test/load`. REPORT_FILE adds a JUnit report.
 */
import { buildSync } from "esbuild";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const bundles = join(root, "dist");
const only = process.argv.slice(2);
/** @type {{ workspaces: string[] }} */
const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const tests = [...workspaces.map((folder) => `${folder}/test`), "test"]
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`))
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => only.length === 0 || only.some((text) => file.includes(text)));
const programs = ["kit/test/slow-program.ts", "kit/test/calling-program.ts"];

rmSync(bundles, { recursive: true, force: true });
buildSync({
  absWorkingDir: root,
  entryPoints: [...tests, ...programs],
  outbase: ".",
  outdir: bundles,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  external: ["esbuild", "dynalite"],
  loader: { ".pem": "text" },
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
  // By default, node leaves one core free, but these tests mostly wait.
  [
    "--enable-source-maps",
    "--test",
    `--test-concurrency=${availableParallelism()}`,
    ...reporters,
    ...files,
  ],
  { cwd: root, stdio: "inherit" },
);
process.exit(status ?? 1);
