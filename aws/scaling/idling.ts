import type { Range } from "../violation";

/**
 * How a system without requests is put to sleep and woken by the first one.
 *
 * API Gateway counts every request, also one that it answers with a 5xx because there is no task: the share of errors is
 * their number divided by `Count`. It sends the number to CloudWatch every minute, and none where there was no request.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html (2026-11-29)
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html (2026-11-29)
 */
export const requestCount = { namespace: "AWS/ApiGateway", metricName: "Count", period: 60 };

/**
 * Minutes without a request after which a system is idle. At least as long as two wake-ups, so that who waits for the first
 * answer does not find it asleep again; at most what an alarm can look back at.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const idleMinutes: Range = [10, 1440];

/**
 * Minutes from the first request until tasks answer, at most in the ordinary case. The parts:
 *
 * - 2: API Gateway sends the number of requests every minute, and CloudWatch shows it within about another
 *   (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html)
 * - 1: CloudWatch evaluates an alarm every minute
 *   (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html)
 * - 2: the workflow takes seconds; a Fargate task starts and passes its first checks. AWS states no time for it: an image of
 *   100 MB takes 30 to 60 seconds by experience, a larger one longer
 */
export const wakeUpMinutes = { metric: 2, alarm: 1, tasks: 2, all: 5 } as const;
