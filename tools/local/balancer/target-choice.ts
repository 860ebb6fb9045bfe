import type { TargetGroupModel } from "../../synthesized/system/target-group";

/** The properties of a target that decide whether it receives the next request. */
export interface Candidate {
  readonly id: string;
  readonly outstandingRequests: number;
  /** Since it became healthy. */
  readonly secondsInService: number;
}

/** Distributes requests by the algorithm of the target group. */
export class TargetChoice {
  private readonly algorithm: TargetGroupModel["algorithm"];
  private readonly slowStartSeconds: number;
  private readonly random: () => number;
  /** Round robin: the share that each target is still owed. Weights below 1 are spread evenly over time. */
  private credits = new Map<string, number>();

  constructor(
    group: Pick<TargetGroupModel, "algorithm" | "slowStartSeconds">,
    random: () => number = Math.random,
  ) {
    this.algorithm = group.algorithm;
    this.slowStartSeconds = group.slowStartSeconds;
    this.random = random;
  }

  next<Target extends Candidate>(candidates: readonly Target[]): Target | undefined {
    if (candidates.length < 2) return candidates[0];
    switch (this.algorithm) {
      case "least_outstanding_requests":
        return this.leastBusy(candidates);
      case "weighted_random":
        return candidates[Math.floor(this.random() * candidates.length)];
      case "round_robin":
        return this.inTurn(candidates);
    }
  }

  /** Takes turns among equal targets. Otherwise the first would get all of a light load. */
  private leastBusy<Target extends Candidate>(candidates: readonly Target[]): Target | undefined {
    const fewest = Math.min(...candidates.map(({ outstandingRequests: count }) => count));
    return this.inTurn(candidates.filter(({ outstandingRequests: count }) => count === fewest));
  }

  /** Smooth weighted round robin. */
  private inTurn<Target extends Candidate>(candidates: readonly Target[]): Target | undefined {
    const weights = this.weights(candidates);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const credits = new Map<string, number>();
    let chosen: Target | undefined;
    let most = -Infinity;
    candidates.forEach((candidate, at) => {
      const credit = (this.credits.get(candidate.id) ?? 0) + (weights[at] ?? 0);
      credits.set(candidate.id, credit);
      if (credit > most) {
        most = credit;
        chosen = candidate;
      }
    });
    if (chosen !== undefined) credits.set(chosen.id, most - total);
    this.credits = credits;
    return chosen;
  }

  /**
   * The share of a target in slow start grows linearly to that of the others. If all targets are in slow start, as when a
   * service starts, none is limited.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode
   */
  private weights(candidates: readonly Candidate[]): readonly number[] {
    const shares = candidates.map(({ secondsInService }) =>
      this.slowStartSeconds === 0
        ? 1
        : Math.min(1, Math.max(0.01, secondsInService / this.slowStartSeconds)),
    );
    return shares.every((share) => share < 1) ? shares.map(() => 1) : shares;
  }
}

export interface Weighted {
  readonly weight: number;
}

/**
 * Picks an item by weight. With weights 90 and 10, the first is picked nine times out of ten. Weight 0 is never picked.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @returns undefined if no weight is above 0
 */
export function weightedChoice<Choice extends Weighted>(
  choices: readonly Choice[],
  random: number,
): Choice | undefined {
  const total = choices.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
  let left = random * total;
  for (const choice of choices) {
    if (choice.weight <= 0) continue;
    left -= choice.weight;
    if (left < 0) return choice;
  }
  return undefined;
}
