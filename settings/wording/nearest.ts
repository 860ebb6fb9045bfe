import { distance } from "fastest-levenshtein";

/** Longer names than this are no slip of the finger, and comparing them takes time. */
const MAX_LENGTH = 64;

/** The valid name that `name` was probably meant to be, or undefined when none is near. */
export function nearest(name: string, valid: readonly string[]): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  // Two letters that changed places are two slips.
  const farthest = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  const [best] = valid
    .map((candidate) => ({ candidate, far: howFar(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ far }) => far <= farthest)
    .sort((one, other) => one.far - other.far);
  return best?.candidate;
}

/** Letters to change; half names (`memory` for `memoryLimitMiB`) count as one. */
function howFar(name: string, candidate: string): number {
  const half = name.length >= 3 && (candidate.includes(name) || name.includes(candidate));
  return half ? Math.min(1, distance(name, candidate)) : distance(name, candidate);
}
