import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface ApiAlarmsProps {
  /** Prefix of the alarms' names, unique in account and region. */
  readonly name: string;
  readonly apiName: string;
  readonly stageName: string;
  /** ARNs that the alarms notify. */
  readonly topicArn: string;
}

/**
 * Alarms for an API's clients: errors and slow responses.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export class ApiAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, apiName, stageName, topicArn }: ApiAlarmsProps,
  ) {
    super(scope, id);
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
    new CloudwatchMetricAlarm(this, "server-errors", {
      ...common,
      alarmName: `${name}-api-server-errors`,
      alarmDescription: "More than 5 % of the API's answers are server errors.",
      metricName: "5XXError",
      // The metric is 1 or 0 for each request, so its average is their share.
      statistic: "Average",
      threshold: 0.05,
    });
    new CloudwatchMetricAlarm(this, "latency", {
      ...common,
      alarmName: `${name}-api-latency`,
      alarmDescription: "One answer in a hundred takes longer than 3 s.",
      metricName: "Latency",
      extendedStatistic: "p99",
      threshold: 3000,
    });
  }
}
