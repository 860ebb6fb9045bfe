import { errorIf, system } from "./settings";

const email = { notificationEmail: "operations@example.com" };
const topic = "arn:aws:sns:us-east-1:111122223333:operations";
const slack = { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" };

errorIf([
  [
    "a topic is in another region",
    { notifications: { topicArn: topic } },
    `notifications.topicArn must be a topic in region (us-east-2), as CloudWatch notifies no other, got "${topic}". Name a topic of that region, or change the region.`,
  ],
  [
    "a topic is a FIFO topic",
    { notifications: { topicArn: "arn:aws:sns:us-east-2:111122223333:a.fifo" } },
    'notifications.topicArn must be the ARN of a standard SNS topic: its end must be the name of a topic, got "arn:aws:sns:us-east-2:111122223333:a.fifo".',
  ],
  [
    "notifications go nowhere",
    { notifications: {} },
    'notifications must have topicArn, slack or teams, got an object of no entries. Add one, or remove "notifications".',
  ],
  [
    "a workspace of Slack is none",
    { notifications: { slack: { ...slack, workspaceId: "acme" } } },
    'notifications.slack.workspaceId must be the ID of a Slack workspace, as in "T0123ABCDEF", got "acme".',
  ],
  [
    "alarms have no receiver",
    { alarms: { latencyMs: 500 } },
    "notificationEmail must be set where alarms is, but is missing. Set it or notifications, or remove alarms.",
  ],
  [
    "objectives have no receiver",
    system({ objectives: { availability: 99.9 } }),
    "systems.http-scale-out.objectives must be removed where nobody receives alarms, got an object. Set notificationEmail or notifications of the environment, or remove it.",
  ],
  [
    "objectives ask for nothing",
    { ...email, ...system({ objectives: {} }) },
    'systems.http-scale-out.objectives must have availability or p99LatencyMs, got an object of no entries. Write it as in { availability: 99.9 }, or remove "objectives".',
  ],
  [
    "an availability cannot be measured",
    { ...email, ...system({ "objectives.availability": 100 }) },
    "systems.http-scale-out.objectives.availability must be a number from 95 to 99.99, got 100.",
  ],
  [
    "a latency is above what the load balancer waits for",
    {
      ...email,
      ...system({ "objectives.p99LatencyMs": 9000, "loadBalancer.idleTimeoutSeconds": 9 }),
    },
    "systems.http-scale-out.objectives.p99LatencyMs must be below loadBalancer.idleTimeoutSeconds (9 s), after which the load balancer ends a request and measures no latency, got 9000. Lower it, or raise the timeout.",
  ],
  [
    "a pattern of errors is a template",
    { ...email, alarms: { logErrorPattern: "${a}" } },
    'alarms.logErrorPattern must be a filter pattern of CloudWatch Logs, as in "?ERROR ?FATAL": 1 to 1024 characters without templates and control characters, got "${a}".',
  ],
]);
