import { join } from "node:path";
import type { Slots } from "../../process/slots";
import { Emulator } from "../emulator/emulator";
import { expectationsOf } from "../synthesized/expectations";
import type { Synthesis } from "../synthesized/synthesis";
import { eachAfter } from "./each-after";
import { sortLeftovers } from "./leftovers";
import { type LockProof, proveLock } from "./lock-proof";
import type { EnvironmentReport, StateFile } from "./report";
import { StackRehearsal, type StackRehearsalOptions } from "./stack-rehearsal";
import type { Workplace } from "./workplace";

export interface RehearsalOptions {
  readonly synthesis: Synthesis;
  readonly workplace: Workplace;
  /** Values for those variables that a stack declares. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onProgress: (line: string) => void;
  /** How many Terraforms may run at once. */
  readonly slots: Slots;
}

/** Takes every stack of an environment through its life, in an account of its own. */
export async function rehearseEnvironment(
  environment: string,
  options: RehearsalOptions,
): Promise<EnvironmentReport> {
  const started = performance.now();
  const { synthesis, workplace } = options;
  const emulator = await Emulator.start({
    logFile: join(workplace.folder, `emulator-${environment}.log`),
  });
  try {
    const stacks = [synthesis.stateStack(environment), ...synthesis.systemStacks(environment)];
    await emulator.seed(expectationsOf(stacks.map(({ json }) => json)));
    const [state, ...systems] = await Promise.all(
      stacks.map((stack) => StackRehearsal.of(stack, stackOptions(emulator, options))),
    );
    if (state === undefined) throw new Error(`${environment} has no stack for its state`);
    const ownState = await applyStateStack(state, emulator);
    const lock = await applySystems(systems, synthesis, emulator);
    await destroySystems(systems, synthesis);
    await destroyStateStack(state);
    return {
      environment,
      awsProvider: workplace.awsProvider,
      seconds: (performance.now() - started) / 1000,
      stacks: [state, ...systems].map((stack) => stack.report()),
      ownState,
      lock,
      ...sortLeftovers(
        await emulator.inventory(),
        stacks.map(({ json }) => json),
      ),
    };
  } catch (error) {
    throw new Error(`${environment}: ${(error as Error).message}\n${emulator.log()}`, {
      cause: error,
    });
  } finally {
    await emulator.stop();
  }
}

/** The bucket for the state does not exist before the stack that makes it: local state first, then moved into it. */
async function applyStateStack(state: StackRehearsal, emulator: Emulator): Promise<StateFile> {
  state.copy.keepStateHere();
  await state.terraform.init();
  await state.apply();
  state.copy.keepStateInItsBackend();
  await state.terraform.init("-migrate-state", "-force-copy");
  await state.expectNoChange();
  const { bucket, key } = state.backend ?? { bucket: "", key: "" };
  return JSON.parse((await emulator.object(bucket, key)) ?? "{}") as StateFile;
}

/** The way back: a bucket cannot go while the state that says so lies in it. */
async function destroyStateStack(state: StackRehearsal): Promise<void> {
  await state.liftProtections();
  state.copy.keepStateHere();
  await state.terraform.init("-migrate-state", "-force-copy");
  await state.destroy();
}

/** Proves the lock on the first one, then applies all: side by side, but each after those that it depends on. */
async function applySystems(
  systems: readonly StackRehearsal[],
  synthesis: Synthesis,
  emulator: Emulator,
): Promise<LockProof | undefined> {
  await Promise.all(systems.map((system) => system.terraform.init()));
  const first = systems.find(({ backend }) => backend !== undefined);
  const lock = first?.backend && (await proveLock(first.terraform, first.backend, emulator));
  await eachAfter(
    systems,
    (name) => synthesis.stack(name).dependencies,
    async (system) => {
      await system.apply();
      await system.expectNoChange();
    },
  );
  return lock;
}

/** The way back: each after those that depend on it. */
async function destroySystems(
  systems: readonly StackRehearsal[],
  synthesis: Synthesis,
): Promise<void> {
  const dependents = (name: string) =>
    synthesis.stacks
      .filter(({ dependencies }) => dependencies.includes(name))
      .map((stack) => stack.name);
  await eachAfter(systems, dependents, async (system) => {
    await system.liftProtections();
    await system.destroy();
  });
}

function stackOptions(emulator: Emulator, options: RehearsalOptions): StackRehearsalOptions {
  const { workplace, variables, onProgress, slots } = options;
  return { emulator, workplace, variables, onProgress, slots };
}
