/** Requests a second over time. */
export interface Load {
  readonly name: string;
  readonly seconds: number;
  rateAt(second: number): number;
}

/** Something that goes wrong, or is done, at a time. */
export interface Incident {
  /** Seconds since the start. */
  readonly time: number;
  readonly kind:
    "lose-zone" | "lose-instance" | "spot-reclaim" | "release" | "bad-release" | "crash-release";
}
