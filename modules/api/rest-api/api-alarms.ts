import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { ApiAlarm } from "../../observability/http-api-alarms";
import { alarmDefaults, alarmThresholds } from "../../../aws/defaults";

export interface ApiAlarmsProps {
  /** Prefix of the alarms' names, unique in account and region. */
  readonly name: string;
  readonly apiName: string;
  readonly stageName: string;
  /** ARNs that the alarms notify. */
  readonly topicArn: string;
  /** Maximum percentage of responses with a status of 500 or more. @default 5 */
  readonly serverErrorPercent?: number;
  /** Maximum response time at the 99th percentile. @default 3000 */
  readonly latencyMs?: number;
  /** Alarms to leave out. @default none */
  readonly leaveOut?: readonly ApiAlarm[];
}

/**
 * Alarms for an API's clients: errors and slow responses.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export class ApiAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ApiAlarmsProps) {
    super(scope, id);
    const { name, apiName, stageName, topicArn, leaveOut = [] } = props;
    const common = {
      namespace: "AWS/ApiGateway",
      dimensions: { ApiName: apiName, Stage: stageName },
      period: 60,
      evaluationPeriods: 5,
      comparisonOperator: "GreaterThanThreshold",
      // No requests means no problem.
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
    };
    const { serverErrorPercent = alarmDefaults.serverErrorPercent } = props;
    const { latencyMs = alarmThresholds.latencyMs } = props;
    if (!leaveOut.includes("server-errors")) {
      new CloudwatchMetricAlarm(this, "server-errors", {
        ...common,
        alarmName: `${name}-api-server-errors`,
        alarmDescription: `More than ${serverErrorPercent} % of the API's answers are server errors.`,
        metricName: "5XXError",
        // The metric is 1 or 0 for each request, so its average is their share.
        statistic: "Average",
        threshold: serverErrorPercent / 100,
      });
    }
    if (!leaveOut.includes("latency")) {
      new CloudwatchMetricAlarm(this, "latency", {
        ...common,
        alarmName: `${name}-api-latency`,
        alarmDescription: `One answer in a hundred takes longer than ${latencyMs / 1000} s.`,
        metricName: "Latency",
        extendedStatistic: "p99",
        threshold: latencyMs,
      });
    }
  }
}
