import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";
import { MAX_BUDGET_NOTIFICATIONS } from "../../aws/budgets";
import { validate } from "../validation";
import type { CostReceivers, CostTag } from "./cost-tag";

export interface MonthlyBudgetProps {
  /** Unique in the account. */
  readonly name: string;
  readonly monthlyUsd: number;
  /** The costs that count towards it. */
  readonly tag: CostTag;
  /** Percentages of actual spend that notify. */
  readonly actualPercents: readonly number[];
  /** Percentages of forecasted spend for the month that notify. */
  readonly forecastPercents: readonly number[];
  readonly receivers: CostReceivers;
}

/**
 * A budget for all resources with a tag. Budgets have no region.
 *
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, props: MonthlyBudgetProps) {
    super(scope, id);
    const notifications = [
      ...props.actualPercents.map((percent) => ({ percent, of: "ACTUAL" })),
      ...props.forecastPercents.map((percent) => ({ percent, of: "FORECASTED" })),
    ];
    validate(this, () =>
      notifications.length <= MAX_BUDGET_NOTIFICATIONS
        ? undefined
        : `\`actualPercents\` and \`forecastPercents\` must have at most ${MAX_BUDGET_NOTIFICATIONS} together, got ${notifications.length}.`,
    );
    const { email, topicArn } = props.receivers;
    new BudgetsBudget(this, "Default", {
      name: props.name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: `${props.monthlyUsd}`,
      limitUnit: "USD",
      costFilter: [{ name: "TagKeyValue", values: [`user:${props.tag.name}$${props.tag.value}`] }],
      notification: notifications.map(({ percent, of }) => ({
        notificationType: of,
        comparisonOperator: "GREATER_THAN",
        threshold: percent,
        thresholdType: "PERCENTAGE",
        subscriberEmailAddresses: email === undefined ? undefined : [email],
        subscriberSnsTopicArns: topicArn === undefined ? undefined : [topicArn],
      })),
    });
  }
}
