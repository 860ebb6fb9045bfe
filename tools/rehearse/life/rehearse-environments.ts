import { availableParallelism, freemem } from "node:os";
import { Slots } from "../../process/slots";
import type { Account, Inventory } from "../emulator/account";
import type { GuardOptions } from "../guard/guard";
import { adviceOn } from "./advice";
import { checkResources } from "../cloudformation/resource-check";
import { EnvironmentLife } from "./environment-life";
import { since, sortLeftovers } from "./leftovers";
import type { LockProof } from "../recover/lock";
import type { Progress } from "./progress";
import type { EnvironmentReport, StateFile } from "./report";
import { StackRehearsal } from "./stack-rehearsal";
import type { Workplace } from "./workplace";
import { expectationsOf } from "../synthesized/expectations";
import type { SelectedEnvironment } from "../synthesized/selection";

/** Memory of Terraform with its AWS provider. */
const TERRAFORM_MIB = 700;
/** Memory of an environment's emulator. */
const EMULATOR_MIB = 300;

/**
 * How many Terraform processes fit into the memory that is free now. They mostly wait, so several share a core.
 */
export function fittingConcurrency(environments: number, freeMiB = freemem() / 2 ** 20): number {
  const fitting = Math.floor((freeMiB - environments * EMULATOR_MIB) / TERRAFORM_MIB);
  return Math.max(1, Math.min(fitting, 8 * availableParallelism()));
}

/**
 * Rehearses environments in parallel, with up to `concurrency` Terraform processes at a time. Environments that share
 * an account run one after another, because the account is then checked for leftovers.
 *
 * @returns one promise per environment, by its name
 */
export function rehearseEnvironments(
  environments: readonly SelectedEnvironment[],
  options: Omit<RehearsalOptions, "slots"> & { readonly concurrency: number },
): ReadonlyMap<string, Promise<RehearsedEnvironment>> {
  const slots = new Slots(options.concurrency);
  const turns = new Slots(options.isGiven ? 1 : environments.length);
  return new Map(
    environments.map((environment, index) => [
      environment.name,
      turns.use(() =>
        rehearseEnvironment(environment, {
          ...options,
          slots,
          provesLock: options.provesLock === true && index === 0,
        }),
      ),
    ]),
  );
}

export interface RehearsalOptions {
  readonly workplace: Workplace;
  /** Starts the account of an environment, or returns the one given by the user. */
  readonly accountOf: (environment: string) => Promise<Account>;
  /** Whether the account may contain earlier resources. @default false */
  readonly isGiven?: boolean;
  /** Values for the variables that a stack declares. */
  readonly variables: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** How many Terraform processes may run at once. */
  readonly slots: Slots;
  /** Whether to keep everything at the end, for inspection. @default false */
  readonly keeps?: boolean;
  /** Whether to first repair what a killed rehearsal left behind. @default false */
  readonly recovers?: boolean;
  /** Whether to also prove the state lock. @default false */
  readonly provesLock?: boolean;
  /** What the guard allows. @default nothing */
  readonly allowances?: GuardOptions;
  /** Receives the plan of each stack after its apply. @default none */
  readonly onApplied?: (stack: string, plan: unknown) => void;
}

/** The result for an environment, with details that only tests use. */
export interface RehearsedEnvironment extends EnvironmentReport {
  /** The state of the state stack, as stored in the bucket that the stack created. */
  readonly ownState?: StateFile;
  readonly lock?: LockProof;
}

/** Rehearses the selected stacks of an environment. A failure is part of the report. */
export async function rehearseEnvironment(
  selected: SelectedEnvironment,
  options: RehearsalOptions,
): Promise<RehearsedEnvironment> {
  const started = performance.now();
  const { workplace, keeps = false, provesLock = false } = options;
  const account = await options.accountOf(selected.name);
  let life: EnvironmentLife | undefined;
  const report = (passed: boolean, error?: string): EnvironmentReport => ({
    environment: selected.name,
    passed,
    ...(error === undefined ? {} : { error }),
    awsProvider: workplace.awsProvider,
    seconds: (performance.now() - started) / 1000,
    stacks: life?.reports() ?? [],
    leftBehind: {},
    kept: {},
    checkedRequests: 0,
    checkedResources: 0,
    uncheckedArguments: [],
    violations: [],
    isLookedOver: false,
    isKept: keeps,
  });
  try {
    const before = account.isOurs ? await account.inventory() : {};
    life = await prepared(selected, account, options);
    const ownState = await life.applyState();
    await life.initSystems();
    const lock = provesLock ? await life.proveLock() : undefined;
    await life.applySystems();
    // This check calls no other process, so it needs no slot. Its findings are reported at the end.
    const checking = Promise.allSettled([checkResources(await life.created())]);
    await life.changeSettings(!keeps);
    if (!keeps) await life.destroy();
    const [check] = await checking;
    if (check.status === "rejected") throw check.reason;
    const resources = check.value;
    const leftovers = keeps ? undefined : await leftoversIn(account, selected, before);
    const requests = await requestsTo(account);
    const violations = [...requests.violations, ...resources.violations];
    const passed = Object.keys(leftovers?.leftBehind ?? {}).length === 0 && violations.length === 0;
    const checks = {
      ...requests,
      checkedResources: resources.checked,
      uncheckedArguments: resources.unmapped,
      violations,
    };
    return { ...report(passed), ...leftovers, ...checks, ownState, lock };
  } catch (error) {
    const failed = report(false, await adviceOn(error as Error, account));
    // A request that AWS would refuse may explain the failure. An emulator that stopped cannot list any.
    return { ...failed, ...(account.lostBecause === undefined ? await requestsTo(account) : {}) };
  } finally {
    if (!keeps) await account.stop();
  }
}

async function prepared(
  selected: SelectedEnvironment,
  account: Account,
  options: RehearsalOptions,
): Promise<EnvironmentLife> {
  const { stateStack, systemStacks } = selected;
  const stacks = stateStack ? [stateStack, ...systemStacks] : systemStacks;
  const expected = expectationsOf(stacks.map(({ json }) => json));
  if (account.isOurs) await account.seed(expected);
  for (const { id, name } of account.isOurs ? [] : expected.hostedZones)
    options.progress.tell(selected.name, `the emulator must have the hosted zone ${id} (${name})`);
  const rehearsalOf = (stack: (typeof stacks)[number]): Promise<StackRehearsal> =>
    StackRehearsal.of(stack, { ...options, account });
  const state = stateStack && (await rehearsalOf(stateStack));
  return new EnvironmentLife(selected, state, await Promise.all(systemStacks.map(rehearsalOf)), {
    account,
    isNew: options.isGiven !== true,
    recovers: options.recovers ?? false,
  });
}

async function requestsTo(
  account: Account,
): Promise<Pick<EnvironmentReport, "checkedRequests" | "violations">> {
  if (!account.isOurs) return { checkedRequests: 0, violations: [] };
  const { operations, violations } = await account.checkedRequests();
  const counts = Object.values(operations);
  return { checkedRequests: counts.reduce((sum, count) => sum + count, 0), violations };
}

async function leftoversIn(
  account: Account,
  { stateStack, systemStacks }: SelectedEnvironment,
  before: Inventory,
): Promise<Partial<EnvironmentReport>> {
  if (!account.isOurs) return {};
  const stacks = [...(stateStack ? [stateStack] : []), ...systemStacks].map(({ json }) => json);
  return { isLookedOver: true, ...sortLeftovers(since(before, await account.inventory()), stacks) };
}
