import { budgetPercent, budgetUsd } from "../../../aws/budgets";
import { tags } from "../../../aws/names";
import { budgetNotifies } from "../../rules/operations/budget";
import { list, number, settings, text, wholeNumber } from "../fields";

const { maxName: maxTagName, text: tagText } = tags;

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
   * USD a month.
   * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Spend.html
   */
  monthlyUsd: number(...budgetUsd),
  /** Percentages of it that notify when they are spent. @default [80, 100] */
  actualPercents: percentages().default([80, 100]),
  /** Percentages of it that notify when AWS expects them by the end of the month. @default [100] */
  forecastPercents: percentages().default([100]),
  /**
   * Anomalies that cost at least so many USD notify as well.
   * @default no anomaly detection
   * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html
   */
  anomalyUsd: number(...budgetUsd).optional(),
  /**
   * Tags of this project that are made cost allocation tags, by which budgets and bills can be split: for one environment in an
   * account that pays for itself, or for others, a day after AWS has seen the tags. A destroy makes them inactive for all.
   * @default none: activate them by hand (docs/how-to/spend.md)
   * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
   */
  costAllocationTags: list(
    text(
      "must be the name of a tag: 1 to 128 letters, digits, spaces and _.:/=+@-",
      (name) => name.length >= 1 && name.length <= maxTagName && tagText.test(name),
    ),
    "tags",
    0,
    20,
  ).default([]),
}).check(budgetNotifies);
