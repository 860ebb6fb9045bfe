import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dev } from "../fixtures/environments/dev";
import { SIGNED } from "../../tools/rehearse/emulator/account";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import { projectRoot } from "../../tools/project-root";
import { Synthesis } from "../../tools/synthesized/synthesis";
import type { Terraform } from "../../tools/rehearse/terraform/terraform";
import { WorkCopy } from "../../tools/rehearse/terraform/work-copy";
import { findUnportable } from "../support/portable";
import { synthesizeInto } from "./synthesize-into";

const STACK = "http-scale-out-dev";
const variables = { image_tag: SAMPLE_VARIABLES.image_tag! };

/** Away from the project: nothing beside a stack's own folder can be of help. */
const elsewhere = mkdtempSync(join(tmpdir(), "alone-"));
const workplace = Workplace.create();
let emulator: Emulator;

beforeAll(async () => {
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
});

afterAll(async () => {
  await emulator.stop();
  workplace.remove();
  rmSync(elsewhere, { recursive: true });
});

/** A folder of cdktf.out/stacks, copied as it is; what a run needs to know beside it goes into override files. */
function copied(outdir: string, name: string): { copy: WorkCopy; terraform: Terraform } {
  const stack = Synthesis.read(outdir).stack(name);
  const copy = WorkCopy.of(stack, join(elsewhere, name));
  copy.pinAwsProvider(workplace.awsProvider);
  return { copy, terraform: workplace.terraform(copy.folder, emulator.endpoint, variables) };
}

test("a stack's folder, copied elsewhere and alone, initialises on its bucket and plans", async () => {
  const outdir = join(projectRoot(), "cdktf.out");
  const { terraform } = copied(outdir, STACK);
  const { bucket } = Synthesis.read(outdir).stack(STACK).json.s3Backend!;
  await fetch(`${emulator.endpoint}/${bucket}`, { method: "PUT", headers: SIGNED });
  await terraform.init();
  const { changes } = await terraform.plan();
  expect(changes.filter(({ action }) => action === "create").length).toBeGreaterThan(20);
});

describe("with the state in Terraform Cloud", () => {
  const outdir = join(elsewhere, "cdktf.out");

  beforeAll(() => {
    const state = {
      kind: "cloud",
      organization: "acme",
      hostname: "tfe.example.com",
      project: "shop",
    } as const;
    synthesizeInto(outdir, { dev: { ...dev, state } });
  });

  test("there is no stack for the state, and every other one names its workspace", () => {
    const { stacks } = Synthesis.read(outdir);
    expect(stacks.map(({ name }) => name)).toContain(STACK);
    expect(stacks.map(({ name }) => name)).not.toContain("state-dev");
    for (const { name, json } of stacks) {
      const { cloud, backend } = json.json.terraform as Record<string, unknown>;
      expect([name, backend]).toEqual([name, undefined]);
      expect(cloud).toEqual({
        hostname: "tfe.example.com",
        organization: "acme",
        workspaces: { name, project: "shop" },
      });
      expect(findUnportable(JSON.stringify(json.json))).toEqual([]);
      expect(JSON.stringify(json.json)).not.toContain("../");
    }
  });

  test("every variable that a workspace is to set is declared, described and checked", () => {
    for (const { name, json } of Synthesis.read(outdir).stacks) {
      for (const [variable, declared] of Object.entries(json.json.variable ?? {})) {
        expect([name, variable, declared]).toEqual([
          name,
          variable,
          expect.objectContaining({
            description: expect.stringMatching(/./),
            validation: expect.anything(),
          }),
        ]);
      }
    }
  });

  // Terraform would ask the server: `-backend=false` is for just that.
  test("a stack is valid, block and all", async () => {
    const { copy } = copied(outdir, STACK);
    const terraform = workplace.terraform(copy.folder, NO_ENDPOINT);
    await terraform.init("-backend=false");
    await terraform.validate();
  });

  // What a run on the server does, which ignores the block: state from elsewhere, variables, a plan.
  test("its folder, copied elsewhere and alone, plans with the block replaced by an override", async () => {
    const { copy, terraform } = copied(outdir, STACK);
    copy.keepStateHere();
    await terraform.init();
    const { changes } = await terraform.plan();
    expect(changes.filter(({ action }) => action === "create").length).toBeGreaterThan(20);
  });
});
