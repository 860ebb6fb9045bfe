import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { projectRoot } from "../../tools/project-root";

const folder = mkdtempSync(join(tmpdir(), "apply-plan-"));
const told = join(folder, "told");

/** A program that writes down how it is called. */
function program(name: string, answer: string): void {
  const file = join(folder, "bin", name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> "$TOLD"\n${answer}\n`);
  chmodSync(file, 0o755);
}

beforeAll(() => {
  mkdirSync(join(folder, "bin"));
  cpSync(join(projectRoot(), ".github"), join(folder, ".github"), { recursive: true });
  mkdirSync(join(folder, "saved"));
  writeFileSync(join(folder, "saved", "plan"), "");
  writeFileSync(join(folder, "saved", "release.auto.tfvars.json"), '{"image_tag": "abc"}');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function applied(executionType: string, guard = "exit 0"): string[] {
  writeFileSync(told, "");
  program("aws", `echo ${executionType}`);
  program("terraform", "echo '{}'");
  program("npm", guard);
  try {
    execFileSync("bash", [".github/apply-plan.sh", "shop-dev", join(folder, "saved")], {
      cwd: folder,
      env: {
        PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter),
        TOLD: told,
        PIPELINE: "pipeline-shop-dev",
        EXECUTION: "1",
      },
      stdio: "ignore",
    });
  } catch {
    // The exit code is that of the guard, and what was called says the rest.
  }
  return readFileSync(told, "utf8").trim().split("\n");
}

const AT = "terraform -chdir=cdktf.out/stacks/shop-dev";
const APPLY = `${AT} apply -input=false -no-color -lock-timeout=60m plan`;

test("applies the saved plan as it is, with the providers that planned", () => {
  const [asked, ...commands] = applied("STANDARD");
  expect(asked).toContain(
    "get-pipeline-execution --pipeline-name pipeline-shop-dev --pipeline-execution-id 1",
  );
  expect(commands).toEqual([`${AT} init -input=false -no-color -lockfile=readonly`, APPLY]);
  const tag = join(folder, "cdktf.out", "stacks", "shop-dev", "release.auto.tfvars.json");
  expect(JSON.parse(readFileSync(tag, "utf8"))).toEqual({ image_tag: "abc" });
});

test("plans the JSON of the former release anew in a rollback, and lets the guard judge it", () => {
  const [, ...commands] = applied("ROLLBACK");
  expect(commands).toEqual([
    `${AT} init -input=false -no-color`,
    `${AT} plan -input=false -no-color -out=plan -lock-timeout=60m`,
    `${AT} show -json plan`,
    expect.stringMatching(/^npm run --silent guard -- /),
    APPLY,
  ]);
});

test("applies nothing that the guard rejects in a rollback", () => {
  expect(applied("ROLLBACK", "exit 1")).not.toContain(APPLY);
});
