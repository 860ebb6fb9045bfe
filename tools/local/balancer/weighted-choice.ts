export interface Weighted {
  readonly weight: number;
}

/**
 * Picks one by weight: of those with weights 90 and 10 nine times of ten the first. Weight 0 is never picked.
 *
 * @param random from 0 to below 1
 * @returns undefined when no weight is above 0
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
