import { type ResourceChange, valuesOf } from "../terraform/plan";

/** Numbers that AWS takes once within something, by type. */
const NUMBERS: Readonly<Record<string, { readonly argument: string; readonly within: string }>> = {
  aws_lb_listener_rule: { argument: "priority", within: "listener_arn" },
};

/**
 * Changes that AWS refuses in the middle of an apply: a number that another resource still has, which the same plan takes from
 * it. Terraform makes both changes in no order.
 *
 * @returns a sentence each
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
          `The plan gives ${taker.address} the ${argument} ${number}, which ${address} still has: AWS refuses a ${argument} ` +
          `that is in use. Take two steps: (1) give ${address} a ${argument} that is free, or remove it, and apply; ` +
          `(2) set the ${argument} of ${taker.address}`,
      );
  });
}
