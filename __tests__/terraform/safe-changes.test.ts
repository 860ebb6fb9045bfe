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
import { valueAt } from "../settings/sweep/paths";
import { changed } from "../sweeps/change";
import { dev } from "../fixtures/environments/dev";
import type { SettingsChange } from "../sweeps/changes/changed-system";
import { changedSystems } from "../sweeps/changes/changed-systems";
import { clashesIn, guardedIn, unsafeIn } from "../sweeps/plan-rules";
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
    async ({ title, set, guarded = [], meant = [], clashes = 0 }) => {
      const { json } = await workplace.available(synthesized(title, set));
      stack.copy.replaceStack(json);
      // Its archive is a file of the folder, which a provider that runs elsewhere would not find: this one is installed.
      if (Object.keys(json.resources("aws_lambda_function")).length > 0) await stack.init();
      await stack.terraform.plan();
      const plan = await stack.terraform.showPlan();
      expect({
        unsafe: unsafeIn(plan, stack.json, json),
        guarded: guardedIn(plan).sort(),
        clashes: clashesIn(plan).length,
      }).toEqual({ unsafe: meant, guarded: [...guarded].sort(), clashes });
    },
  );
});

/** A path begins with a slash where it is one of the environment. */
function withChange(
  environment: EnvironmentSettings,
  system: string,
  change: SettingsChange["set"],
): EnvironmentSettings {
  return Object.entries(change).reduce((current, [path, value]) => {
    const steps = path.startsWith("/") ? path.slice(1) : `systems.${system}.${path}`;
    return withValue(current, steps.split("."), value);
  }, environment);
}

/** What is on the way and is missing comes into being; a value that is undefined leaves the settings. */
function withValue<Settings extends object>(
  settings: Settings,
  steps: readonly string[],
  value: unknown,
): Settings {
  const way = steps.slice(0, -1).map((_, index) => steps.slice(0, index + 1));
  const holders = way.reduce<unknown>(
    (current, path) =>
      valueAt(current, path) === undefined ? changed(current, path, {}) : current,
    settings,
  );
  return changed(holders, steps, value) as Settings;
}
