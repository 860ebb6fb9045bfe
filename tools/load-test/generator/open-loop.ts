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
  /** Of several generators that share the load. @default - this one sends all of it */
  readonly part?: Part;
  /** Most connections that are open at once; a request without one waits, which counts as its latency. @default 1024 */
  readonly connections?: number;
  /** A request that has no answer after so long has failed. @default 30 */
  readonly timeoutSeconds?: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the load at once; requests in flight are given up. */
  readonly signal: AbortSignal;
}

const LATE_MS = 10;
const MOST_INTERVALS = 1200;

/** Sleeping makes a request up to a millisecond late; not sleeping takes a whole core from the service beside it. */
const SHORTEST_SLEEP_MS = 0.2;

/**
 * Sends a load to a URL and measures it. The requests' times are fixed beforehand and do not depend on the answers
 * (open loop), so that a slow service gets no fewer requests than a fast one.
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
    // Figures of a whole day fit into memory and onto a page.
    this.measurements = new Measurements(
      Math.max(1, Math.ceil(options.load.seconds / MOST_INTERVALS)),
    );
    this.timeoutMs = (options.timeoutSeconds ?? 30) * 1000;
    this.pool = new Pool(options.url.origin, {
      connections: options.connections ?? 1024,
      pipelining: 1,
      // One limit for all of a request, and for its wait for a connection: see outcomeOf.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: this.timeoutMs },
    });
  }

  /** Seconds since the load began. */
  get elapsed(): number {
    return this.startedAt === 0 ? 0 : (performance.now() - this.startedAt) / 1000;
  }

  /** Sends the whole load, or what the signal leaves of it, and waits for the answers. */
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
    // A load that ends with a pause lasts as long as it says.
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

/** Node's timers are whole milliseconds: what is due sooner is left to the next turn of the event loop. */
function pause(seconds: number): Promise<void> {
  const milliseconds = Math.min(100, seconds * 1000);
  return new Promise((resolve) => {
    if (milliseconds < SHORTEST_SLEEP_MS) setImmediate(resolve);
    else setTimeout(resolve, Math.max(1, Math.floor(milliseconds)));
  });
}
