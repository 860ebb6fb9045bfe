import { budgetPercent, budgetUsd } from "../../aws/budgets";
import { budgetNotifies } from "../rules/budget";
import { list, number, settings, wholeNumber } from "./fields";

/** Percentages of the budget, each of which is a notification. */
function percentages() {
  return list(wholeNumber(...budgetPercent), "percentages", 0, 5);
}

/**
 * What the environment may cost a month. AWS counts what has the tag `Environment`, once that is a cost allocation tag of
 * the account: docs/how-to/spend.md.
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 */
export const budget = settings({
  /**
   * The number of US dollars a month.
   * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Spend.html
   */
  monthlyUsd: number(...budgetUsd),
  /** Percentages of it that notify when they are spent. @default [80, 100] */
  actualPercents: percentages().default([80, 100]),
  /** Percentages of it that notify when AWS expects them by the end of the month. @default [100] */
  forecastPercents: percentages().default([100]),
  /**
   * Anomalies that cost at least this number of US dollars notify as well. @default no anomaly detection
   * @see https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html
   */
  anomalyUsd: number(...budgetUsd).optional(),
}).check(budgetNotifies);
