import { type GatewayRequest, headerOf } from "../http-message";
import { type Clock, TokenBuckets } from "../token-bucket";
import { type Refusal, refused } from "./error-answer";
import type { ApiKey, RestMethod, UsagePlan } from "./rest-api-definition";

/**
 * Admits a request by its API key. The key must be enabled and in a usage plan of the stage. Limits apply to each key.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export class UsagePlans {
  private readonly plans: readonly UsagePlan[];
  private readonly now: Clock;
  private readonly buckets: TokenBuckets;
  private readonly used = new Map<string, number>();

  constructor(plans: readonly UsagePlan[], now: Clock) {
    this.plans = plans;
    this.now = now;
    this.buckets = new TokenBuckets(now);
  }

  admit(request: GatewayRequest, method: RestMethod, stageName: string): Refusal | undefined {
    if (!method.apiKeyRequired) return undefined;
    const value = headerOf(request.headers, "x-api-key");
    for (const plan of this.plans.filter(({ stageNames }) => stageNames.includes(stageName))) {
      const key = plan.keys.find((each) => each.enabled && each.value === value);
      if (key !== undefined) return this.count(plan, key, method);
    }
    return refused("INVALID_API_KEY");
  }

  private count(plan: UsagePlan, key: ApiKey, method: RestMethod): Refusal | undefined {
    const id = `${plan.name} ${key.name}`;
    const methodKey = `${method.path}/${method.httpMethod}`;
    if (!this.buckets.take(`${id} ${methodKey}`, plan.methodThrottles[methodKey]))
      return refused("THROTTLED");
    if (!this.buckets.take(id, plan.throttle)) return refused("THROTTLED");
    if (plan.quota === undefined) return undefined;
    const period = `${id} ${periodStart(plan.quota.period, this.now())}`;
    const used = (this.used.get(period) ?? 0) + 1;
    if (used > plan.quota.limit) return refused("QUOTA_EXCEEDED");
    this.used.set(period, used);
    return undefined;
  }
}

/** The first day of the day, week or month that contains `now`, in UTC. */
function periodStart(period: "DAY" | "WEEK" | "MONTH", now: number): string {
  const day = new Date(now);
  if (period === "MONTH") day.setUTCDate(1);
  if (period === "WEEK") day.setUTCDate(day.getUTCDate() - day.getUTCDay());
  return day.toISOString().slice(0, 10);
}
