export interface ThrottleSettings {
  /** Requests per second, on average. */
  readonly rateLimit: number;
  /** Requests that can arrive at once. */
  readonly burstLimit: number;
}

/** Milliseconds since any fixed moment. */
export type Clock = () => number;

/**
 * Allows `burstLimit` requests at once, and `rateLimit` requests per second on average.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export class TokenBucket {
  private readonly settings: ThrottleSettings;
  private readonly now: Clock;
  private tokens: number;
  private filledAt: number;

  constructor(settings: ThrottleSettings, now: Clock) {
    this.settings = settings;
    this.now = now;
    this.tokens = settings.burstLimit;
    this.filledAt = now();
  }

  /** @returns whether there was a token for this request */
  take(): boolean {
    const now = this.now();
    const gained = (Math.max(0, now - this.filledAt) / 1000) * this.settings.rateLimit;
    this.tokens = Math.min(this.settings.burstLimit, this.tokens + gained);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

/** One bucket per key, created at the first request with that key. */
export class TokenBuckets {
  private readonly now: Clock;
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(now: Clock) {
    this.now = now;
  }

  /** @returns whether the request may pass, which is always true without settings */
  take(key: string, settings: ThrottleSettings | undefined): boolean {
    if (settings === undefined) return true;
    const bucket = this.buckets.get(key) ?? new TokenBucket(settings, this.now);
    this.buckets.set(key, bucket);
    return bucket.take();
  }
}
