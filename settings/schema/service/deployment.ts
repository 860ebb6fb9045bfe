import * as z from "zod";
import { alarmRanges } from "../../../aws/observability/cloudwatch";
import { alarmDefaults } from "../../../aws/defaults";
import { deployment as limits, lambdaFunction, lifecycleStages } from "../../../aws/containers/ecs";
import { arn, choice, kindsOf, list, percent, settings, text, wholeNumber } from "../fields";

const NO_RESPONSES =
  "must be removed: a worker answers no requests. An alarm watches the dead-letter queue.";

/** When the alarms of a deployment roll it back. */
const thresholds = {
  /**
   * Percent of responses with status 500 or higher that rolls a deployment back.
   * @default 5
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  serverErrorPercent: percent().default(alarmDefaults.serverErrorPercent),
  /**
   * Response time of the slowest 5 percent (p95) that rolls a deployment back.
   * @default none
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
   */
  latencyMilliseconds: wholeNumber(...alarmRanges.latencyMs).optional(),
};

const evaluation = {
  /**
   * Minutes of trouble that roll a deployment back. After a rolling update, ECS derives its bake time from them.
   * @default 2
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
   */
  evaluationMinutes: wholeNumber(1, 60).default(alarmDefaults.deploymentMinutes),
};

const rolling = settings({
  /** The service's tasks are replaced in place, a few at a time. */
  kind: z.literal("rolling"),
  /**
   * What rolls a deployment back in addition to the circuit breaker: alarms on unhealthy tasks, server errors and latency, or nothing.
   * @default "alarms" if the environment's protections.rollbackOnAlarms is true
   */
  rollback: choice("alarms", "none").optional(),
  ...thresholds,
  ...evaluation,
});

const rollingWithQueue = settings(
  {
    /** The service's tasks are replaced in place, a few at a time. */
    kind: z.literal("rolling"),
    /**
     * What rolls a deployment back in addition to the circuit breaker: an alarm on messages in the dead-letter queue, or nothing.
     * @default "alarms" if the environment's protections.rollbackOnAlarms is true
     */
    rollback: choice("alarms", "none").optional(),
    ...evaluation,
  },
  {
    serverErrorPercent: NO_RESPONSES,
    latencyMilliseconds: NO_RESPONSES,
  },
);

const byVariable = settings({
  /** Two services, blue and green, each with a target group. The variable `live_color` selects the one that receives requests. */
  kind: z.literal("blue-green-by-variable"),
  /** A header that selects a color regardless of the weights, as in `x-color: green`. @default none */
  testHeader: text(
    'must be the name of a header: 1 to 40 letters, digits, hyphens and underscores, as in "x-color"',
    /^[\w-]{1,40}$/,
  ).optional(),
  /**
   * What rolls a deployment of a color back in addition to the circuit breaker: alarms on unhealthy tasks, server errors and latency, or nothing.
   * @default "alarms" if the environment's protections.rollbackOnAlarms is true
   */
  rollback: choice("alarms", "none").optional(),
  ...thresholds,
  ...evaluation,
});

const lifecycleHook = settings({
  /** ARN of a Lambda function that returns a `hookStatus`. */
  functionArn: arn(
    "must be the ARN of a Lambda function",
    lambdaFunction,
    "function: and its name",
  ),
  /** When ECS calls it, in the words of ECS, as in "POST_SCALE_UP". */
  stages: list(choice(...lifecycleStages), "stages", 1, lifecycleStages.length),
});

const byEcs = settings({
  /** One service with two target groups: ECS starts new tasks in the idle one and shifts the requests. */
  kind: z.literal("blue-green-by-ecs"),
  /** All requests at once, in equal steps, or a few first. */
  shift: z
    .discriminatedUnion(
      "kind",
      [
        settings({ kind: z.literal("blue-green") }),
        settings({
          kind: z.literal("linear"),
          /**
           * Percent of the requests per step.
           * @default 10
           * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
           */
          stepPercent: wholeNumber(...limits.linearStepPercent).default(10),
          /**
           * Minutes between two steps.
           * @default 6
           * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
           */
          stepBakeTimeMinutes: wholeNumber(...limits.bakeTimeMinutes).default(6),
        }),
        settings({
          kind: z.literal("canary"),
          /**
           * Percent of the requests that the new tasks receive first.
           * @default 5
           * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
           */
          canaryPercent: wholeNumber(1, limits.canaryPercent[1]).default(5),
          /**
           * Minutes until the other requests follow.
           * @default 10
           * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
           */
          canaryBakeTimeMinutes: wholeNumber(...limits.bakeTimeMinutes).default(10),
        }),
      ],
      kindsOf('must be an object with kind "blue-green", "linear" or "canary"'),
    )
    .prefault({ kind: "blue-green" }),
  /**
   * Minutes that the old tasks keep running after the shift.
   * @default 5
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
   */
  bakeTimeMinutes: wholeNumber(...limits.bakeTimeMinutes).default(5),
  /** Functions that ECS calls during a deployment. Each one's answer lets it go on, or rolls it back. @default none */
  lifecycleHooks: list(lifecycleHook, "hooks", 0, 10).default([]),
  /** What rolls a deployment back: alarms on both target groups, or nothing. @default "alarms" */
  rollback: choice("alarms", "none").default("alarms"),
  ...thresholds,
  ...evaluation,
});

/** The same without a variable that selects the color. */
export function deploymentBehindBalancer() {
  return z.discriminatedUnion(
    "kind",
    [rolling, byEcs],
    kindsOf('must be an object with kind "rolling" or "blue-green-by-ecs"'),
  );
}

/** How a new release of a service receives requests. Each kind has one owner of the weights at the load balancer. */
export function deployment() {
  return z.discriminatedUnion(
    "kind",
    [rolling, byVariable, byEcs],
    kindsOf(
      'must be an object with kind "rolling", "blue-green-by-variable" or "blue-green-by-ecs"',
    ),
  );
}

/** The same for a service without a second set of tasks. */
export function rollingDeployment() {
  return z.discriminatedUnion("kind", [rolling], kindsOf('must be an object with kind "rolling"'));
}

/** The same for a service without responses, whose failures are messages in a dead-letter queue. */
export function deploymentWithQueue() {
  return z.discriminatedUnion(
    "kind",
    [rollingWithQueue],
    kindsOf('must be an object with kind "rolling"'),
  );
}
