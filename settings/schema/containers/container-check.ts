import * as z from "zod";
import { containerCheckDefaults } from "../../../aws/defaults";
import { containerHealthCheck, timeoutBelowInterval } from "../../../aws/containers/ecs";
import { ofAws, rule } from "../../rules/rule";
import { secretsInCommand } from "./container";
import { hasTemplate, kindsOf, list, settings, text, wholeNumber } from "../fields";
import { healthCheckPath } from "../service/load-balancer";

const timing = {
  /**
   * Seconds between two checks.
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  intervalSeconds: wholeNumber(...containerHealthCheck.intervalSeconds).default(
    containerCheckDefaults.intervalSeconds,
  ),
  /**
   * Seconds to wait for a response.
   * @default 5
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  timeoutSeconds: wholeNumber(...containerHealthCheck.timeoutSeconds).default(
    containerCheckDefaults.timeoutSeconds,
  ),
  /**
   * Failed checks in a row before the task is replaced.
   * @default 3
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  retries: wholeNumber(...containerHealthCheck.retries).default(containerCheckDefaults.retries),
  /**
   * Seconds after the start during which failed checks are ignored.
   * @default 10
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  startPeriodSeconds: wholeNumber(...containerHealthCheck.startPeriodSeconds).default(10),
};

const answersInTime = rule<{ timeoutSeconds: number; intervalSeconds: number }>(
  ["timeoutSeconds", "intervalSeconds"],
  ofAws(timeoutBelowInterval),
);

/** A command in the image, as a health check. */
function commandCheck() {
  return settings({
    kind: z.literal("command"),
    /** A command in the image that exits with 0 when the program is healthy. */
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
  );
}

/** A task that runs is healthy. */
const noCheck = () => settings({ kind: z.literal("none") });

/** The container health check, which ECS runs in the container. */
export function containerCheck(path: string) {
  return z.discriminatedUnion(
    "kind",
    [
      settings({
        kind: z.literal("http"),
        /**
         * Path on the container's port that returns 200. The image must contain Node.js.
         * @default - the system's own, on its page
         */
        path: healthCheckPath().default(path),
        ...timing,
      }).check(answersInTime),
      commandCheck(),
      noCheck(),
    ],
    kindsOf('must be an object with kind "http", "command" or "none"'),
  );
}

/** The same for a container without a port of its own. */
export function sidecarCheck() {
  return z.discriminatedUnion(
    "kind",
    [commandCheck(), noCheck()],
    kindsOf('must be an object with kind "command" or "none"'),
  );
}
