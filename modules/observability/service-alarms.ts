import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { alarmDefaults } from "../../aws/defaults";

export interface ServiceAlarmsProps {
  /** Start of the alarms' names, unique in account and region. */
  readonly name: string;
  /** ARNs that the alarms notify. @default none, for alarms that only ECS deployments watch */
  readonly topicArn?: string;
  readonly loadBalancerArnSuffix: string;
  readonly targetGroupArnSuffix: string;
  /** Answers with a status of 500 or more, of all answers, that are too many. @default 5 */
  readonly serverErrorPercent?: number;
  /** Minutes of trouble before an alarm is raised. @default 5 */
  readonly evaluationMinutes?: number;
}

/**
 * Alarms for what scaling does not fix: unhealthy tasks and error responses.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export class ServiceAlarms extends Construct {
  /** ARNs of the alarms, for example for deployments. */
  readonly names: string[] = [];
  private readonly props: ServiceAlarmsProps;

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.watchHealth();
    this.watchServerErrors();
  }

  private watchHealth(): void {
    this.addAlarm("unhealthy-tasks", {
      alarmDescription: "Tasks fail the load balancer's health check.",
      metricName: "UnHealthyHostCount",
      namespace: "AWS/ApplicationELB",
      dimensions: this.targetDimensions,
      statistic: "Minimum",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
    });
  }

  private watchServerErrors(): void {
    const count = (id: string, metricName: string) => ({
      id,
      metric: {
        metricName,
        namespace: "AWS/ApplicationELB",
        dimensions: this.targetDimensions,
        stat: "Sum",
        period: 60,
      },
    });
    this.addAlarm("server-errors", {
      alarmDescription: "Too many of the service's answers are server errors.",
      metricQuery: [
        {
          id: "share",
          expression: "100 * errors / requests",
          label: "errors in percent",
          returnData: true,
        },
        count("errors", "HTTPCode_Target_5XX_Count"),
        count("requests", "RequestCount"),
      ],
      comparisonOperator: "GreaterThanThreshold",
      threshold: this.props.serverErrorPercent ?? alarmDefaults.serverErrorPercent,
    });
  }

  private get targetDimensions() {
    return {
      LoadBalancer: this.props.loadBalancerArnSuffix,
      TargetGroup: this.props.targetGroupArnSuffix,
    };
  }

  /** Some minutes of trouble before a person is called; a metric without data means no requests or no targets. */
  private addAlarm(
    id: string,
    config: Omit<CloudwatchMetricAlarmConfig, "alarmName" | "evaluationPeriods">,
  ): void {
    const { name, topicArn, evaluationMinutes } = this.props;
    const alarm = new CloudwatchMetricAlarm(this, id, {
      ...config,
      alarmName: `${name}-${id}`,
      evaluationPeriods: evaluationMinutes ?? 5,
      treatMissingData: "notBreaching",
      ...(topicArn === undefined ? {} : { alarmActions: [topicArn], okActions: [topicArn] }),
    });
    this.names.push(alarm.alarmName);
  }
}
