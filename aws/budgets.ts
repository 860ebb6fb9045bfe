/**
 * Notifications of one budget.
 * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html (2026-11-28)
 */
export const MAX_BUDGET_NOTIFICATIONS = 10;

/** A dollar amount and a percentage of it. These limits are this project's own. */
export const budgetUsd = [1, 1_000_000_000] as const;
export const budgetPercent = [1, 1000] as const;
