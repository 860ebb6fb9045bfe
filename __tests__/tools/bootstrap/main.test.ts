import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../../tools/project-root";

/** The command with this `terraform` on the PATH, or none. */
function run(words: readonly string[], terraform?: string) {
  const bin = mkdtempSync(join(tmpdir(), "bootstrap-"));
  try {
    symlinkSync(process.execPath, join(bin, "node"));
    if (terraform)
      writeFileSync(join(bin, "terraform"), `#!/bin/sh\n${terraform}\n`, { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["tools/run.mjs", "tools/bootstrap/main.ts", ...words],
      { cwd: projectRoot(), encoding: "utf8", env: { ...process.env, PATH: bin } },
    );
    return { status, stdout, stderr };
  } finally {
    rmSync(bin, { recursive: true });
  }
}

describe("[2026-11 A7] npm run bootstrap", () => {
  it.each([
    ["without Terraform", undefined, "there is no terraform on the PATH. Install Terraform 1.11"],
    [
      "with a Terraform that is too old",
      `/bin/echo '{"terraform_version": "1.9.8"}'`,
      "terraform on the PATH is 1.9.8. Install Terraform 1.11",
    ],
  ])("%s says so in one line", (_, terraform, message) => {
    const { status, stderr } = run(["dev", "--yes"], terraform);
    expect(status).toBe(1);
    expect(stderr.trim()).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("explains itself with --help, and what it needs without an environment", () => {
    expect(run(["--help"])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Usage: npm run bootstrap -- <environment>") as string,
    });
    const { status, stderr } = run([]);
    expect(status).toBe(1);
    expect(stderr).toContain("Name an environment, as in `npm run bootstrap -- dev`.");
    expect(stderr).not.toContain("    at ");
  });

  it("names the environments there are when it is given another", () => {
    const { status, stderr } = run(["dve", "--yes"], `/bin/echo '{"terraform_version": "1.11.4"}'`);
    expect(status).toBe(1);
    expect(stderr).toContain("dev");
    expect(stderr).not.toContain("    at ");
  });
});
