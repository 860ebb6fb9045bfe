/**
 * Failures in a row after which a deployment is given up: half of the desired count, at least 3, at most 200.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function failureThreshold(desiredCount: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));
}

/**
 * How long the scheduler waits before it starts another task of a service whose tasks end before they are well.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
export function restartDelaySeconds(failuresInRow: number): number {
  return failuresInRow === 0 ? 0 : Math.min(900, 2 ** (failuresInRow - 1));
}
