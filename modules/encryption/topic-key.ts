import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { accountIdOf } from "../aws-lookups";
import { accountAdministers, EncryptionKey, type KeyStatement } from "./encryption-key";

export interface TopicKeyProps {
  /** Name of the key's alias, without `alias/`. */
  readonly aliasName: string;
  /** Provider of another region than the stack's. @default - the stack's */
  readonly provider?: TerraformProvider;
  /** The service that publishes to the topic. @default "cloudwatch.amazonaws.com" */
  readonly publisher?: Publisher;
}

/** A service that publishes notifications. */
export type Publisher = "cloudwatch.amazonaws.com" | "events.amazonaws.com";

/**
 * A KMS key for a topic that CloudWatch alarms or rules of EventBridge publish to. Neither can use SNS's own key, so each
 * notification would be lost silently.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class TopicKey extends EncryptionKey {
  constructor(scope: Construct, id: string, { aliasName, provider, publisher }: TopicKeyProps) {
    super(scope, id, {
      description: "Encrypts notifications of alarms",
      aliasName,
      provider,
      statements: [
        accountAdministers(scope),
        publisher === "events.amazonaws.com" ? eventsPublish : alarmsPublish(scope),
      ],
    });
  }
}

function alarmsPublish(scope: Construct): KeyStatement {
  return {
    sid: "AlarmsPublish",
    ...publishing("cloudwatch.amazonaws.com"),
    condition: [
      { test: "StringEquals", variable: "aws:SourceAccount", values: [accountIdOf(scope)] },
    ],
  };
}

function publishing(service: Publisher) {
  return {
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    principals: [{ type: "Service", identifiers: [service] }],
  };
}

/** EventBridge sends KMS no account that a condition could compare. */
const eventsPublish: KeyStatement = {
  sid: "EventsPublish",
  ...publishing("events.amazonaws.com"),
};
