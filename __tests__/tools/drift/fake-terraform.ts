import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** An environment whose `terraform` is a shell script, given the body of its `case "$1"`. */
export function fakeTerraform(commands: string): NodeJS.ProcessEnv & { readonly PATH: string } {
  const bin = mkdtempSync(join(tmpdir(), "terraform-"));
  folders.push(bin);
  writeFileSync(
    join(bin, "terraform"),
    `#!/bin/sh
case "$1" in
${commands}
version) echo '{"terraform_version": "1.11.4"}' ;;
esac
`,
    { mode: 0o755 },
  );
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
}
