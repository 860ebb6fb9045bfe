/** Requests per second over time. */
export interface Load {
  readonly name: string;
  readonly seconds: number;
  rateAt(second: number): number;
}

/** A failure or a release at a given time. */
export interface Incident {
  /** Seconds since the start. */
  readonly time: number;
  readonly kind:
    "lose-zone" | "lose-instance" | "spot-reclaim" | "release" | "bad-release" | "crash-release";
}
