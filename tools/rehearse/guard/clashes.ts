import { type ResourceChange, valuesOf } from "../terraform/plan";

/** Numbers that AWS allows only once within a parent, by resource type. */
const NUMBERS: Readonly<Record<string, { readonly argument: string; readonly within: string }>> = {
  aws_lb_listener_rule: { argument: "priority", within: "listener_arn" },
};

/**
 * Changes that AWS refuses in the middle of an apply: a resource takes a number that the same plan frees from another
 * resource. Terraform makes both changes in no particular order.
 *
 * @returns one sentence per clash
 */
export function clashesIn(changes: readonly ResourceChange[]): string[] {
  return changes.flatMap((taker) => {
    const { argument, within } = NUMBERS[taker.type] ?? {};
    if (argument === undefined || within === undefined) return [];
    const [before, after] = [valuesOf(taker.change.before), valuesOf(taker.change.after)];
    const number = after[argument];
    if (typeof number !== "number" || before[argument] === number) return [];
    return changes
      .filter(({ address, type }) => type === taker.type && address !== taker.address)
      .filter(({ change }) => {
        const other = valuesOf(change.before);
        return other[argument] === number && other[within] === (after[within] ?? before[within]);
      })
      .map(
        ({ address }) =>
          `The plan gives ${taker.address} the ${argument} ${number}, which ${address} still uses: AWS refuses a ${argument} ` +
          `that is in use. Take two steps: (1) give ${address} a ${argument} that is free, or remove it, and apply; ` +
          `(2) set the ${argument} of ${taker.address}`,
      );
  });
}
