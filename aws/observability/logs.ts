import type { Range, TextRule } from "../violation";

/**
 * Retention periods in days that CloudWatch Logs supports.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const logRetentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** The supported values next to an unsupported one: one or two. */
export function nearestRetentions(days: number): number[] {
  const below = logRetentionDays.findLast((allowed) => allowed < days);
  const above = logRetentionDays.find((allowed) => allowed > days);
  return [below, above].filter((allowed) => allowed !== undefined);
}

/** Name of a log group. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const logGroupName = {
  rule: "must be 1 to 400 letters, digits and ._/#-",
  pattern: /^[\w./#-]{1,400}$/,
};

/**
 * The pattern of a metric filter.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export const filterPattern: TextRule = {
  rule: 'must be a filter pattern of CloudWatch Logs, as in "?ERROR ?FATAL": 1 to 1024 characters without templates and control characters',
  pattern: /^(?!.*[$%]\{)\P{Cc}{1,1024}$/u,
};

/** Days that a bucket keeps access logs. Ten years is this project's own limit. */
export const accessLogRetentionDays: Range = [1, 3653];
