/** A launch rate limit: a burst, then a number per second. */
export class TokenBucket {
  private tokens: number;
  private filledAt = 0;
  private readonly size: number;
  private readonly perSecond: number;

  constructor(size: number, perSecond: number) {
    this.size = size;
    this.perSecond = perSecond;
    this.tokens = size;
  }

  /** @returns 0 when a token was taken, otherwise seconds until there is one */
  take(now: number): number {
    this.tokens = Math.min(this.size, this.tokens + (now - this.filledAt) * this.perSecond);
    this.filledAt = now;
    if (this.tokens >= 1) {
      this.tokens--;
      return 0;
    }
    // A shorter wait could be lost to rounding, and time would not advance.
    return Math.max(0.01, (1 - this.tokens) / this.perSecond);
  }
}
