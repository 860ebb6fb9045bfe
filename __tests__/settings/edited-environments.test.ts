import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const COPIED = ["main.ts", "environments", "settings", "aws", "modules", "stacks", "package.json"];

let copy: string;

/** A copy of the project with the shipped environments; one for each test, for a test edits it. */
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "edited-"));
  for (const name of [...COPIED, "package-lock.json", "tsconfig.json"]) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  for (const name of ["run.mjs", "runner"]) {
    cpSync(join(ROOT, "tools", name), join(copy, "tools", name), { recursive: true });
  }
  for (const name of ["node_modules", "services", "web"]) {
    symlinkSync(join(ROOT, name), join(copy, name), "junction");
  }
});

afterEach(() => {
  rmSync(copy, { recursive: true, force: true });
});

function edit(file: string, change: (text: string) => string): void {
  const path = join(copy, "environments", file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

function synth(): { exitCode: number | null; output: string; stacks: string[] } {
  const { status, stdout, stderr } = spawnSync("node", ["tools/run.mjs", "main.ts"], {
    cwd: copy,
    encoding: "utf8",
  });
  const stacks = status === 0 ? readdirSync(join(copy, "cdktf.out", "stacks")).sort() : [];
  return { exitCode: status, output: `${stdout}${stderr}`, stacks };
}

/** What the compiler says of the settings files, by the project's own options. */
function typeCheck(): string {
  const config = { extends: "./tsconfig.json", include: ["environments"] };
  writeFileSync(join(copy, "tsconfig.environments.json"), JSON.stringify(config));
  const compiler = join("node_modules", "typescript", "bin", "tsc");
  const args = [compiler, "--noEmit", "-p", "tsconfig.environments.json"];
  return spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" }).stdout;
}

const withoutOthers = (text: string) =>
  text.replace(/systems: \{[^]*\n {2}\},\n\}/, 'systems: { "http-scale-out": SYSTEM },\n}');

test("[2026-11 A4] region, bucket, an own container and one system only are edits of dev.ts", () => {
  edit("dev.ts", (text) =>
    withoutOthers(text)
      .replace(/region: "[^"]*"/, 'region: "eu-central-1"')
      .replace(/bucket: "[^"]*"/, 'bucket: "acme-terraform-state"')
      .replace("SYSTEM", '{ image: { kind: "reference", reference: "ghcr.io/acme/shop:1.0.0" } }'),
  );
  const { output, stacks } = synth();
  expect(output).not.toContain("problem");
  expect(stacks.filter((id) => id.endsWith("-dev"))).toEqual(["http-scale-out-dev", "state-dev"]);
  const json = readFileSync(join(copy, "cdktf.out/stacks/http-scale-out-dev/cdk.tf.json"), "utf8");
  expect(json).toContain("eu-central-1");
  expect(json).toContain("ghcr.io/acme/shop:1.0.0");
  expect(typeCheck()).toBe("");
});

test("[2026-11 A6] another environment is one file and one line", () => {
  cpSync(join(copy, "environments/dev.ts"), join(copy, "environments/qa.ts"));
  edit("qa.ts", (text) =>
    text.replace(
      /state: \{ kind: "s3", bucket: "[^"]*"/,
      'nameSuffix: "-qa",\n  state: { kind: "s3", bucket: "acme-qa"',
    ),
  );
  edit("all.ts", (text) => `${text}export { default as qa } from "./qa";\n`);
  const { output, stacks } = synth();
  expect(output).not.toContain("problem");
  expect(stacks).toContain("http-scale-out-qa");
  expect(typeCheck()).toBe("");
});

test("[2026-11 A6] a settings file that throws gets one message without a stack", () => {
  edit("staging.ts", (text) =>
    text.replace("export default", "const none = misspelt;\nexport default"),
  );
  const { exitCode, output } = synth();
  expect(exitCode).toBe(1);
  expect(output).toContain("environments/staging.ts cannot be read: misspelt is not defined.");
  expect(output).not.toMatch(/^\s+at /m);
});

test("[2026-11 A4] no unit test but those of the shipped environments reads what users edit", () => {
  const tests = readdirSync(join(ROOT, "__tests__"), { recursive: true, encoding: "utf8" });
  const readers = tests
    .filter((file) => file.endsWith(".ts") && !file.startsWith(join("tools", "lint")))
    // The setup tier holds the project's own pages true.
    .filter((file) => !file.startsWith("setup"))
    .filter((file) =>
      /from "(\.\.\/)+environments\//.test(readFileSync(join(ROOT, "__tests__", file), "utf8")),
    );
  expect(readers).toEqual([join("settings", "shipped-environments.test.ts")]);
});
