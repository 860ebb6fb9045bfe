import { readFileSync } from "node:fs";
import { Synthesis, type SynthesizedStack } from "../synthesized/synthesis";
import { asCommand } from "../terminal/as-command";
import { UserError } from "../terminal/user-error";
import { compareStacks, type Difference, type TerraformDocument } from "./compare-stacks";
import { COMPARE } from "./command-line";

void asCommand(COMPARE, ({ words: [before, after = process.env.CDKTF_OUTDIR ?? "cdktf.out"] }) => {
  if (before === undefined)
    throw new UserError("Name the folder of the previous synth, as in ../main/cdktf.out.");
  const [former, present] = [byName(before), byName(after)];
  const names = [...new Set([...former.keys(), ...present.keys()])].sort();
  let count = 0;
  for (const name of names) {
    const differences = compareStacks(documentOf(former.get(name)), documentOf(present.get(name)));
    count += differences.length;
    if (differences.length > 0) console.log(`${name}\n${differences.map(inWords).join("\n")}`);
  }
  console.log(`${count} differences in ${names.length} stacks, addresses aside.`);
  return 0;
});

function byName(folder: string): Map<string, SynthesizedStack> {
  return new Map(Synthesis.read(folder).stacks.map((stack) => [stack.name, stack]));
}

function documentOf(stack: SynthesizedStack | undefined): TerraformDocument {
  if (stack === undefined) return {};
  return JSON.parse(readFileSync(stack.file, "utf8")) as TerraformDocument;
}

function inWords({ kind, what, address, changes }: Difference): string {
  const lines = changes.map(
    ({ argument, before, after }) => `      ${argument}: ${shown(before)} -> ${shown(after)}`,
  );
  return [`  ${kind}: ${what === address ? what : address}`, ...lines].join("\n");
}

function shown(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}
