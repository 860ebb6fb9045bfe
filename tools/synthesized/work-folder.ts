import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "./synthesis";

/**
 * Writes a stack into a folder in which Terraform works apart from cdktf.out. What Terraform keeps there stays, and a file
 * that is right already is not touched, because another command may be reading it.
 *
 * @param beside folder of the stack in cdktf.out, which may have files that override parts of it, as for a pinned version
 */
export function writeStack(
  { json }: Pick<SynthesizedStack, "json">,
  folder: string,
  beside: string,
): void {
  mkdirSync(folder, { recursive: true });
  const files = filesOf({ json }, beside);
  const present = readdirSync(folder).filter((name) => /\.tf(\.json)?$/.test(name));
  for (const old of present.filter((name) => !files.has(name))) rmSync(join(folder, old));
  for (const [name, text] of files) {
    const file = join(folder, name);
    if (!present.includes(name) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  }
}

/** Names and texts of the files that `writeStack` writes. */
export function filesOf(
  { json }: Pick<SynthesizedStack, "json">,
  beside: string,
): ReadonlyMap<string, string> {
  const overrides = existsSync(beside) ? readdirSync(beside) : [];
  return new Map([
    ["cdk.tf.json", JSON.stringify(json.json)],
    ...overrides
      .filter((name) => /override\.tf(\.json)?$/.test(name))
      .map((name) => [name, readFileSync(join(beside, name), "utf8")] as const),
  ]);
}
