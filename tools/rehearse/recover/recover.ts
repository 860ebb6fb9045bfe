import { UserError } from "../../terminal/user-error";
import type { Account } from "../emulator/account";
import { GivenEmulator } from "../emulator/given-emulator";
import type { StackRehearsal } from "../life/stack-rehearsal";
import { type Lock, whyHolderMayLive } from "./lock";
import { reconcile, type Reconciliation } from "./reconciliation";

/**
 * Repairs what a killed run left behind: releases the locks of initialized stacks, and imports into their states, or
 * removes, the emulator's resources that are in no state.
 */
export async function recover(stacks: readonly StackRehearsal[], account: Account): Promise<void> {
  for (const stack of stacks) {
    stack.beginPhase("recover");
    await freeLock(stack, account);
    if (account.isOurs) await takeBack(stack, account);
    else
      stack.tell(
        "missing resources are not imported, because only this project's emulator can list them",
      );
  }
}

/** The lock of a stack's state, stored next to the state. */
export async function lockOf(stack: StackRehearsal, account: Account): Promise<Lock | undefined> {
  if (stack.backend === undefined || stack.copy.keepsStateHere) return undefined;
  const { bucket, key } = stack.backend;
  const lock = await account.object(bucket, `${key}.tflock`);
  return lock === undefined ? undefined : (JSON.parse(lock) as Lock);
}

async function freeLock(stack: StackRehearsal, account: Account): Promise<void> {
  const lock = await lockOf(stack, account);
  if (lock === undefined) return;
  const why = await whyHolderMayLive(lock, stack.name, (endpoint) =>
    isLockedAt(endpoint, stack, lock),
  );
  if (why !== undefined)
    throw new UserError(
      `${stack.name}: the lock of ${lock.Who} (${lock.Operation}, since ${lock.Created}) is not released, because ${why}. ` +
        "Wait for it to end, or end it, then try again. If you know that it has ended: " +
        `terraform -chdir=${stack.copy.folder} force-unlock ${lock.ID}`,
    );
  await stack.terraform.forceUnlock(lock.ID);
  stack.tell(`freed the lock of ${lock.Who} (${lock.Operation}, since ${lock.Created})`);
}

async function isLockedAt(endpoint: string, stack: StackRehearsal, lock: Lock): Promise<boolean> {
  try {
    const there = await lockOf(stack, await GivenEmulator.at(endpoint));
    return there?.ID === lock.ID;
  } catch (error) {
    // An address that does not respond, or is AWS itself, is not the emulator that has just responded.
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function takeBack(stack: StackRehearsal, account: Account): Promise<void> {
  const { adopted, removed } = await compare(stack, account);
  if (adopted.length + removed.length === 0) {
    stack.tell("the emulator has no resource of it that is missing in its state");
    return;
  }
  for (const { address, resource } of adopted)
    stack.tell(`imports ${resource.importId} into the state as ${address}`);
  for (const { type, importId } of removed)
    stack.tell(`removes ${type} ${importId}, which is in no state`);
  await account.remove(removed);
  stack.copy.importing(adopted.map(({ address, resource }) => [address, resource.importId]));
  try {
    await stack.guardedApply(await stack.terraform.plan());
  } finally {
    stack.copy.importing([]);
  }
  const after = await compare(stack, account);
  const left = [...after.removed, ...after.adopted.map(({ resource }) => resource)];
  if (left.length > 0)
    throw new Error(
      `${stack.name}: still in the emulator but in no state: ${left.map(({ importId }) => importId).join(", ")}`,
    );
  stack.tell("recovered: the emulator and the state contain the same resources");
}

async function compare(stack: StackRehearsal, account: Account): Promise<Reconciliation> {
  await stack.terraform.plan();
  const { resource_changes: changes = [] } = await stack.terraform.showPlan();
  return reconcile(await account.resources(), changes, stack.json.defaultTags);
}
