import type { ContainerModel } from "../../synthesized/system/task-definition";

/** What has become of a container. */
export interface ContainerState {
  readonly hasStarted: boolean;
  /** Undefined while it runs. 0 is a success; a container that a signal ended has another code. */
  readonly exitCode?: number;
  /** Undefined until its first health check. */
  readonly isHealthy?: boolean;
}

type Dependent = Pick<ContainerModel, "name" | "dependsOn" | "links">;

/**
 * Whether a container may start now, must wait, or never will: a container that it depends on has failed.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export function startOf(
  { dependsOn, links }: Dependent,
  states: ReadonlyMap<string, ContainerState>,
): "now" | "later" | { readonly never: string } {
  let isReady = true;
  const conditions = [
    ...dependsOn,
    ...links.map((container) => ({ container, condition: "START" as const })),
  ];
  for (const { container, condition } of conditions) {
    const { hasStarted = false, exitCode, isHealthy } = states.get(container) ?? {};
    const hasEnded = exitCode !== undefined;
    if (condition === "SUCCESS" && hasEnded && exitCode !== 0) {
      return { never: `${container} ended with exit code ${exitCode}, and must succeed` };
    }
    if (condition === "HEALTHY" && hasEnded && isHealthy !== true) {
      return { never: `${container} ended before it was healthy` };
    }
    isReady &&= {
      START: hasStarted,
      COMPLETE: hasEnded,
      SUCCESS: hasEnded,
      HEALTHY: isHealthy === true,
    }[condition];
  }
  return isReady ? "now" : "later";
}

/**
 * Containers in the order in which they stop, the opposite of their start: in groups, each of which stops when the one
 * before it has.
 */
export function stopOrder<Container extends Dependent>(
  containers: readonly Container[],
): readonly (readonly Container[])[] {
  const needs = ({ dependsOn, links }: Dependent) => [
    ...dependsOn.map(({ container }) => container),
    ...links,
  ];
  const groups: Container[][] = [];
  let left = [...containers];
  while (left.length > 0) {
    const needed = new Set(left.flatMap(needs));
    const free = left.filter(({ name }) => !needed.has(name));
    // A stack with a cycle is refused by ECS; here all the rest stops together.
    const group = free.length > 0 ? free : left;
    groups.push(group);
    left = left.filter((each) => !group.includes(each));
  }
  return groups;
}
