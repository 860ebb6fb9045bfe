import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { accountIdOf } from "../aws-lookups";
import { resolved, resolvedJson } from "../resolved-json";
import type { KeyStatement } from "./encryption-key";

/**
 * Who publishes to a topic that a resource of a type names. EventBridge and the notifications of developer tools send no
 * account to KMS, so a condition on it would lose their messages.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html
 */
const PUBLISHERS: Readonly<Record<string, { service: string; sendsAccount: boolean }>> = {
  aws_budgets_budget: { service: "budgets", sendsAccount: true },
  aws_ce_anomaly_subscription: { service: "costalerts", sendsAccount: true },
  aws_cloudwatch_composite_alarm: { service: "cloudwatch", sendsAccount: true },
  aws_cloudwatch_event_target: { service: "events", sendsAccount: false },
  aws_cloudwatch_metric_alarm: { service: "cloudwatch", sendsAccount: true },
  aws_codestarnotifications_notification_rule: {
    service: "codestar-notifications",
    sendsAccount: false,
  },
};

/** The services that send messages to a topic, as found in its stack. */
export function publishersUse(scope: Construct, topic: SnsTopic): KeyStatement[] {
  const stack = TerraformStack.of(topic);
  const arn = String(resolved(topic, topic.arn));
  const publishers = stack.node.findAll().flatMap((each) => {
    if (!TerraformResource.isTerraformResource(each)) return [];
    const publisher = PUBLISHERS[each.terraformResourceType];
    const names = publisher !== undefined && JSON.stringify(resolvedJson(each)).includes(arn);
    return names ? [publisher] : [];
  });
  const byService = new Map(publishers.map((each) => [each.service, each]));
  return [...byService.values()].map(({ service, sendsAccount }) => ({
    sid: sidOf(service),
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    principals: [{ type: "Service", identifiers: [`${service}.amazonaws.com`] }],
    condition: sendsAccount
      ? [{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountIdOf(scope)] }]
      : undefined,
  }));
}

/** A statement's name has letters and digits only. */
export function sidOf(service: string): string {
  return `${service.replaceAll(/\W/g, "")}UsesKey`;
}
