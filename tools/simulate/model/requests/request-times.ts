/** Latency percentiles in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
}

/**
 * Number of cells for the exponential part, up to 700 s, and for the constant part, in which a message may wait for
 * days.
 */
const CELLS = 96;
const CONSTANT_CELLS = 140;
/** Upper bound of the first cell in seconds. Each following bound is 18 % higher. */
const FIRST = 1e-4;
const GROWTH = Math.log(1.18);
/** Precision of a percentile: a tenth of a microsecond. */
const PRECISION_SECONDS = 1e-7;

/**
 * How long requests took. A request's time is a constant part (waiting in a backlog, minimum service time) and an
 * exponential one. Requests with similar parts share a cell, so that memory does not depend on their number.
 */
export class RequestTimes {
  private readonly weights = new Float64Array(CONSTANT_CELLS * CELLS);
  private readonly constants = new Float64Array(CONSTANT_CELLS * CELLS);
  private readonly exponentials = new Float64Array(CONSTANT_CELLS * CELLS);
  private used: number[] = [];
  private total = 0;

  add(requests: number, constantSeconds: number, exponentialSeconds: number): void {
    const cell =
      cellOf(constantSeconds, CONSTANT_CELLS) * CELLS + cellOf(exponentialSeconds, CELLS);
    const before = this.weights[cell] ?? 0;
    if (before === 0) this.used.push(cell);
    this.weights[cell] = before + requests;
    this.constants[cell] = (this.constants[cell] ?? 0) + requests * constantSeconds;
    this.exponentials[cell] = (this.exponentials[cell] ?? 0) + requests * exponentialSeconds;
    this.total += requests;
  }

  /** Adds the times of another instance. */
  addAll(other: RequestTimes): void {
    for (const { requests, constant, exponential } of other.cells())
      this.add(requests, constant, exponential);
  }

  clear(): void {
    for (const cell of this.used) {
      this.weights[cell] = 0;
      this.constants[cell] = 0;
      this.exponentials[cell] = 0;
    }
    this.used = [];
    this.total = 0;
  }

  get requests(): number {
    return this.total;
  }

  get meanSeconds(): number {
    const sum = this.cells().reduce(
      (seconds, { requests, constant, exponential }) =>
        seconds + requests * (constant + exponential),
      0,
    );
    return this.total > 0 ? sum / this.total : NaN;
  }

  /** NaN when there was no request. */
  get percentiles(): Percentiles {
    const cells = this.cells();
    const at = (percent: number) => this.percentileOf(cells, percent / 100) * 1000;
    return { p50: at(50), p90: at(90), p95: at(95), p99: at(99) };
  }

  /** In seconds. NaN when there was no request. */
  percentile(percent: number): number {
    return this.percentileOf(this.cells(), percent / 100);
  }

  /**
   * Finds the time at which the distribution reaches a share, by Newton's method between two converging bounds. A step
   * outside them, such as where the density jumps, is replaced by halving.
   */
  private percentileOf(cells: readonly Cell[], share: number): number {
    if (this.total <= 0) return NaN;
    let low = 0;
    let high = 0;
    for (const { constant, exponential } of cells)
      high = Math.max(high, constant + 12 * exponential);
    let at = high / 2;
    for (let round = 0; round < 60 && high - low > PRECISION_SECONDS; round++) {
      const { below, density } = this.distributionAt(cells, at);
      if (below < share) low = at;
      else high = at;
      const next = at + (share - below) / density;
      if (Math.abs(next - at) < PRECISION_SECONDS / 2) return next;
      at = next > low && next < high ? next : (low + high) / 2;
    }
    return at;
  }

  /** The share of requests that took at most this long, and its slope there, per second. */
  private distributionAt(
    cells: readonly Cell[],
    seconds: number,
  ): { readonly below: number; readonly density: number } {
    let below = 0;
    let density = 0;
    for (const { requests, constant, exponential } of cells) {
      if (seconds < constant) continue;
      const mean = Math.max(exponential, 1e-9);
      const slower = requests * Math.exp((constant - seconds) / mean);
      below += requests - slower;
      density += slower / mean;
    }
    return { below: below / this.total, density: density / this.total };
  }

  private cells(): readonly Cell[] {
    return this.used.map((cell) => {
      const requests = this.weights[cell] ?? 0;
      return {
        requests,
        constant: (this.constants[cell] ?? 0) / requests,
        exponential: (this.exponentials[cell] ?? 0) / requests,
      };
    });
  }
}

interface Cell {
  readonly requests: number;
  readonly constant: number;
  readonly exponential: number;
}

function cellOf(seconds: number, cells: number): number {
  if (seconds <= FIRST) return 0;
  return Math.min(cells - 1, 1 + Math.floor(Math.log(seconds / FIRST) / GROWTH));
}
