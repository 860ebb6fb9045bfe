import type { Construct } from "constructs";
import { activateCostTags } from "../../modules/spend/cost-tag";
import { CostAnomalies } from "../../modules/spend/cost-anomalies";
import { MonthlyBudget } from "../../modules/spend/monthly-budget";
import type { Environment } from "../../settings/environment";
import { SystemStack } from "../system-stack";

/** What watches the cost of an environment: its budget, and anomalies. Both are resources of the account, without a region. */
export class SpendStack extends SystemStack {
  constructor(
    scope: Construct,
    environment: Environment,
    { anomalyUsd, costAllocationTags, ...budget }: NonNullable<Environment["budget"]>,
  ) {
    super(scope, environment, "spend");
    const { notificationEmail: email, notifications } = environment;
    const common = {
      name: `http-scale-out-${environment.name}`,
      // A user may have given the tag another value.
      tag: { name: "Environment", value: this.allTags.Environment ?? environment.name },
      receivers: { email, topicArn: notifications?.topicArn },
    };
    activateCostTags(this, costAllocationTags);
    new MonthlyBudget(this, "budget", { ...common, ...budget });
    if (anomalyUsd !== undefined) {
      new CostAnomalies(this, "anomalies", { ...common, atLeastUsd: anomalyUsd });
    }
  }
}
