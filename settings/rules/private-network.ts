import { broken, systemRule } from "./rule";

/** The parts of a network that tell whether it has private subnets. */
export type NetworkKind =
  | { kind: "default-vpc" }
  | { kind: "existing"; privateSubnetIds?: string[] }
  | { kind: "own"; nat: "none" | "single" | "per-zone" };

interface InNetwork {
  network: NetworkKind;
}

/** The system's own network, or else the environment's. */
export function networkOf(
  { network }: { network?: NetworkKind },
  environment: InNetwork,
): NetworkKind {
  return network ?? environment.network;
}

/**
 * A system of tasks with addresses of their own runs in private subnets (ECS.2): without a public address, a task in a
 * public subnet could not even pull its image.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
export const networkIsPrivate = systemRule<InNetwork, { network?: NetworkKind }>(
  { environment: ["network"], system: ["network"] },
  (system, environment) => {
    const network = networkOf(system, environment);
    if (network.kind === "own") return undefined;
    if (network.kind === "existing" && network.privateSubnetIds !== undefined) return undefined;
    return system.network === undefined
      ? broken(
          "network",
          `must be given where the environment's network (kind "${network.kind}") has no private subnets, in which the tasks run`,
          undefined,
          'Give the system one of its own, as in { kind: "own", zoneCount: 2, nat: "single" }.',
        )
      : broken(
          "network.kind",
          'must be "own", or "existing" with privateSubnetIds, in which the tasks run',
          network.kind,
          'Use { kind: "own", zoneCount: 2, nat: "single" }.',
        );
  },
);
