import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { alarmDefaults } from "../../aws/defaults";

/** Alarms for the clients of an API. */
export type ApiAlarm = "server-errors" | "latency";

export interface HttpApiAlarmsProps {
  /** Prefix of the alarms' names, unique in account and region. */
  readonly name: string;
  readonly apiId: string;
  /** ARNs that the alarms notify. @default - none, for alarms that only ECS deployments use */
  readonly topicArn?: string;
  /** Maximum percentage of responses with a status of 500 or more. @default 5 */
  readonly serverErrorPercent?: number;
  /** Maximum response time at the 95th percentile. @default no alarm */
  readonly latencyMilliseconds?: number;
  /** Alarms to leave out. @default none */
  readonly leaveOut?: readonly ApiAlarm[];
  /** Minutes above the threshold before an alarm is raised. @default 5 */
  readonly evaluationMinutes?: number;
}

/**
 * Alarms for problems that scaling does not fix: error responses of an HTTP API, from its services or because no task
 * was available, and slow responses.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export class HttpApiAlarms extends Construct {
  /** Names of the alarms, for example for deployments. */
  readonly names: string[] = [];
  private readonly props: HttpApiAlarmsProps;

  constructor(scope: Construct, id: string, props: HttpApiAlarmsProps) {
    super(scope, id);
    this.props = props;
    const { serverErrorPercent = alarmDefaults.serverErrorPercent, latencyMilliseconds } = props;
    const { leaveOut = [] } = props;
    if (!leaveOut.includes("server-errors")) {
      this.addAlarm("server-errors", {
        alarmDescription: "Too many of the API's answers are server errors.",
        metricName: "5xx",
        // Each response counts as 0 or 1, so the average is a share.
        statistic: "Average",
        threshold: serverErrorPercent / 100,
      });
    }
    if (latencyMilliseconds !== undefined && !leaveOut.includes("latency")) {
      this.addAlarm("latency", {
        alarmDescription: "The slowest 5 % of the API's answers take too long.",
        metricName: "Latency",
        extendedStatistic: "p95",
        threshold: latencyMilliseconds,
      });
    }
  }

  private addAlarm(
    id: string,
    config: Pick<
      CloudwatchMetricAlarmConfig,
      "alarmDescription" | "metricName" | "statistic" | "extendedStatistic" | "threshold"
    >,
  ): void {
    const { name, apiId, topicArn, evaluationMinutes } = this.props;
    const alarm = new CloudwatchMetricAlarm(this, id, {
      ...config,
      alarmName: `${name}-${id}`,
      namespace: "AWS/ApiGateway",
      dimensions: { ApiId: apiId },
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: evaluationMinutes ?? 5,
      // There were no requests.
      treatMissingData: "notBreaching",
      ...(topicArn === undefined ? {} : { alarmActions: [topicArn], okActions: [topicArn] }),
    });
    this.names.push(alarm.alarmName);
  }
}
