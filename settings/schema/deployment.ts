import * as z from "zod";
import { alarmDefaults } from "../../aws/defaults";
import { deployment as limits } from "../../aws/ecs";
import { choice, kindsOf, percent, settings, text, wholeNumber } from "./fields";

const rolling = settings({
  /** The service's tasks are replaced in place, a few at a time. */
  kind: z.literal("rolling"),
});

const byVariable = settings({
  /** Two services, blue and green, each with a target group. The variable `live_color` selects the one that receives requests. */
  kind: z.literal("blue-green-by-variable"),
  /** A header that selects a color regardless of the weights, as in `x-color: green`. @default none */
  testHeader: text(
    'must be the name of a header: 1 to 40 letters, digits, hyphens and underscores, as in "x-color"',
    /^[\w-]{1,40}$/,
  ).optional(),
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
  /** What rolls a deployment back: alarms on both target groups, or nothing. @default "alarms" */
  rollback: choice("alarms", "none").default("alarms"),
  /**
   * Percent of responses with status 500 or higher that rolls a deployment back.
   * @default 5
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  serverErrorPercent: percent().default(alarmDefaults.serverErrorPercent),
});

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
