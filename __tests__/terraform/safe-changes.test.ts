import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentSettings } from "../../settings/environment";
import { Slots } from "../../tools/process/slots";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { StackRehearsal } from "../../tools/rehearse/life/stack-rehearsal";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { expectationsOf } from "../../tools/rehearse/synthesized/expectations";
import { SAMPLE_VARIABLES } from "../../tools/synthesized/sample-variables";
import { dev } from "../fixtures/environments/dev";
import { changedSystems, type SettingsChange } from "../sweeps/changes";
import { guardedIn, unsafeIn } from "../sweeps/plan-rules";
import { silent } from "./rehearsed-stack";
import { synthesizeInto } from "./synthesize-into";

const outdir = mkdtempSync(join(tmpdir(), "changes-"));
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

/** Protected, so that the guard speaks, and without what takes long and is the same everywhere. */
const base: EnvironmentSettings = {
  ...dev,
  protections: { deletionProtection: true, httpsOnly: false },
};

describe.each(changedSystems)("$system", ({ system, settings, changes }) => {
  const workplace = Workplace.create();
  let emulator: Emulator;
  let stack: StackRehearsal;

  const synthesized = (name: string, change: SettingsChange["set"]) => {
    const environment = { ...base, systems: { [system]: settings } };
    const synthesis = synthesizeInto(join(outdir, system, name), {
      dev: withChange(environment, system, change),
    });
    return synthesis.stack(`${system}-dev`);
  };

  beforeAll(async () => {
    emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
    const first = synthesized("base", {});
    await emulator.seed(expectationsOf([first.json]));
    stack = await StackRehearsal.of(first, {
      workplace,
      account: emulator,
      variables: SAMPLE_VARIABLES,
      progress: silent,
      slots: new Slots(4),
    });
    stack.copy.keepStateHere();
    await stack.init();
    await stack.apply(true);
    await stack.expectNoChange();
  });

  afterAll(async () => {
    await emulator.stop();
    workplace.remove();
  });

  test.each(changes)(
    "$title is safe, or guarded",
    async ({ title, set, guarded = [], meant = [] }) => {
      const { json } = await workplace.available(synthesized(title, set));
      stack.copy.replaceStack(json);
      await stack.terraform.plan();
      const plan = await stack.terraform.showPlan();
      expect(unsafeIn(plan, stack.json, json)).toEqual(meant);
      expect(guardedIn(plan).sort()).toEqual([...guarded].sort());
    },
  );
});

/** A path begins with a slash where it is one of the environment. */
function withChange(
  environment: EnvironmentSettings,
  system: string,
  change: SettingsChange["set"],
): EnvironmentSettings {
  const copy = structuredClone(environment);
  for (const [path, value] of Object.entries(change)) {
    const steps = path.startsWith("/")
      ? path.slice(1).split(".")
      : ["systems", system, ...path.split(".")];
    const holder = steps
      .slice(0, -1)
      .reduce<Record<string, any>>((at, step) => (at[step] ??= {}) as Record<string, any>, copy);
    holder[steps.at(-1) ?? ""] = value;
  }
  return copy;
}
