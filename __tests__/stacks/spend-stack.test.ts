import { dev } from "../fixtures/environments/dev";
import { running, synthEnvironments } from "../support/environments";
import type { EnvironmentSettings } from "../../settings/environment";

const email = "operations@example.com";
const topicArn = "arn:aws:sns:us-east-2:111122223333:costs";

function spendOf(changes: Partial<EnvironmentSettings>) {
  const environment = { ...running("http-scale-out", dev), ...changes };
  return synthEnvironments({ dev: environment }).stacks["spend-dev"];
}

test("an environment without a budget has no stack for it", () => {
  expect(spendOf({ notificationEmail: email })).toBeUndefined();
});

test("a budget counts what has the environment's tag, and notifies of what is spent and forecast", () => {
  const json = spendOf({ notificationEmail: email, budget: { monthlyUsd: 150 } })!;
  const notify = (type: string, threshold: number) => ({
    notification_type: type,
    comparison_operator: "GREATER_THAN",
    threshold,
    threshold_type: "PERCENTAGE",
    subscriber_email_addresses: [email],
  });
  expect(json.resource("aws_budgets_budget")).toMatchObject({
    name: "http-scale-out-dev",
    budget_type: "COST",
    time_unit: "MONTHLY",
    limit_amount: "150",
    limit_unit: "USD",
    cost_filter: [{ name: "TagKeyValue", values: ["user:Environment$dev"] }],
    notification: [notify("ACTUAL", 80), notify("ACTUAL", 100), notify("FORECASTED", 100)],
  });
  expect(json.resources("aws_ce_anomaly_monitor")).toEqual([]);
});

test("anomalies go to an address once a day, and to a topic at once", () => {
  const json = spendOf({
    notificationEmail: email,
    notifications: { topicArn },
    budget: { monthlyUsd: 150, anomalyUsd: 12.5 },
    tags: { Environment: "play" },
  })!;
  const monitor = json.resource("aws_ce_anomaly_monitor");
  expect(JSON.parse(monitor["monitor_specification"])).toEqual({
    Tags: { Key: "user:Environment", Values: ["play"] },
  });
  const subscriptions = json.resources("aws_ce_anomaly_subscription");
  expect(subscriptions.map((each) => [each["frequency"], each["subscriber"]])).toEqual([
    ["DAILY", [{ type: "EMAIL", address: email }]],
    ["IMMEDIATE", [{ type: "SNS", address: topicArn }]],
  ]);
  for (const each of subscriptions) {
    expect(each["threshold_expression"]["dimension"]["values"]).toEqual(["12.5"]);
    expect(json.referenced(each["monitor_arn_list"][0])).toBe(monitor);
  }
  expect(json.resource("aws_budgets_budget")["notification"][0]).toMatchObject({
    subscriber_email_addresses: [email],
    subscriber_sns_topic_arns: [topicArn],
  });
});

test("tags become cost allocation tags where the settings say so", () => {
  const withTags = (costAllocationTags?: string[]) =>
    spendOf({
      notificationEmail: email,
      tags: { "cost:center": "42" },
      budget: { monthlyUsd: 150, costAllocationTags },
    })!.resources("aws_ce_cost_allocation_tag");
  expect(withTags()).toEqual([]);
  expect(
    withTags(["Environment", "cost:center"]).map(
      ({ tag_key: key, status }) => [key, status] as unknown,
    ),
  ).toEqual([
    ["Environment", "Active"],
    ["cost:center", "Active"],
  ]);
});
