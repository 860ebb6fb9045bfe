import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { ChatbotTeamsChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-teams-channel-configuration";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { ServiceRole } from "../identity/service-role";
import { TopicKey } from "./topic-key";

export interface NotificationTopicProps {
  /** Name of what is notified about, unique in the account. */
  readonly name: string;
  /** ARN of an existing topic that is notified in place of one of its own. @default one of its own, encrypted */
  readonly existingTopicArn?: string;
  /** Receives a message to confirm first; until then nothing is sent. @default none */
  readonly email?: string;
  /** @default none */
  readonly chat?: ChatChannels;
}

/** Channels of Amazon Q Developer in chat applications, which is authorized for the workspace or team in its console. */
export interface ChatChannels {
  /** @default none */
  readonly slack?: { readonly workspaceId: string; readonly channelId: string };
  /** @default none */
  readonly teams?: {
    readonly tenantId: string;
    readonly teamId: string;
    readonly channelId: string;
  };
  /** Provider of the region whose API creates the configuration. */
  readonly provider?: AwsProvider;
}

/** Where alarms go that a person should know of. */
export class NotificationTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: NotificationTopicProps) {
    super(scope, id);
    this.arn = props.existingTopicArn ?? this.addTopic(props.name);
    if (props.email !== undefined) {
      new SnsTopicSubscription(this, "email", {
        topicArn: this.arn,
        protocol: "email",
        endpoint: props.email,
      });
    }
    if (props.chat !== undefined) this.addChat(props.name, props.chat);
  }

  private addTopic(name: string): string {
    const key = new TopicKey(this, "key", { aliasName: `${name}-notifications` });
    return new SnsTopic(this, "Default", {
      // Terraform adds a unique end.
      namePrefix: `${name}-`,
      kmsMasterKeyId: key.arn,
    }).arn;
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
      // What anyone in the channel may do, whatever roles they have.
      guardrailPolicyArns: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
      loggingLevel: "ERROR",
      provider,
      dependsOn: role.policies,
    };
    if (slack !== undefined) {
      new ChatbotSlackChannelConfiguration(this, "slack", {
        ...common,
        configurationName: `${name}-slack`,
        slackTeamId: slack.workspaceId,
        slackChannelId: slack.channelId,
      });
    }
    if (teams !== undefined) {
      new ChatbotTeamsChannelConfiguration(this, "teams", {
        ...common,
        configurationName: `${name}-teams`,
        tenantId: teams.tenantId,
        teamId: teams.teamId,
        channelId: teams.channelId,
      });
    }
  }
}
