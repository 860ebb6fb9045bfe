import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import { WorkCopy } from "../../tools/rehearse/terraform/work-copy";
import type { SynthesizedStack } from "../../tools/synthesized/synthesis";
import { importFixture, INPUTS, settingsOf } from "../tools/import/fixtures";
import { synthesizeInto } from "./synthesize-into";

/** Each is a Terraform and a provider. */
const AT_ONCE = 2;

const workplace = Workplace.create();
const outdir = mkdtempSync(join(tmpdir(), "imported-"));

afterAll(() => {
  workplace.remove();
  rmSync(outdir, { recursive: true });
});

/** Stacks of everything that can be imported; those of states are all alike. */
function importedStacks(): readonly (readonly [input: string, stack: SynthesizedStack])[] {
  return INPUTS.flatMap((paths, index) => {
    const imported = importFixture(paths, { account: "123456789012" });
    const { stacks } = synthesizeInto(join(outdir, String(index)), settingsOf(imported));
    return stacks
      .filter(({ name }) => !name.startsWith("state-"))
      .map((stack) => [paths.join(" "), stack] as const);
  });
}

async function problemOf(stack: SynthesizedStack, folder: string): Promise<string | undefined> {
  // Stacks of several inputs have one name.
  const copy = WorkCopy.of(stack, folder);
  copy.pinAwsProvider(workplace.awsProvider);
  const terraform = workplace.terraform(copy.folder, NO_ENDPOINT);
  try {
    await terraform.init("-backend=false");
    await terraform.validate();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test("whatever is imported is valid for Terraform", async () => {
  const waiting = [...importedStacks()];
  expect(waiting.length).toBeGreaterThan(INPUTS.length);
  const problems: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [input, stack] = next;
      const problem = await problemOf(stack, join(workplace.folder, String(waiting.length)));
      if (problem !== undefined) problems.push(`${input}: ${stack.name}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(problems).toEqual([]);
});
