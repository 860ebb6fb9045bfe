import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { pythonEnvironment } from "../process/python-environment";
import { runCommand } from "../process/run-command";
import { projectRoot } from "../project-root";
import { asCommand } from "../terminal/as-command";
import { withProgress } from "../terminal/progress";
import { UserError } from "../terminal/user-error";
import { filesOfAuthorities, RDS_BUNDLES, readAuthorities } from "./certificates";
import { type Facts, filesOf } from "./files";
import { FACTS } from "./command-line";

const FOLDER = join(projectRoot(), "tools", "facts");

/** Updates aws/generated/ from packages that contain AWS's published data, and prints what changed. */
async function writeFacts(): Promise<void> {
  const python = await pythonEnvironment({
    owner: "facts",
    requirements: "tools/facts/requirements.txt",
  });
  const facts = JSON.parse(await run(python, [join(FOLDER, "extract.py")])) as Facts;
  for (const [name, text] of Object.entries(filesOf(facts))) {
    const file = join(projectRoot(), "aws", "generated", name);
    const formatted = await format(text, { parser: "typescript", printWidth: 100 });
    tellChange(name, existsSync(file) ? readFileSync(file, "utf8") : "", formatted);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, formatted);
  }
}

/** Prints the lines that differ, those that went with a minus and those that came with a plus. */
function tellChange(name: string, before: string, after: string): void {
  const [old, fresh] = [before, after].map((text) => text.split("\n").map((line) => line.trim()));
  const gone = (old ?? []).filter((line) => !fresh?.includes(line));
  const come = (fresh ?? []).filter((line) => !old?.includes(line));
  console.log(
    `aws/generated/${name}: ${gone.length + come.length === 0 ? "unchanged" : "changed"}`,
  );
  for (const line of gone) console.log(`  - ${line}`);
  for (const line of come) console.log(`  + ${line}`);
}

async function run(command: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, { cwd: projectRoot() });
  if (exitCode !== 0) {
    throw new UserError(
      `The facts cannot be read: ${stderr.trim() || `${command} ended with ${exitCode}`}`,
    );
  }
  return stdout;
}

/** Writes the certificate authorities of RDS, for the sample of rest-api and for its settings. */
async function writeAuthorities(urls: readonly string[]): Promise<void> {
  const authorities = await readAuthorities(urls);
  for (const [path, text] of Object.entries(filesOfAuthorities(authorities))) {
    const formatted = await format(text, { parser: "typescript", printWidth: 100 });
    writeFileSync(join(projectRoot(), path), formatted);
  }
  const { certificates, regions } = authorities;
  console.log(
    `${certificates.length} certificate authorities of ${regions.length} regions written. Build the images of rest-api anew.`,
  );
}

void asCommand(FACTS, async ({ options: { certificates, bundle } }) => {
  await withProgress("Reading what AWS publishes", () =>
    certificates ? writeAuthorities(bundle.length > 0 ? bundle : RDS_BUNDLES) : writeFacts(),
  );
  return 0;
});
