import type { Pricing } from "./charge";
import { type ByLevel, byLevel } from "./levels";
import { firstBlock } from "../synthesized/fields";
import { numberIn } from "./stack-view";

export const SECONDS_PER_MONTH = 730 * 3600;
const KIB_PER_GIB = 1024 ** 2;

/** Requests to a system per month: the assumed rate, limited by its API's throttling. */
export function requestsPerMonth(pricing: Pricing): ByLevel {
  const limit = throttledRate(pricing);
  return byLevel(
    (level) => Math.min(pricing.assumptions.requestsPerSecond[level], limit) * SECONDS_PER_MONTH,
  );
}

export function requestsPerSecond(pricing: Pricing): ByLevel {
  const requests = requestsPerMonth(pricing);
  return byLevel((level) => requests[level] / SECONDS_PER_MONTH);
}

export function connectionsPerMonth(pricing: Pricing): ByLevel {
  const requests = requestsPerMonth(pricing);
  return byLevel((level) => requests[level] / pricing.assumptions.requestsPerConnection[level]);
}

/** Data transfer of responses out of AWS. */
export function responseGiB(pricing: Pricing): ByLevel {
  const requests = requestsPerMonth(pricing);
  return byLevel(
    (level) => (requests[level] * pricing.assumptions.responseKiB[level]) / KIB_PER_GIB,
  );
}

/** Requests and responses together, as a load balancer counts them. */
export function processedGiB(pricing: Pricing): ByLevel {
  const requests = requestsPerMonth(pricing);
  const { requestKiB, responseKiB } = pricing.assumptions;
  return byLevel(
    (level) => (requests[level] * (requestKiB[level] + responseKiB[level])) / KIB_PER_GIB,
  );
}

function throttledRate({ stack }: Pricing): number {
  const stages = stack
    .ofType("aws_apigatewayv2_stage")
    .map(({ block }) => firstBlock(block, "default_route_settings"));
  const methods = stack
    .ofType("aws_api_gateway_method_settings")
    .map(({ block }) => firstBlock(block, "settings"));
  const rates = [...stages, ...methods].flatMap((settings) =>
    settings === undefined ? [] : (numberIn(settings, "throttling_rate_limit") ?? []),
  );
  return rates.length === 0 ? Infinity : Math.max(...rates);
}
