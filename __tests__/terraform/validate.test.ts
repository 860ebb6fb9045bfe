import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";
import { Synthesis, type SynthesizedStack } from "../../tools/synthesized/synthesis";
import type { Terraform } from "../../tools/rehearse/terraform/terraform";
import { fullSettings } from "../settings/full/full-settings";
import { synthesizeInto } from "./synthesize-into";

const synthesis = Synthesis.read(join(projectRoot(), "cdktf.out"));
const workplace = Workplace.create();

afterAll(() => {
  workplace.remove();
});

async function initialised(stack: SynthesizedStack, more: object = {}): Promise<Terraform> {
  const { copy } = await workplace.copyOf(stack);
  writeFileSync(join(copy.folder, "more.tf.json"), JSON.stringify(more));
  const terraform = workplace.terraform(copy.folder, NO_ENDPOINT);
  await terraform.init("-backend=false");
  return terraform;
}

// A plan validates, too: what is rehearsed (environments.test.ts) need not be looked at twice.
for (const stack of synthesis.strays) {
  test(`${stack.name}, which no rehearsal takes in, is valid`, async () => {
    await (await initialised(stack)).validate();
  });
}

describe("what stands around an API, of which no rehearsed environment has everything,", () => {
  const outdir = mkdtempSync(join(tmpdir(), "around-an-api-"));
  afterAll(() => {
    rmSync(outdir, { recursive: true });
  });

  test.each(["qa", "managed"] as const)("is valid as the settings of %s have it", async (name) => {
    const { "http-api": system } = fullSettings[name].systems;
    const settings = {
      ...fullSettings[name],
      systems: { "http-api": system },
      pipelines: undefined,
    };
    const { stacks } = synthesizeInto(join(outdir, name), { [name]: settings });
    const stack = stacks.find((each) => each.name === `http-api-${name}`);
    if (stack === undefined) throw new Error(`${name} does not run http-api`);
    await (await initialised(stack)).validate();
  });
});

test("refuses an argument that the provider does not support", async () => {
  const mistake = { resource: { aws_s3_bucket: { mistake: { buckett: "typo" } } } };
  const [environment = ""] = synthesis.environments;
  const terraform = await initialised(synthesis.stateStack(environment), mistake);
  await expect(terraform.validate()).rejects.toThrow(
    /No argument or block type is named "buckett"/,
  );
});
