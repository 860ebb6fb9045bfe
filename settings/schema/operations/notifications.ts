import { CLOUDFRONT_REGION } from "../../../aws/regions";
import { broken, rule } from "../../rules/rule";
import { arn, settings, text } from "../fields";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Who hears of alarms beside notificationEmail. Slack and Teams get them through Amazon Q Developer in chat applications:
 * authorize it in its console once for each workspace or team.
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/getting-started.html
 */
export const notifications = settings({
  /** An existing standard SNS topic in the environment's region, which is notified in place of one of each system. @default a topic of each system */
  topicArn: arn(
    "must be the ARN of a standard SNS topic",
    { service: "sns", resource: String.raw`[\w-]{1,256}` },
    "the name of a topic",
  ).optional(),
  /** An existing standard SNS topic in us-east-1, for the alarms of CloudFront, which `alarms.add` adds and which are there. @default a topic of each system with such alarms */
  cloudFrontTopicArn: arn(
    "must be the ARN of a standard SNS topic in us-east-1",
    { service: "sns", region: CLOUDFRONT_REGION, resource: String.raw`[\w-]{1,256}` },
    "the name of a topic",
  ).optional(),
  /** A channel of Slack. @default none */
  slack: settings({
    /** ID of the workspace. */
    workspaceId: text(
      'must be the ID of a Slack workspace, as in "T0123ABCDEF"',
      /^[0-9A-Z]{1,255}$/,
    ),
    /** ID of the channel; invite the app to a private one. */
    channelId: text(
      'must be the ID of a Slack channel, as in "C0123ABCDEF"',
      /^[A-Za-z0-9]{1,255}$/,
    ),
  }).optional(),
  /** A channel of Microsoft Teams. @default none */
  teams: settings({
    /** ID of the Microsoft 365 tenant. */
    tenantId: text("must be a UUID in lower case", UUID),
    /** ID of the team. */
    teamId: text("must be a UUID in lower case", UUID),
    /** ID of the channel, as its link has it: `19%3A…%40thread.tacv2`. */
    channelId: text(
      'must be the ID of a channel, as in "19%3Aab12%40thread.tacv2"',
      /^[\w%=+\-./:,@]{1,256}$/,
    ),
  }).optional(),
}).check(
  rule<{ topicArn?: string; slack?: object; teams?: object }>(
    ["topicArn", "slack", "teams"],
    (given) =>
      given.topicArn === undefined && given.slack === undefined && given.teams === undefined
        ? broken(
            [],
            "must have topicArn, slack or teams",
            given,
            'Add one, or remove "notifications".',
          )
        : undefined,
  ),
);
