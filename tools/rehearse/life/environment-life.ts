import type { Account } from "../emulator/account";
import type { CheckedStack } from "../cloudformation/resource-check";
import { type LockProof, proveLock } from "../recover/lock";
import type { StackReport, StateFile } from "./report";
import type { StackRehearsal } from "./stack-rehearsal";
import { recover } from "../recover/recover";
import type { SelectedEnvironment } from "../synthesized/selection";

export interface EnvironmentLifeOptions {
  readonly account: Account;
  /** Whether the account has always been empty. */
  readonly isNew: boolean;
  /** Whether to repair, before the first apply, what a killed rehearsal left behind. */
  readonly recovers: boolean;
}

/** The stacks of an environment, from creating the state bucket to deleting it. */
export class EnvironmentLife {
  private readonly selected: SelectedEnvironment;
  private readonly state: StackRehearsal | undefined;
  private readonly systems: readonly StackRehearsal[];
  private readonly options: EnvironmentLifeOptions;
  private lifted = false;

  constructor(
    selected: SelectedEnvironment,
    state: StackRehearsal | undefined,
    systems: readonly StackRehearsal[],
    options: EnvironmentLifeOptions,
  ) {
    this.selected = selected;
    this.state = state;
    this.systems = systems;
    this.options = options;
  }

  /**
   * The state bucket does not exist before the state stack creates it. So its state starts locally, then moves to the
   * bucket.
   *
   * @returns the state as stored in the bucket that the stack created
   */
  async applyState(): Promise<StateFile | undefined> {
    const { state } = this;
    if (state?.backend === undefined) return undefined;
    const { bucket, key } = state.backend;
    const { account, isNew, recovers } = this.options;
    const hasMoved = !isNew && (await account.object(bucket, key)) !== undefined;
    if (!hasMoved) state.copy.keepStateHere();
    await state.init();
    if (recovers) await recover([state], account);
    await state.apply(isNew);
    if (!hasMoved) {
      state.copy.keepStateInItsBackend();
      await state.init("-migrate-state", "-force-copy");
    }
    await state.expectNoChange();
    return JSON.parse((await account.object(bucket, key)) ?? "{}") as StateFile;
  }

  async initSystems(): Promise<void> {
    await Promise.all(
      this.systems.map(async (system) => {
        // A workspace in HCP Terraform, or a bucket that no stack creates, cannot be rehearsed.
        if (this.state === undefined) system.copy.keepStateHere();
        await system.init();
      }),
    );
    if (this.options.recovers) await recover(this.systems, this.options.account);
  }

  /** Proves that a second run is refused while one is in progress. */
  async proveLock(): Promise<LockProof | undefined> {
    const first = this.systems.find(({ backend }) => backend !== undefined);
    return first?.backend && proveLock(first.terraform, first.backend, this.options.account);
  }

  /** Applies stacks in parallel, each after its dependencies. */
  async applySystems(): Promise<void> {
    await eachAfter(this.systems, this.dependenciesOf, async (system) => {
      await system.apply(this.options.isNew);
      await system.expectNoChange();
    });
  }

  /** All resources of the environment, stack by stack. */
  created(): Promise<CheckedStack[]> {
    const stacks = this.state === undefined ? this.systems : [this.state, ...this.systems];
    return Promise.all(stacks.map((stack) => stack.created()));
  }

  /** @param lifting whether to lift protections along the way */
  async changeSettings(lifting: boolean): Promise<void> {
    this.lifted = lifting;
    await eachAfter(this.systems, this.dependenciesOf, (system) => system.changeSettings(lifting));
  }

  /** Destroys the stacks in reverse order: each after its dependents, and the bucket last, without its state. */
  async destroy(): Promise<void> {
    if (!this.lifted) throw new Error("what is protected cannot be destroyed");
    await eachAfter(this.systems, this.dependentsOf, (system) => system.destroy());
    if (this.state === undefined) return;
    await this.state.changeSettings(true);
    this.state.copy.keepStateHere();
    await this.state.init("-migrate-state", "-force-copy");
    await this.state.destroy();
  }

  reports(): StackReport[] {
    const stacks = this.state === undefined ? this.systems : [this.state, ...this.systems];
    return stacks.map((stack) => stack.report());
  }

  private readonly dependenciesOf = (name: string): readonly string[] =>
    this.selected.systemStacks.find((stack) => stack.name === name)?.dependencies ?? [];

  private readonly dependentsOf = (name: string): readonly string[] =>
    this.selected.systemStacks
      .filter(({ dependencies }) => dependencies.includes(name))
      .map((stack) => stack.name);
}

/**
 * Runs a step for each item once the items before it are done, in parallel where possible. Waits for all steps to end,
 * then fails with the first failure, so that nothing keeps running.
 *
 * @param before names of the items that come before the named one; names that are not among the items are ignored
 */
export async function eachAfter<Item extends { readonly name: string }>(
  items: readonly Item[],
  before: (name: string) => readonly string[],
  action: (item: Item) => Promise<void>,
): Promise<void> {
  const done = new Map<string, Promise<void>>();
  const run = (item: Item): Promise<void> => {
    const known = done.get(item.name);
    if (known !== undefined) return known;
    const former = items.filter(({ name }) => before(item.name).includes(name)).map(run);
    const running = Promise.all(former).then(() => action(item));
    done.set(item.name, running);
    return running;
  };
  const results = await Promise.allSettled(items.map(run));
  const failure = results.find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw failure.reason;
}
