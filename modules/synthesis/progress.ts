/** Seconds after which a synth tells that it takes time, and between two such lines. */
const EVERY_SECONDS = 2;

let started: number | undefined;
let next = EVERY_SECONDS;

/** From now on, `tellProgress` tells how long a synth takes. A synth that is no command tells nothing. */
export function startProgress(): void {
  started = performance.now();
  next = EVERY_SECONDS;
}

/** Tells which stack a synth is at. It blocks the event loop, so that no timer could tell it. */
export function tellProgress(stack: string): void {
  if (started === undefined) return;
  const seconds = (performance.now() - started) / 1000;
  if (seconds < next) return;
  next = seconds + EVERY_SECONDS;
  console.error(`Synthesizing ${stack} ... ${Math.floor(seconds)} s`);
}
