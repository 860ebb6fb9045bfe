import { Token } from "cdktf";
import type { Check } from "../validation";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export function loadBalancerNameCheck(name: string): Check {
  return () =>
    Token.isUnresolved(name) ||
    (/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/.test(name) && !name.startsWith("internal-"))
      ? undefined
      : `\`name\` must be 1 to 32 letters, digits and hyphens, without a hyphen at either end or "internal-" at ` +
        `the start, got ${name}.`;
}
