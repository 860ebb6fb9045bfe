import type { Range, Violation } from "../violation";

/** A percentage as a target or threshold. CloudWatch allows fractions. */
export const percent: Range = [1, 100];

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html */
export const cooldownSeconds: Range = [0, 86_400];

/** The target of a tracking policy on a count, such as requests. AWS accepts any number; this is our limit. */
export const targetValue: Range = [1, 1_000_000_000];

/** Tasks or instances that one step adds or removes. This project's own limit is the size of the largest service. */
export const MAX_STEP = 5000;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html */
export const managedScaling = {
  targetCapacityPercent: [1, 100],
  instanceWarmupSeconds: [0, 10_000],
  stepInstances: [1, 10_000],
} as const satisfies Record<string, Range>;

/** EBS volume of an instance. The ECS-optimized AMI requires 30 GiB. @see https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
export const rootVolumeGiB: Range = [30, 16_384];

/** Name of an EC2 key pair. @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html */
export const keyPairName = {
  rule: "must be the name of an EC2 key pair: 1 to 255 letters, digits and ._:/=+@-",
  pattern: /^[\w.:/=+@-]{1,255}$/,
};

const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;

/**
 * The metrics are published once a minute, and an alarm evaluates at most one day.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const alarmPeriod = {
  rule: `must be a number of seconds from ${MINUTE_SECONDS} to ${DAY_SECONDS}, in whole minutes`,
  fits: (seconds: number) =>
    seconds >= MINUTE_SECONDS && seconds <= DAY_SECONDS && seconds % MINUTE_SECONDS === 0,
};
export const alarmPeriods: Range = [1, DAY_SECONDS / MINUTE_SECONDS];

export function alarmWindowFits({
  periodSeconds,
  evaluationPeriods,
}: {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
}): Violation | undefined {
  const most = Math.floor(DAY_SECONDS / periodSeconds);
  return evaluationPeriods <= most
    ? undefined
    : {
        field: "evaluationPeriods",
        rule: `must not be above ${most}, which make a day with periodSeconds ${periodSeconds}`,
        got: evaluationPeriods,
        fix: "Lower one of them.",
      };
}

/**
 * The thresholds need a gap. Otherwise the same load would both add and remove capacity.
 *
 * @param field the field that contains a threshold
 */
export function thresholdsApartIn<Field extends string>(field: Field) {
  return ({
    scaleOut,
    scaleIn,
  }: {
    readonly scaleOut: Readonly<Record<Field, number>>;
    readonly scaleIn?: Readonly<Record<Field, number>>;
  }): Violation | undefined =>
    scaleIn === undefined || scaleIn[field] < scaleOut[field]
      ? undefined
      : {
          field: `scaleIn.${field}`,
          rule: `must be below scaleOut.${field} (${scaleOut[field]})`,
          got: scaleIn[field],
          fix: "Leave a gap wide enough that one step does not cross it.",
        };
}

export const thresholdsApart = thresholdsApartIn("thresholdPercent");

/**
 * Range of a step's threshold. A task on EC2 may use more CPU than it reserves, so the metric can exceed 100.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html
 */
export const stepThresholdPercent: Range = [1, 10_000];

/**
 * Step adjustments per policy.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
 */
export const MAX_STEPS = 20;

/**
 * Each larger step must have a higher threshold and a larger adjustment than the previous one.
 *
 * @param threshold the field that contains a threshold
 */
export function stepsRiseIn<Field extends string>(threshold: Field) {
  type Step = Readonly<Record<Field | "adjustment", number>>;
  return (first: Step & { readonly largerSteps: readonly Step[] }): Violation[] => {
    const steps: readonly Step[] = [first, ...first.largerSteps];
    return first.largerSteps.flatMap((step, index) =>
      ([threshold, "adjustment"] as const).flatMap((field): Violation[] => {
        const before = steps[index]?.[field] ?? 0;
        return step[field] > before
          ? []
          : [
              {
                field: `largerSteps.${index}.${field}`,
                rule: `must be above ${before}, that of the step before`,
                got: step[field],
                fix: "List the steps from the smallest to the largest.",
              },
            ];
      }),
    );
  };
}

export const stepsRise = stepsRiseIn("thresholdPercent");

/** An empty group has no CPU metric, so only waiting tasks can make it scale out. */
export function growsFromZero({
  kind,
  minInstances,
}: {
  readonly kind: string;
  readonly minInstances: number;
}): Violation | undefined {
  return kind === "managed" || minInstances > 0
    ? undefined
    : {
        field: "minInstances",
        rule: `must be 1 or more with the scaling strategy "${kind}", because a group without instances has no CPU utilization to measure`,
        got: minInstances,
        fix: 'Raise it, or choose the strategy "managed".',
      };
}

/** The fields that determine which metric a strategy follows. */
export interface MetricOwner {
  readonly kind: string;
  /** For a step strategy, "cpu" or "memory". @default "cpu" */
  readonly metric?: unknown;
  /** For a queue target. @default the queue that the service works on */
  readonly queueName?: string;
  /** For a metric target, or steps on a metric. */
  readonly name?: string;
}

function metricOf({ kind, metric, queueName, name }: MetricOwner): string {
  if (kind === "requests-target") return "the requests of each task";
  if (kind === "queue-target") return `the backlog of ${queueName ?? "the service's queue"}`;
  if (kind === "metric-step") return `the steps of what is called "${name ?? "metric"}"`;
  if (kind === "metric-target") return `what is called "${name ?? "metric"}"`;
  if (kind === "scheduled") return "the clock";
  // Can be combined with a strategy on the same metric: it adds tasks in advance, and the others remove them later.
  if (kind === "predictive") return "the forecast";
  const followsMemory = kind === "memory-target" || (kind === "step" && metric === "memory");
  return followsMemory ? "the service's memory" : "the service's CPU";
}

/**
 * Two strategies on the same metric would both control the service's count. Strategies on different metrics are
 * allowed: Application Auto Scaling uses the largest count.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
export function oneOwnerPerMetric(strategies: readonly MetricOwner[]): Violation[] {
  return strategies.flatMap((strategy, index): Violation[] => {
    const metric = metricOf(strategy);
    const owner = strategies.findIndex((other) => metricOf(other) === metric);
    return owner === index
      ? []
      : [
          {
            field: `${index}.kind`,
            rule: `must not follow ${metric}, as "${strategies[owner]?.kind ?? ""}" of strategies[${owner}] does`,
            got: strategy.kind,
            fix: "Two strategies that follow one metric work against each other: remove one of them.",
          },
        ];
  });
}

/**
 * Maximum length of a policy's name.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
 */
export const MAX_POLICY_NAME = 256;
