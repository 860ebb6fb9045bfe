import { Token } from "cdktf";
import { type Check, within } from "../validation";
import type { HealthCheck, TargetGroupProps } from "./target-group";

/**
 * Limits of target groups and their health checks.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
export function targetGroupChecks(
  props: TargetGroupProps,
  { path, matcher, intervalSeconds, timeoutSeconds, ...thresholds }: Required<HealthCheck>,
): readonly Check[] {
  const { namePrefix, slowStartSeconds: slowStart } = props;
  return [
    matches(
      "namePrefix",
      namePrefix,
      /^[a-zA-Z0-9][a-zA-Z0-9-]{0,5}$/,
      "1 to 6 letters, digits and hyphens",
    ),
    within("port", props.port, 1, 65535),
    within("deregistrationDelaySeconds", props.deregistrationDelaySeconds, 0, 3600),
    slowStart === 0 ? holds : within("slowStartSeconds", slowStart, 30, 900),
    matches("healthCheck.path", path, /^\/\S{0,1023}$/, "a path that starts with /"),
    matches(
      "healthCheck.matcher",
      matcher,
      /^[2-4]\d\d([,-][2-4]\d\d)*$/,
      "statuses from 200 to 499, as in 200, 200,204 or 200-299",
    ),
    within("healthCheck.intervalSeconds", intervalSeconds, 5, 300),
    within("healthCheck.timeoutSeconds", timeoutSeconds, 2, 120),
    () =>
      Token.isUnresolved(timeoutSeconds) ||
      Token.isUnresolved(intervalSeconds) ||
      timeoutSeconds < intervalSeconds
        ? undefined
        : `\`healthCheck.timeoutSeconds\` must be less than \`healthCheck.intervalSeconds\` (${intervalSeconds}), ` +
          `got ${timeoutSeconds}.`,
    within("healthCheck.healthyThreshold", thresholds.healthyThreshold, 2, 10),
    within("healthCheck.unhealthyThreshold", thresholds.unhealthyThreshold, 2, 10),
  ];
}

const holds: Check = () => undefined;

function matches(prop: string, value: string, pattern: RegExp, rule: string): Check {
  return () =>
    Token.isUnresolved(value) || pattern.test(value)
      ? undefined
      : `\`${prop}\` must be ${rule}, got ${value}.`;
}
