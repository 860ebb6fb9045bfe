import * as z from "zod";
import { deployment as limits } from "../../aws/ecs";
import { choice, kindsOf, percent, settings, text, wholeNumber } from "./fields";

const rolling = settings({
  /** The service's tasks are replaced in place, a few at a time. */
  kind: z.literal("rolling"),
});

const byVariable = settings({
  /** Two services with a target group each, blue and green; the variable `live_color` says which one gets the requests. */
  kind: z.literal("blue-green-by-variable"),
  /** A header that leads past the weights, as in `x-color: green`. @default none */
  testHeader: text(
    'must be the name of a header: 1 to 40 letters, digits, hyphens and underscores, as in "x-color"',
    /^[\w-]{1,40}$/,
  ).optional(),
});

const byEcs = settings({
  /** One service with two target groups: ECS starts new tasks in the idle one and shifts the requests itself. */
  kind: z.literal("blue-green-by-ecs"),
  /** All requests at once, in equal steps, or a few first. */
  shift: z
    .discriminatedUnion(
      "kind",
      [
        settings({ kind: z.literal("blue-green") }),
        settings({
          kind: z.literal("linear"),
          /** Percent of the requests a step. @default 10 */
          stepPercent: wholeNumber(...limits.linearStepPercent).default(10),
          /** @default 6 */
          stepBakeTimeMinutes: wholeNumber(...limits.bakeTimeMinutes).default(6),
        }),
        settings({
          kind: z.literal("canary"),
          /** Percent of the requests that the new tasks get first. @default 5 */
          canaryPercent: wholeNumber(1, limits.canaryPercent[1]).default(5),
          /** @default 10 */
          canaryBakeTimeMinutes: wholeNumber(...limits.bakeTimeMinutes).default(10),
        }),
      ],
      kindsOf('must be an object with kind "blue-green", "linear" or "canary"'),
    )
    .prefault({ kind: "blue-green" }),
  /** Minutes for which the old tasks stay ready after the shift. @default 5 */
  bakeTimeMinutes: wholeNumber(...limits.bakeTimeMinutes).default(5),
  /** What takes a deployment back: alarms on both target groups, or nothing. @default "alarms" */
  rollback: choice("alarms", "none").default("alarms"),
  /** Answers with a status of 500 or more, of all answers, that take a deployment back. @default 5 */
  serverErrorPercent: percent().default(5),
});

/** How a new release of a service takes over; of its weights at the balancer, each kind has one owner. */
export function deployment() {
  return z.discriminatedUnion(
    "kind",
    [rolling, byVariable, byEcs],
    kindsOf(
      'must be an object with kind "rolling", "blue-green-by-variable" or "blue-green-by-ecs"',
    ),
  );
}
