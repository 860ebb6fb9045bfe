import type { EmulatedResource } from "../emulator/account";
import { type ResourceChange, valuesOf } from "../terraform/plan";

/** What to do with resources that are in the account but in no state. */
export interface Reconciliation {
  /** Imported into the state, at the address that would otherwise create the resource again. */
  readonly adopted: readonly { readonly address: string; readonly resource: EmulatedResource }[];
  /** Removed, because the resource is surplus or cannot be told from others. */
  readonly removed: readonly EmulatedResource[];
}

/** These are quick to create again. Terraform cannot adopt one that already has a child, such as a route. */
const NOT_ADOPTED = ["aws_route_table"];

/**
 * Compares an account with a stack's plan, which contains each resource's state and what Terraform would create.
 *
 * @param tags the stack's tags; a resource that lacks one of them belongs to somebody else
 */
export function reconcile(
  resources: readonly EmulatedResource[],
  changes: readonly ResourceChange[],
  tags: Readonly<Record<string, string>>,
): Reconciliation {
  const orphans = resources
    .filter((resource) => isOf(resource, tags))
    .filter((resource) => !changes.some((change) => isKnownAs(resource, change)));
  const stranded = new Set<EmulatedResource>();
  // Children of a removed resource are removed too, which may make other matches unique or leave resources without a
  // parent.
  for (;;) {
    const { adopted, removed } = sortOut(orphans, changes, stranded);
    const gone = removed.flatMap(({ identities }) => identities);
    const lost = adopted.filter(({ resource }) => resource.within.some((id) => gone.includes(id)));
    if (lost.length === 0) return { adopted, removed };
    for (const { resource } of lost) stranded.add(resource);
  }
}

function sortOut(
  orphans: readonly EmulatedResource[],
  changes: readonly ResourceChange[],
  stranded: ReadonlySet<EmulatedResource>,
): Reconciliation {
  const adopted: { address: string; resource: EmulatedResource }[] = [];
  const removed = [...stranded];
  for (const resource of orphans) {
    if (stranded.has(resource)) continue;
    const [address, ...others] = changes
      .filter((change) => !adopted.some((each) => each.address === change.address))
      .filter((change) => wouldMakeAnother(change, resource))
      .map((change) => change.address);
    const isClear = address !== undefined && others.length === 0;
    if (isClear && !NOT_ADOPTED.includes(resource.type)) adopted.push({ address, resource });
    else if (address !== undefined || !staysOnPurpose(resource, changes)) removed.push(resource);
  }
  return { adopted, removed };
}

function isOf(resource: EmulatedResource, tags: Readonly<Record<string, string>>): boolean {
  return Object.entries(tags).every(([key, value]) => resource.tags[key] === value);
}

function isKnownAs(resource: EmulatedResource, { type, change }: ResourceChange): boolean {
  const { id, arn, name } = valuesOf(change.before);
  const known = [id, arn, name].filter((value) => typeof value === "string");
  return type === resource.type && known.some((value) => resource.identities.includes(value));
}

/** Whether a plan creates a resource that matches an existing one in every known argument. */
function wouldMakeAnother({ type, change }: ResourceChange, resource: EmulatedResource): boolean {
  if (type !== resource.type || change.before !== null || !change.actions.includes("create"))
    return false;
  const after = valuesOf(change.after);
  const tags = Object.entries(valuesOf(after.tags));
  return (
    tags.every(([key, value]) => resource.tags[key] === value) &&
    Object.entries(resource.arguments).every(([argument, value]) => {
      const planned = after[argument];
      if (value === null) return true;
      if (typeof planned === "string" || typeof planned === "number")
        return String(planned) === String(value);
      const prefix = after[`${argument}_prefix`];
      return typeof prefix !== "string" || String(value).startsWith(prefix);
    })
  );
}

/** Former revisions of a task definition, which a rollback would deploy. */
function staysOnPurpose({ type }: EmulatedResource, changes: readonly ResourceChange[]): boolean {
  return changes.some(
    (other) => other.type === type && valuesOf(other.change.before).skip_destroy === true,
  );
}
