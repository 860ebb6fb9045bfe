import { Pool } from "undici";
import type { Load } from "../load/load";
import { type ArrivalKind, arrivalsOf, seededRandom } from "./arrivals";
import { type Part, shareOf } from "../parts/part";
import { Measurements, type Outcome } from "./measurements";

export interface GeneratorOptions {
  readonly url: URL;
  readonly load: Load;
  /** @default "poisson" */
  readonly arrivals?: ArrivalKind;
  readonly seed?: number;
  /** The part of the load that this generator sends. @default - all of it */
  readonly part?: Part;
  /** Maximum number of open connections. A request that waits for one has a longer latency. @default 1024 */
  readonly connections?: number;
  /** Time after which a request without a response has failed. @default 30 */
  readonly timeoutSeconds?: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Stops the load immediately and aborts requests in flight. */
  readonly signal: AbortSignal;
}

const LATE_MS = 10;
const MOST_INTERVALS = 1200;

/**
 * A timer delays a request by up to a millisecond. Busy waiting would take a whole core from the service on the same
 * machine.
 */
const SHORTEST_SLEEP_MS = 0.2;

/**
 * Sends a load to a URL and measures it. The times of the requests are fixed in advance and do not depend on the responses
 * (open loop), so that a slow service receives as many requests as a fast one.
 */
export class OpenLoop {
  readonly measurements: Measurements;
  receivedBytes = 0;
  private readonly options: GeneratorOptions;
  private readonly pool: Pool;
  private readonly pending = new Set<Promise<void>>();
  private readonly timeoutMs: number;
  private startedAt = 0;

  constructor(options: GeneratorOptions) {
    this.options = options;
    // Keeps the data of a whole day small enough for memory and the page.
    this.measurements = new Measurements(
      Math.max(1, Math.ceil(options.load.seconds / MOST_INTERVALS)),
    );
    this.timeoutMs = (options.timeoutSeconds ?? 30) * 1000;
    this.pool = new Pool(options.url.origin, {
      connections: options.connections ?? 1024,
      pipelining: 1,
      // One timeout covers the request and its wait for a connection. See outcomeOf.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: this.timeoutMs },
    });
  }

  /** Seconds since the start of the load. */
  get elapsed(): number {
    return this.startedAt === 0 ? 0 : (performance.now() - this.startedAt) / 1000;
  }

  /** Sends the whole load, or less if the signal aborts, and waits for the responses. */
  async run(): Promise<void> {
    const { load, arrivals = "poisson", seed = 1, part, signal } = this.options;
    const all = arrivalsOf(load, arrivals, seededRandom(seed));
    const due = part === undefined ? all : shareOf(all, part);
    this.startedAt = performance.now();
    let next = due.next();
    while (next.done !== true && !signal.aborted) {
      while (next.done !== true && next.value <= this.elapsed) {
        this.send(next.value);
        next = due.next();
      }
      await pause(next.done === true ? 0 : next.value - this.elapsed);
    }
    // A load that ends with a pause lasts as long as its profile.
    while (!signal.aborted && this.elapsed < load.seconds) await pause(load.seconds - this.elapsed);
    if (signal.aborted) await this.pool.destroy();
    await Promise.all(this.pending);
    await this.pool.destroy();
  }

  private send(arrival: number): void {
    const { measurements } = this;
    measurements.arrive(arrival);
    if ((this.elapsed - arrival) * 1000 > LATE_MS) measurements.sentLate += 1;
    const ended = this.outcomeOf().then((outcome) => {
      measurements.end(arrival, (this.elapsed - arrival) * 1000, outcome);
      this.pending.delete(ended);
    });
    this.pending.add(ended);
  }

  private async outcomeOf(): Promise<Outcome> {
    const { url, method = "GET", headers, body, signal } = this.options;
    const limit = new AbortController();
    const timer = setTimeout(() => {
      limit.abort();
    }, this.timeoutMs);
    try {
      const response = await this.pool.request({
        path: `${url.pathname}${url.search}`,
        method,
        signal: limit.signal,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
      });
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        this.receivedBytes += chunk.length;
      }
      if (response.statusCode >= 500) return "server-error";
      return response.statusCode >= 400 ? "client-error" : "served";
    } catch {
      if (signal.aborted) return "aborted";
      return limit.signal.aborted ? "timed-out" : "no-connection";
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Node's timers have whole milliseconds. Shorter waits use the next turn of the event loop. */
function pause(seconds: number): Promise<void> {
  const milliseconds = Math.min(100, seconds * 1000);
  return new Promise((resolve) => {
    if (milliseconds < SHORTEST_SLEEP_MS) setImmediate(resolve);
    else setTimeout(resolve, Math.max(1, Math.floor(milliseconds)));
  });
}
