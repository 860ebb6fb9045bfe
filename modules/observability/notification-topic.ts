import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { ChatbotTeamsChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-teams-channel-configuration";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { ServiceRole } from "../identity/service-role";
import { accountIdOf, partitionOf } from "../aws-lookups";
import { type Publisher, TopicKey } from "../encryption/topic-key";

export interface NotificationTopicProps {
  /** Name of the subject of the notifications, unique in the account. */
  readonly name: string;
  /** ARN of an existing topic to use instead of a new one. @default - a new, encrypted topic */
  readonly existingTopicArn?: string;
  /** Must confirm a message first. Nothing is sent until then. @default none */
  readonly email?: string;
  /** @default none */
  readonly chat?: ChatChannels;
  /** A topic in whose chats the messages are shown, too: a channel has one configuration, for topics of any region. */
  readonly shownWith?: NotificationTopic;
  /** Provider of another region than the stack's, for the topic. @default - the stack's */
  readonly provider?: AwsProvider;
  /** The service that publishes to a new topic. Alarms need no policy of the topic. @default "cloudwatch.amazonaws.com" */
  readonly publisher?: Publisher;
}

/** Channels of Amazon Q Developer in chat applications. Authorize it for the workspace or team in its console. */
export interface ChatChannels {
  /** @default none */
  readonly slack?: { readonly workspaceId: string; readonly channelId: string };
  /** @default none */
  readonly teams?: {
    readonly tenantId: string;
    readonly teamId: string;
    readonly channelId: string;
  };
  /** Provider for the region whose API creates the configuration. */
  readonly provider?: AwsProvider;
}

/** A topic for alarms that people should see. */
export class NotificationTopic extends Construct {
  readonly arn: string;
  private readonly chats: (ChatbotSlackChannelConfiguration | ChatbotTeamsChannelConfiguration)[] =
    [];

  constructor(scope: Construct, id: string, props: NotificationTopicProps) {
    super(scope, id);
    this.arn = props.existingTopicArn ?? this.addTopic(props);
    if (props.email !== undefined) {
      new SnsTopicSubscription(this, "email", {
        provider: props.provider,
        topicArn: this.arn,
        protocol: "email",
        endpoint: props.email,
      });
    }
    if (props.chat !== undefined) this.addChat(props.name, props.chat);
    props.shownWith?.showAlso(this.arn);
  }

  private showAlso(topicArn: string): void {
    for (const chat of this.chats)
      chat.snsTopicArns = [...(chat.snsTopicArnsInput ?? []), topicArn];
  }

  private addTopic({ name, provider, publisher }: NotificationTopicProps): string {
    const aliasName = `${name}-notifications`;
    const key = new TopicKey(this, "key", { provider, aliasName, publisher });
    const { arn } = new SnsTopic(this, "Default", {
      provider,
      // Terraform adds a unique suffix.
      namePrefix: `${name}-`,
      kmsMasterKeyId: key.arn,
    });
    if (publisher === "events.amazonaws.com") this.admitEvents(arn);
    return arn;
  }

  /** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html */
  private admitEvents(arn: string): void {
    const document = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          sid: "EventsPublish",
          actions: ["sns:Publish"],
          resources: [arn],
          principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
          condition: [
            { test: "StringEquals", variable: "aws:SourceAccount", values: [accountIdOf(this)] },
          ],
        },
      ],
    });
    new SnsTopicPolicy(this, "policy", { arn, policy: document.json });
  }

  /** @see https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-policies.html */
  private addChat(name: string, { slack, teams, provider }: ChatChannels): void {
    const role = new ServiceRole(this, "chat-role", {
      service: "chatbot.amazonaws.com",
      namePrefix: `${name.slice(0, 33)}-chat`,
      description: `Shows graphs of the alarms of ${name} in a chat`,
    });
    role.allow("read-metrics", [
      { actions: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"], resources: ["*"] },
    ]);
    const common = {
      iamRoleArn: role.arn,
      snsTopicArns: [this.arn],
      // Limits what channel members may do, whatever roles they have.
      guardrailPolicyArns: [`arn:${partitionOf(this)}:iam::aws:policy/CloudWatchReadOnlyAccess`],
      loggingLevel: "ERROR",
      provider,
      dependsOn: role.policies,
    };
    if (slack !== undefined) {
      const chat = new ChatbotSlackChannelConfiguration(this, "slack", {
        ...common,
        configurationName: `${name}-slack`,
        slackTeamId: slack.workspaceId,
        slackChannelId: slack.channelId,
      });
      this.chats.push(chat);
    }
    if (teams !== undefined) {
      const chat = new ChatbotTeamsChannelConfiguration(this, "teams", {
        ...common,
        configurationName: `${name}-teams`,
        tenantId: teams.tenantId,
        teamId: teams.teamId,
        channelId: teams.channelId,
      });
      this.chats.push(chat);
    }
  }
}
