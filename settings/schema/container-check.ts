import * as z from "zod";
import { containerHealthCheck, timeoutBelowInterval } from "../../aws/ecs";
import { ofAws, rule } from "../rules/rule";
import { secretsInCommand } from "./container";
import { hasTemplate, kindsOf, list, settings, text, wholeNumber } from "./fields";
import { healthCheckPath } from "./load-balancer";

const timing = {
  /** Seconds between two checks. @default 30 */
  intervalSeconds: wholeNumber(...containerHealthCheck.intervalSeconds).default(30),
  /** Seconds to wait for the answer. @default 5 */
  timeoutSeconds: wholeNumber(...containerHealthCheck.timeoutSeconds).default(5),
  /** Bad answers in a row until the task is replaced. @default 3 */
  retries: wholeNumber(...containerHealthCheck.retries).default(3),
  /** Seconds after the start in which bad answers don't count. @default 10 */
  startPeriodSeconds: wholeNumber(...containerHealthCheck.startPeriodSeconds).default(10),
};

const answersInTime = rule<{ timeoutSeconds: number; intervalSeconds: number }>(
  ["timeoutSeconds", "intervalSeconds"],
  ofAws(timeoutBelowInterval),
);

/** How ECS, which runs it in the container, knows whether a program is well. */
export function containerCheck(path: string) {
  return z.discriminatedUnion(
    "kind",
    [
      settings({
        kind: z.literal("http"),
        /** Path on the container's port that answers 200; asked by the image's own Node.js. */
        path: healthCheckPath().default(path),
        ...timing,
      }).check(answersInTime),
      settings({
        kind: z.literal("command"),
        /** A program of the image and its arguments, which ends with 0 when all is well. */
        command: list(
          text(
            "must be text of 1 to 1000 printable characters, without ${ and %{",
            (value) => /^[ -~]{1,1000}$/.test(value) && !hasTemplate(value),
          ),
          "words of a command",
          1,
          50,
          { mayRepeat: true },
        ),
        ...timing,
      }).check(
        answersInTime,
        rule<{ command: unknown }>([], ({ command }) => secretsInCommand(command, ["command"])),
      ),
      /** Whoever runs is well. */
      settings({ kind: z.literal("none") }),
    ],
    kindsOf('must be an object with kind "http", "command" or "none"'),
  );
}
