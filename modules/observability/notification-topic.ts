import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";

export interface NotificationTopicProps {
  /** Start of the topic's name; Terraform adds a unique end. */
  readonly namePrefix: string;
  /** Receives a message to confirm first; until then nothing is sent. */
  readonly email: string;
}

/** Where alarms go that a person should know of. */
export class NotificationTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: NotificationTopicProps) {
    super(scope, id);
    this.arn = new SnsTopic(this, "Default", { namePrefix: props.namePrefix }).arn;
    new SnsTopicSubscription(this, "email", {
      topicArn: this.arn,
      protocol: "email",
      endpoint: props.email,
    });
  }
}
