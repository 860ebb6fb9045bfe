import { Pool } from "undici";

export interface ClosedLoopOptions {
  readonly url: URL;
  /** Requests in progress. Each response is followed by the next request. */
  readonly inProgress: number;
  readonly seconds: number;
  /** Stops the measurement early. */
  readonly signal: AbortSignal;
  readonly request?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
}

export interface ClosedLoopResult {
  readonly timesMs: readonly number[];
  readonly failed: number;
  readonly seconds: number;
}

/** Keeps a number of requests in progress. This shows the maximum throughput, which an open loop does not. */
export async function closedLoop(options: ClosedLoopOptions): Promise<ClosedLoopResult> {
  const { url, inProgress, seconds, signal, request = {} } = options;
  const pool = new Pool(url.origin, { connections: inProgress });
  const timesMs: number[] = [];
  let failed = 0;
  const begin = performance.now();
  const isOver = () => signal.aborted || performance.now() - begin > 1000 * seconds;
  const sendInTurn = async (): Promise<void> => {
    while (!isOver()) {
      const sent = performance.now();
      const { statusCode, body } = await pool.request({
        method: "GET",
        ...request,
        path: `${url.pathname}${url.search}`,
      });
      await body.dump();
      if (statusCode < 400) timesMs.push(performance.now() - sent);
      else failed += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: inProgress }, sendInTurn));
  } finally {
    await pool.close();
  }
  return { timesMs, failed, seconds: (performance.now() - begin) / 1000 };
}
