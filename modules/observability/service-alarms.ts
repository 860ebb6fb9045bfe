import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { alarmDefaults } from "../../aws/defaults";

export interface ServiceAlarmsProps {
  /** Prefix of the alarms' names, unique in account and region. */
  readonly name: string;
  /** ARNs that the alarms notify. @default - none, for alarms that only ECS deployments use */
  readonly topicArn?: string;
  readonly loadBalancerArnSuffix: string;
  readonly targetGroupArnSuffix: string;
  /** Maximum percentage of responses with a status of 500 or more. @default 5 */
  readonly serverErrorPercent?: number;
  /** Maximum response time at the 95th percentile. @default no alarm */
  readonly latencyMilliseconds?: number;
  /** Minutes above the threshold before an alarm is raised. @default 5 */
  readonly evaluationMinutes?: number;
  /** The same for unhealthy tasks, if they need time to start. @default evaluationMinutes */
  readonly unhealthyMinutes?: number;
}

/**
 * Alarms for problems that scaling does not fix: unhealthy tasks and error responses.
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
    this.watchLatency(props.latencyMilliseconds);
  }

  private watchHealth(): void {
    const { unhealthyMinutes: evaluationPeriods } = this.props;
    this.addAlarm("unhealthy-tasks", {
      ...(evaluationPeriods === undefined ? {} : { evaluationPeriods }),
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

  private watchLatency(milliseconds: number | undefined): void {
    if (milliseconds === undefined) return;
    this.addAlarm("latency", {
      alarmDescription: "The slowest 5 % of the service's answers take too long.",
      metricName: "TargetResponseTime",
      namespace: "AWS/ApplicationELB",
      dimensions: this.targetDimensions,
      extendedStatistic: "p95",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      threshold: milliseconds / 1000,
    });
  }

  private get targetDimensions() {
    return {
      LoadBalancer: this.props.loadBalancerArnSuffix,
      TargetGroup: this.props.targetGroupArnSuffix,
    };
  }

  /** Waits some minutes before it notifies a person. Missing data means no requests or no targets. */
  private addAlarm(
    id: string,
    config: Omit<CloudwatchMetricAlarmConfig, "alarmName" | "evaluationPeriods"> &
      Partial<Pick<CloudwatchMetricAlarmConfig, "evaluationPeriods">>,
  ): void {
    const { name, topicArn, evaluationMinutes } = this.props;
    const alarm = new CloudwatchMetricAlarm(this, id, {
      evaluationPeriods: evaluationMinutes ?? 5,
      ...config,
      alarmName: `${name}-${id}`,
      treatMissingData: "notBreaching",
      ...(topicArn === undefined ? {} : { alarmActions: [topicArn], okActions: [topicArn] }),
    });
    this.names.push(alarm.alarmName);
  }
}
