import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { alarmDefaults } from "../../aws/defaults";

export interface HttpApiAlarmsProps {
  /** Start of the alarms' names, unique in account and region. */
  readonly name: string;
  readonly apiId: string;
  /** ARNs that the alarms notify. */
  readonly topicArn: string;
  /** Answers with a status of 500 or more, of all answers, that are too many. @default 5 */
  readonly serverErrorPercent?: number;
  /** Minutes of trouble before an alarm is raised. @default 5 */
  readonly evaluationMinutes?: number;
}

/**
 * An alarm for what scaling does not fix: error responses of an HTTP API, of its services or
 * because no task was there to ask.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export class HttpApiAlarms extends Construct {
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: HttpApiAlarmsProps) {
    super(scope, id);
    this.resource = new CloudwatchMetricAlarm(this, "server-errors", {
      alarmName: `${props.name}-server-errors`,
      alarmDescription: "Too many of the API's answers are server errors.",
      namespace: "AWS/ApiGateway",
      metricName: "5xx",
      dimensions: { ApiId: props.apiId },
      // Each response counts as 0 or 1, so the average is a share.
      statistic: "Average",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      threshold: (props.serverErrorPercent ?? alarmDefaults.serverErrorPercent) / 100,
      evaluationPeriods: props.evaluationMinutes ?? 5,
      // There were no requests.
      treatMissingData: "notBreaching",
      alarmActions: [props.topicArn],
      okActions: [props.topicArn],
    });
  }
}
