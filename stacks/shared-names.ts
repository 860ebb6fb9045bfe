import type { Problem } from "../settings/environment";
import { nameClashes } from "../modules/synthesis/unique-names";
import type { SystemStack } from "./system-stack";

/**
 * Names as they are synthesized, of systems and environments that share an account: what follows from the name of a service
 * counts as much as what is named by a field of its own.
 */
export function sharedNames(stacks: readonly SystemStack[], systems: readonly string[]): Problem[] {
  const unitOf = (stack: SystemStack) =>
    systems.find((system) => stack.unit === system || stack.unit.startsWith(`${system}-`));
  const pathOf = (stack: SystemStack) => {
    const system = unitOf(stack);
    return [stack.environment.name, ...(system === undefined ? ["state"] : ["systems", system])];
  };
  const clashes = nameClashes(stacks, ({ environment }) => environment);
  const problems = clashes.map(({ thing, name, earlier, later }) => {
    const [path, other] = [pathOf(later), pathOf(earlier)];
    const isOwn = path.join() === other.join();
    const rule = isOwn
      ? `must not name two of its ${thing}s alike`
      : `must have a ${thing} of another name than that of ${other.join(".")}`;
    const fix =
      isOwn || path[0] === other[0]
        ? ""
        : " Where each has an account of its own, give both their accountId.";
    return {
      environment: later.environment.name,
      path,
      message: `${rule}, got "${name}". Change the name that it has or follows from, such as that of the service.${fix}`,
    };
  });
  // A cluster, a balancer and their logs that follow from one name are one mistake.
  return problems.filter(
    ({ path }, index) => problems.findIndex((other) => other.path.join() === path.join()) === index,
  );
}
