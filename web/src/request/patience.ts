import type { Call } from "./call";

/** Seconds before the second request, the third and the fourth; later ones are as far apart as the longest. */
const PAUSES = [5, 10, 20];
const LONGEST_PAUSE = 30;

export interface Patience {
  /** Minutes that a service needs to start. Undefined: it does not stop, and a 503 is an error. */
  readonly minutes: number | undefined;
  /** Called before each pause, with the number of requests so far and the seconds of the pause. */
  readonly onPause: (sent: number, seconds: number) => void;
  /** Ends the wait with the last answer. */
  readonly signal: AbortSignal;
  /** @default real seconds */
  readonly sleep?: (seconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Sends a request, and again while the API answers 503 because its services are starting: with longer and longer pauses, for
 * twice as long as they need. No service has received the earlier ones.
 */
export async function sendPatiently(send: () => Promise<Call>, patience: Patience): Promise<Call> {
  const { minutes, onPause, signal, sleep = pause } = patience;
  let waited = 0;
  for (let sent = 1; ; sent += 1) {
    const call = await send();
    if (minutes === undefined || call.answer?.status !== 503) return call;
    const seconds = PAUSES[sent - 1] ?? LONGEST_PAUSE;
    if (signal.aborted || waited + seconds > 2 * 60 * minutes) return call;
    onPause(sent, seconds);
    await sleep(seconds, signal);
    if (signal.aborted) return call;
    waited += seconds;
  }
}

/** Waits, until the signal ends the wait. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, 1000 * seconds);
    signal.addEventListener("abort", end);
  });
}
