import { partitionOf } from "../../../aws/regions";
import { broken, rule, systemRule } from "../rule";

interface Notified {
  region: string;
  notificationEmail?: string;
  notifications?: { topicArn?: string };
}

/** CloudWatch notifies topics of its own region only. */
export const topicInRegion = rule<Notified>(
  ["region", "notifications.topicArn"],
  ({ region, notifications }) => {
    const found = notifications?.topicArn;
    if (found === undefined || found.split(":")[3] === region) return undefined;
    return broken(
      "notifications.topicArn",
      `must be a topic in region (${region}), as CloudWatch notifies no other`,
      found,
      "Name a topic of that region, or change the region.",
    );
  },
);

/** Amazon Q Developer in chat applications is offered in AWS's standard partition only. */
export const chatIsOffered = rule<{
  region: string;
  notifications?: { slack?: object; teams?: object };
}>(["region", "notifications"], ({ region, notifications = {} }) =>
  (["slack", "teams"] as const).flatMap((field) =>
    notifications[field] === undefined || partitionOf(region) === "aws"
      ? []
      : [
          broken(
            `notifications.${field}`,
            `must be removed in ${region} (${partitionOf(region)}), which has no Amazon Q Developer in chat applications`,
            notifications[field],
            "Set topicArn or notificationEmail instead.",
          ),
        ],
  ),
);

/** An alarm that nobody hears is no alarm. */
export const alarmsAreHeard = rule<Notified & { alarms?: object }>(
  ["notificationEmail", "notifications", "alarms"],
  ({ alarms, ...environment }) =>
    alarms === undefined || isHeard(environment)
      ? undefined
      : broken(
          "notificationEmail",
          "must be set where alarms is",
          undefined,
          "Set it or notifications, or remove alarms.",
        ),
);

export const objectivesAreHeard = systemRule<Omit<Notified, "region">, { objectives?: object }>(
  { environment: ["notificationEmail", "notifications"], system: ["objectives"] },
  ({ objectives }, environment) =>
    objectives === undefined || isHeard(environment)
      ? undefined
      : broken(
          "objectives",
          "must be removed where nobody receives alarms",
          objectives,
          "Set notificationEmail or notifications of the environment, or remove it.",
        ),
);

function isHeard({ notificationEmail, notifications }: Omit<Notified, "region">): boolean {
  return notificationEmail !== undefined || notifications !== undefined;
}

interface Balanced {
  objectives?: { p99LatencyMs?: number };
  loadBalancer: { idleTimeoutSeconds: number };
}

/** The load balancer gives up on a response that takes longer, and measures no latency. */
export const latencyIsMeasured = rule<Balanced>(
  ["objectives.p99LatencyMs", "loadBalancer.idleTimeoutSeconds"],
  ({ objectives, loadBalancer: { idleTimeoutSeconds } }) => {
    const objective = objectives?.p99LatencyMs;
    return objective === undefined || objective < idleTimeoutSeconds * 1000
      ? undefined
      : broken(
          "objectives.p99LatencyMs",
          `must be below loadBalancer.idleTimeoutSeconds (${idleTimeoutSeconds} s), after which the load balancer ends a request and measures no latency`,
          objective,
          "Lower it, or raise the timeout.",
        );
  },
);
