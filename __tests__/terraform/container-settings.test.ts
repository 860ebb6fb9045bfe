import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_ENDPOINT, Workplace } from "../../tools/rehearse/life/workplace";
import type { Synthesis } from "../../tools/synthesized/synthesis";
import { fullSettings } from "../settings/full/full-settings";
import { synthesizeInto } from "./synthesize-into";

/*
 * The environments that use every setting: each option of a container, sidecars, each kind of volume, and
 * instances that AWS chooses. No rehearsal
 * applies them, because the emulator has no file systems of EFS and attaches no disks.
 */

const outdir = mkdtempSync(join(tmpdir(), "container-settings-"));
const workplace = Workplace.create();
let synthesis: Synthesis;

beforeAll(() => {
  const { qa, demo, chosen } = fullSettings;
  const withContainers = ({ systems }: typeof qa | typeof demo | typeof chosen) => ({
    "http-scale-out": systems["http-scale-out"],
    worker: systems.worker,
  });
  synthesis = synthesizeInto(join(outdir, "cdktf.out"), {
    qa: { ...qa, systems: withContainers(qa), pipelines: undefined },
    demo: { ...demo, systems: withContainers(demo), pipelines: undefined },
    chosen: { ...chosen, systems: withContainers(chosen), pipelines: undefined },
  });
});

afterAll(() => {
  workplace.remove();
  rmSync(outdir, { recursive: true });
});

test.each([
  "http-scale-out-qa",
  "worker-qa",
  "worker-demo",
  "http-scale-out-chosen",
  "worker-chosen",
])("%s is valid with the options of containers, sidecars, volumes and instances", async (name) => {
  const { copy, leftOut } = await workplace.copyOf(synthesis.stack(name));
  expect(leftOut).toEqual([]);
  const terraform = workplace.terraform(copy.folder, NO_ENDPOINT);
  await terraform.init("-backend=false");
  await terraform.validate();
});
