import { CeCostAllocationTag } from "@cdktf/provider-aws/lib/ce-cost-allocation-tag";
import { Construct } from "constructs";

/** A cost allocation tag and its value. Resources with both are counted. */
export interface CostTag {
  readonly name: string;
  readonly value: string;
}

/** Receivers of cost notifications, at least one. A topic's policy must allow AWS's services to publish. */
export interface CostReceivers {
  /** @default none */
  readonly email?: string;
  /** @default none */
  readonly topicArn?: string;
}

/**
 * Makes tags cost allocation tags. Only the account that pays may, and only for tags that AWS has seen: a day after they were
 * first used.
 *
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
 */
export function activateCostTags(scope: Construct, names: readonly string[]): void {
  if (names.length === 0) return;
  const tags = new Construct(scope, "cost-allocation-tags");
  for (const tagKey of names) new CeCostAllocationTag(tags, tagKey, { tagKey, status: "Active" });
}
