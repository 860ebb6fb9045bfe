export interface ThrottleSettings {
  /** Requests per second, in the long run. */
  readonly rateLimit: number;
  /** Requests at once. */
  readonly burstLimit: number;
}

/** Milliseconds since any fixed moment. */
export type Clock = () => number;

/**
 * Lets `burstLimit` requests through at once, and `rateLimit` of them per second in the long run.
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

/** One bucket for each key that asks, made at its first request. */
export class TokenBuckets {
  private readonly now: Clock;
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(now: Clock) {
    this.now = now;
  }

  /** @returns whether the request may pass; without settings it always may */
  take(key: string, settings: ThrottleSettings | undefined): boolean {
    if (settings === undefined) return true;
    const bucket = this.buckets.get(key) ?? new TokenBucket(settings, this.now);
    this.buckets.set(key, bucket);
    return bucket.take();
  }
}
