import type { EnvironmentSettings } from "../../settings/environment";
import { runtimeOf } from "../support/environments";

const existing = "arn:aws:sns:us-east-2:111122223333:operations";
const stack = (environment: Partial<EnvironmentSettings>) =>
  runtimeOf("daemon-api", {}, environment);

test("the topic of a system is encrypted with a key that CloudWatch may use for this account", () => {
  const json = stack({ notificationEmail: "operations@example.com" });
  const key = json.referenced(json.resource("aws_sns_topic").kms_master_key_id as string);
  expect(key).toMatchObject({ enable_key_rotation: true });
  const { statement } = json.referenced(key.policy as string);
  expect(statement).toContainEqual(
    expect.objectContaining({
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
      condition: [
        {
          test: "StringEquals",
          variable: "aws:SourceAccount",
          values: ["${data.aws_caller_identity.aws-account.account_id}"],
        },
      ],
    }),
  );
});

test("an existing topic is notified in place of one of its own", () => {
  const json = stack({ notifications: { topicArn: existing } });
  expect(json.resources("aws_sns_topic")).toEqual([]);
  expect(json.resources("aws_kms_key")).toEqual([]);
  const actions = json
    .resources("aws_cloudwatch_metric_alarm")
    .filter(({ ok_actions: actions }) => actions !== undefined)
    .map(({ alarm_actions: actions }) => actions as string[]);
  expect(actions.length).toBeGreaterThan(5);
  expect(new Set(actions.flat())).toEqual(new Set([existing]));
});

test("e-mail is sent from the existing topic", () => {
  const json = stack({ notificationEmail: "a@example.com", notifications: { topicArn: existing } });
  expect(json.resource("aws_sns_topic_subscription")).toMatchObject({
    topic_arn: existing,
    endpoint: "a@example.com",
  });
});

test("Slack and Teams hear of it through a role that may read metrics only", () => {
  const json = stack({
    region: "us-east-1",
    notifications: {
      slack: { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" },
      teams: {
        tenantId: "01234567-89ab-cdef-0123-456789abcdef",
        teamId: "11234567-89ab-cdef-0123-456789abcdef",
        channelId: "19%3Aab12%40thread.tacv2",
      },
    },
  });
  const common = {
    sns_topic_arns: ["${aws_sns_topic.notifications.arn}"],
    iam_role_arn: "${aws_iam_role.notifications_chat-role.arn}",
    guardrail_policy_arns: [
      "arn:${data.aws_partition.aws-partition.partition}:iam::aws:policy/CloudWatchReadOnlyAccess",
    ],
    // The API is not in us-east-1.
    provider: "aws.us-east-2",
  };
  expect(json.resource("aws_chatbot_slack_channel_configuration")).toMatchObject({
    ...common,
    slack_team_id: "T0123ABCDEF",
    slack_channel_id: "C0123ABCDEF",
    configuration_name: "daemon-api-dev-slack",
  });
  expect(json.resource("aws_chatbot_teams_channel_configuration")).toMatchObject({
    ...common,
    tenant_id: "01234567-89ab-cdef-0123-456789abcdef",
    team_id: "11234567-89ab-cdef-0123-456789abcdef",
    channel_id: "19%3Aab12%40thread.tacv2",
  });
  const { policy } = json
    .resources("aws_iam_role_policy")
    .find(({ name }) => name === "read-metrics")!;
  expect(json.referenced(policy as string).statement).toEqual([
    { actions: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"], resources: ["*"] },
  ]);
});

test("where the API is, the stack's own provider does", () => {
  const slack = { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" };
  const json = stack({ notifications: { slack } });
  expect(json.resource("aws_chatbot_slack_channel_configuration")).not.toHaveProperty("provider");
});
