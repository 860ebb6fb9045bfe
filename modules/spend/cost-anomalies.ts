import { CeAnomalyMonitor } from "@cdktf/provider-aws/lib/ce-anomaly-monitor";
import { CeAnomalySubscription } from "@cdktf/provider-aws/lib/ce-anomaly-subscription";
import { Construct } from "constructs";
import type { CostReceivers, CostTag } from "./cost-tag";

export interface CostAnomaliesProps {
  readonly name: string;
  /** The monitored costs. */
  readonly tag: CostTag;
  /** Minimum cost of an anomaly for a notification. */
  readonly atLeastUsd: number;
  readonly receivers: CostReceivers;
}

/**
 * Detects anomalies in the cost of all resources with a tag. AWS needs about ten days to learn the usual cost.
 *
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html
 */
export class CostAnomalies extends Construct {
  private readonly monitor: CeAnomalyMonitor;

  constructor(scope: Construct, id: string, props: CostAnomaliesProps) {
    super(scope, id);
    this.monitor = new CeAnomalyMonitor(this, "Default", {
      name: props.name,
      monitorType: "CUSTOM",
      monitorSpecification: JSON.stringify({
        Tags: { Key: `user:${props.tag.name}`, Values: [props.tag.value] },
      }),
    });
    const { email, topicArn } = props.receivers;
    // AWS sends individual messages only to topics. E-mail addresses get one summary per day.
    if (email !== undefined) this.subscribe("email", "DAILY", email, props);
    if (topicArn !== undefined) this.subscribe("topic", "IMMEDIATE", topicArn, props);
  }

  private subscribe(
    id: "email" | "topic",
    frequency: string,
    address: string,
    { name, atLeastUsd }: CostAnomaliesProps,
  ): void {
    new CeAnomalySubscription(this, id, {
      name: `${name}-${id}`,
      frequency,
      monitorArnList: [this.monitor.arn],
      subscriber: [{ type: id === "email" ? "EMAIL" : "SNS", address }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: [`${atLeastUsd}`],
        },
      },
    });
  }
}
