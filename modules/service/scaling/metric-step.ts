import {
  AppautoscalingPolicy,
  type AppautoscalingPolicyStepScalingPolicyConfiguration as StepConfiguration,
} from "@cdktf/provider-aws/lib/appautoscaling-policy";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { metricStepDefaults, stepDefaults } from "../../../aws/defaults";
import {
  metricAlarmPeriod,
  metricAlarmPeriods,
  metricStepsRise,
  metricThreshold,
  metricThresholdsApart,
  periodHasData,
} from "../../../aws/scaling/metric-steps";
import { alarmWindowFits, cooldownSeconds, MAX_STEP } from "../../../aws/scaling/scaling";
import { ofTarget } from "../../scalable-target";
import { COMPARISONS, scaleOutSteps } from "../../observability/scaling-thresholds";
import { type Check, obeys, told, validate, within } from "../../validation";
import { type Metric, metricChecks, namedMetric } from "./metric";
import type { ScaledService } from "./service-scaling";

/** Adds and removes tasks on alarms on any metric. */
export interface MetricStep {
  readonly kind: "metric-step";
  /** Tells it from others of the service. @default "metric" */
  readonly name?: string;
  readonly metric: Metric;
  readonly scaleOut: MetricScaleOut;
  /** @default tasks are removed by another strategy */
  readonly scaleIn?: MetricScaleIn;
  /** Pause after a change before the next of the same direction. @default 300 */
  readonly cooldownSeconds?: number;
}

interface MetricThreshold {
  /** In the unit of the metric. */
  readonly threshold: number;
  /** 10, 20 or 30 for a high-resolution metric, or a multiple of 60. @default 60 */
  readonly periodSeconds?: number;
}

export interface MetricScaleOut extends MetricThreshold {
  /** Whether the threshold itself already counts. @default "above" */
  readonly comparison?: "above" | "at-or-above";
  /** @default 1 */
  readonly evaluationPeriods?: number;
  /** Tasks, or percent of them, to add. @default 1 */
  readonly adjustment?: number;
  /** @default "number" */
  readonly adjustmentUnit?: "number" | "percent";
  /** The smallest first. @default [] */
  readonly largerSteps?: readonly { readonly threshold: number; readonly adjustment: number }[];
}

export interface MetricScaleIn extends MetricThreshold {
  /** @default 5 */
  readonly evaluationPeriods?: number;
  /** Tasks to remove, as a negative number. @default -1 */
  readonly adjustment?: number;
}

export interface MetricStepScalingProps {
  readonly service: ScaledService;
  readonly strategy: MetricStep;
}

/**
 * One alarm on a metric that adds tasks, and another one that removes them unless another strategy does, each with a policy.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export class MetricStepScaling extends Construct {
  readonly scaleOut: AppautoscalingPolicy;
  readonly scaleIn: AppautoscalingPolicy | undefined;
  private readonly props: MetricStepScalingProps;
  private readonly idOfStrategy: string;

  constructor(scope: Construct, id: string, props: MetricStepScalingProps) {
    super(scope, id);
    this.props = props;
    this.idOfStrategy = id;
    const { scaleOut, scaleIn } = props.strategy;
    validate(this, ...checksOf(props));
    const { largerSteps = [], threshold } = scaleOut;
    this.scaleOut = this.addPolicy(
      "scale-out",
      scaleOutSteps({
        thresholdPercent: threshold,
        adjustment: scaleOut.adjustment ?? metricStepDefaults.scaleOut.adjustment,
        adjustmentUnit: scaleOut.adjustmentUnit ?? "number",
        largerSteps: largerSteps.map((step) => ({ ...step, thresholdPercent: step.threshold })),
      }),
    );
    this.addAlarm("scale-out", scaleOut, this.scaleOut);
    if (scaleIn === undefined) return;
    const scalingAdjustment = scaleIn.adjustment ?? metricStepDefaults.scaleIn.adjustment;
    this.scaleIn = this.addPolicy("scale-in", {
      adjustmentType: "ChangeInCapacity",
      // All there is below the alarm's threshold.
      stepAdjustment: [{ metricIntervalUpperBound: "0", scalingAdjustment }],
    });
    this.addAlarm("scale-in", scaleIn, this.scaleIn);
  }

  private addPolicy(
    direction: "scale-out" | "scale-in",
    steps: Pick<StepConfiguration, "adjustmentType" | "stepAdjustment">,
  ): AppautoscalingPolicy {
    const {
      service: { target, serviceName },
      strategy,
    } = this.props;
    return new AppautoscalingPolicy(this, direction, {
      name: `${serviceName}-${this.idOfStrategy}-${direction}`,
      policyType: "StepScaling",
      ...ofTarget(target),
      stepScalingPolicyConfiguration: {
        ...steps,
        cooldown: strategy.cooldownSeconds ?? stepDefaults.cooldownSeconds,
        metricAggregationType: "Average",
      },
    });
  }

  private addAlarm(
    direction: "scale-out" | "scale-in",
    threshold: MetricScaleOut | MetricScaleIn,
    policy: AppautoscalingPolicy,
  ): void {
    const { service, strategy } = this.props;
    const { clusterName, serviceName } = service;
    const { statistic, ...metric } = namedMetric(strategy.metric, service);
    const key = direction === "scale-out" ? "scaleOut" : "scaleIn";
    const comparison =
      direction === "scale-in"
        ? "below"
        : (("comparison" in threshold ? threshold.comparison : undefined) ??
          stepDefaults.comparison);
    new CloudwatchMetricAlarm(this, `${direction}-alarm`, {
      // Alarms of an account and region share one set of names.
      alarmName: `${clusterName}-${serviceName}-${this.idOfStrategy}-${direction}`,
      alarmDescription: `${statistic} of ${metric.metricName} ${comparison.replaceAll("-", " ")} ${threshold.threshold}: ${direction} of tasks`,
      ...metric,
      ...statisticOf(statistic),
      comparisonOperator: COMPARISONS[comparison],
      threshold: threshold.threshold,
      period: threshold.periodSeconds ?? stepDefaults.periodSeconds,
      evaluationPeriods: threshold.evaluationPeriods ?? metricStepDefaults[key].evaluationPeriods,
      // What reports nothing is neither busy nor idle.
      treatMissingData: "notBreaching",
      alarmActions: [policy.arn],
    });
  }
}

/** An alarm has percentiles in an argument of their own. */
function statisticOf(
  statistic: string,
): Pick<CloudwatchMetricAlarmConfig, "statistic" | "extendedStatistic"> {
  return statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic };
}

function checksOf({ service, strategy }: MetricStepScalingProps): readonly Check[] {
  const { metric, scaleOut, scaleIn } = strategy;
  const adjustment = scaleOut.adjustment ?? metricStepDefaults.scaleOut.adjustment;
  return [
    ...metricChecks(metric, service, "metric."),
    ...alarmChecks("scaleOut.", metric, scaleOut),
    ...(scaleIn ? alarmChecks("scaleIn.", metric, scaleIn) : []),
    within("scaleOut.adjustment", adjustment, 1, MAX_STEP),
    within("scaleIn.adjustment", scaleIn?.adjustment, -MAX_STEP, -1),
    within("cooldownSeconds", strategy.cooldownSeconds, ...cooldownSeconds),
    obeys(metricThresholdsApart, strategy),
    ...metricStepsRise({ ...scaleOut, adjustment, largerSteps: scaleOut.largerSteps ?? [] }).map(
      (found) => told(found, "scaleOut."),
    ),
  ];
}

function alarmChecks(
  at: string,
  { namespace }: Metric,
  threshold: MetricScaleOut | MetricScaleIn,
): readonly Check[] {
  const { periodSeconds = stepDefaults.periodSeconds, evaluationPeriods = 1 } = threshold;
  return [
    within(`${at}threshold`, threshold.threshold, ...metricThreshold),
    within(`${at}evaluationPeriods`, evaluationPeriods, ...metricAlarmPeriods),
    () =>
      metricAlarmPeriod.fits(periodSeconds)
        ? undefined
        : `\`${at}periodSeconds\` ${metricAlarmPeriod.rule}, got ${periodSeconds}.`,
    obeys(alarmWindowFits, { periodSeconds, evaluationPeriods }, at),
    obeys(periodHasData, { namespace, periodSeconds }, at),
  ];
}
