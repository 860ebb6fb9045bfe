import type { Alarm } from "../alarms/alarm";
import { balancerErrorShare } from "../alarms/balancer-alarms";
import { isNetworkBalancer, type Watched, type WatchedOf } from "../watched";

/** Service level objectives of a system. At least one of the two. */
export interface Objectives {
  /** Percentage of responses without a server error, over a month. */
  readonly availability?: number;
  /** Milliseconds within which 99 of 100 responses arrive. */
  readonly p99LatencyMs?: number;
}

/**
 * A pair of windows that must both exceed the burn rate: the long one shows that it matters, the short one that it
 * still lasts.
 */
interface Windows {
  /** Burn rate, as a multiple of the rate that uses up the budget in a month. */
  readonly burnRate: number;
  readonly windows: readonly [Window, Window];
}

/**
 * From the SRE workbook, within CloudWatch's limits: an alarm evaluates at most one day, so the fourth pair, 1 over
 * three days and six hours, is omitted.
 *
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const PAIRS: readonly Windows[] = [
  { burnRate: 14.4, windows: ["1h", "5m"] },
  { burnRate: 6, windows: ["6h", "30m"] },
  { burnRate: 3, windows: ["1d", "2h"] },
];

const SECONDS = {
  "5m": 300,
  "30m": 1800,
  "1h": 3600,
  "2h": 7200,
  "6h": 21_600,
  "1d": 86_400,
} as const;

type Window = keyof typeof SECONDS;

/** The share of responses above the 99th percentile. */
const SLOW_PERCENT = 1;

/** Two alarms that together detect that a budget burns too fast. */
export type BurnRate = readonly [Alarm, Alarm];

export function burnRates(of: WatchedOf, { availability, p99LatencyMs }: Objectives): BurnRate[] {
  const front = frontOf(of);
  return PAIRS.flatMap(({ burnRate, windows }): BurnRate[] => [
    ...(availability === undefined
      ? []
      : [bothOf(windows, (window) => errorAlarm(front, window, burnRate * (100 - availability)))]),
    ...(p99LatencyMs === undefined
      ? []
      : [
          bothOf(windows, (window) =>
            slowAlarm(front, window, burnRate * SLOW_PERCENT, p99LatencyMs),
          ),
        ]),
  ]);
}

function bothOf([long, short]: Windows["windows"], alarm: (window: Window) => Alarm): BurnRate {
  return [alarm(long), alarm(short)];
}

function errorAlarm(front: Front, window: Window, percent: number): Alarm {
  return {
    kind: "availability-burn",
    subject: window,
    config: {
      ...front.errorShare(SECONDS[window]),
      comparisonOperator: "GreaterThanThreshold",
      threshold: rounded(percent / (front.sharesArePercent ? 1 : 100)),
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    },
  };
}

/**
 * The objective's percentile rank is the share of responses that are fast enough.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
function slowAlarm(
  { latency }: Front,
  window: Window,
  percent: number,
  milliseconds: number,
): Alarm {
  const { perSecond, ...metric } = latency;
  return {
    kind: "latency-burn",
    subject: window,
    config: {
      ...metric,
      extendedStatistic: `PR(:${rounded((milliseconds * perSecond) / 1000)})`,
      evaluateLowSampleCountPercentiles: "ignore",
      period: SECONDS[window],
      comparisonOperator: "LessThanThreshold",
      threshold: rounded(100 - percent),
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    },
  };
}

/** Where clients reach a system. */
interface Front {
  readonly errorShare: (periodSeconds: number) => Partial<Alarm["config"]>;
  /** Whether the share is a percentage rather than a fraction. */
  readonly sharesArePercent: boolean;
  readonly latency: LatencyOfFront;
}

/** The metric of the response times that clients get. */
export interface LatencyOfFront {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
  /** The metric's units in a second. */
  readonly perSecond: number;
}

export function latencyOfFront(of: WatchedOf): LatencyOfFront {
  return frontOf(of).latency;
}

function frontOf(of: WatchedOf): Front {
  const [http] = of("aws_apigatewayv2_stage");
  if (http !== undefined) {
    return apiFront("5xx", { ApiId: http.attribute("api_id"), Stage: http.attribute("name") });
  }
  const [api, stage] = [of("aws_api_gateway_rest_api")[0], of("aws_api_gateway_stage")[0]];
  if (api !== undefined && stage !== undefined) {
    return apiFront("5XXError", {
      ApiName: api.attribute("name"),
      Stage: stage.attribute("stage_name"),
    });
  }
  const balancer = of("aws_lb").find((each) => !isNetworkBalancer(each));
  if (balancer === undefined) {
    throw new Error(
      "Objectives are measured at a load balancer or an API, and the stack has none.",
    );
  }
  return balancerFront(balancer);
}

/** API Gateway's error metric is 1 or 0 for each request, so its average is their share. */
function apiFront(metricName: string, dimensions: Record<string, string>): Front {
  const metric = { namespace: "AWS/ApiGateway", dimensions };
  return {
    errorShare: (period) => ({ ...metric, metricName, statistic: "Average", period }),
    sharesArePercent: false,
    latency: { ...metric, metricName: "Latency", perSecond: 1000 },
  };
}

function balancerFront(balancer: Watched): Front {
  return {
    errorShare: (period) => balancerErrorShare(balancer, period),
    sharesArePercent: true,
    latency: {
      namespace: "AWS/ApplicationELB",
      metricName: "TargetResponseTime",
      dimensions: { LoadBalancer: balancer.attribute("arn_suffix") },
      perSecond: 1,
    },
  };
}

/** Removes the rounding errors of binary fractions, which would appear in the JSON. */
function rounded(value: number): number {
  return Number(value.toPrecision(10));
}
