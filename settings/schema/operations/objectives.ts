import { integrationTimeoutMilliseconds } from "../../../aws/networking/api-gateway";
import { availabilityPercent } from "../../../aws/observability/cloudwatch";
import { broken, rule } from "../../rules/rule";
import { number, settings, wholeNumber } from "../fields";

/**
 * What a system promises to its clients, as they see it at its load balancer or API. Alarms on burn rates say when it is at
 * risk, and one alarm for the whole system notifies.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export function objectives() {
  return settings({
    /**
     * Responses without a server error, in percent of all, over 30 days.
     * @default no such objective
     * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
     */
    availability: number(...availabilityPercent).optional(),
    /**
     * Milliseconds in which 99 of 100 responses are there.
     * @default no such objective
     * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
     */
    // API Gateway gives up on what takes longer.
    p99LatencyMs: wholeNumber(1, integrationTimeoutMilliseconds[1] - 1).optional(),
  }).check(
    rule<{ availability?: number; p99LatencyMs?: number }>(
      ["availability", "p99LatencyMs"],
      (given) =>
        given.availability === undefined && given.p99LatencyMs === undefined
          ? broken(
              [],
              "must have availability or p99LatencyMs",
              given,
              'Write it as in { availability: 99.9 }, or remove "objectives".',
            )
          : undefined,
    ),
  );
}
