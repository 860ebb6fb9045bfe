import { NotificationTopic } from "../../../modules/observability/notification-topic";
import { ServiceAlarms } from "../../../modules/observability/service-alarms";
import { synth } from "../../support/synth";

const json = synth((stack) => {
  const topic = new NotificationTopic(stack, "topic", {
    name: "shop",
    email: "operations@example.com",
  });
  new ServiceAlarms(stack, "alarms", {
    name: "shop",
    topicArn: topic.arn,
    loadBalancerArnSuffix: "app/shop/1",
    targetGroupArnSuffix: "targetgroup/shop/2",
  });
});
const alarms = json.resources("aws_cloudwatch_metric_alarm");
const dimensions = { LoadBalancer: "app/shop/1", TargetGroup: "targetgroup/shop/2" };

test("writes to a person", () => {
  expect(json.resource("aws_sns_topic_subscription")).toMatchObject({
    protocol: "email",
    endpoint: "operations@example.com",
  });
});

test("calls when trouble begins and when it ends, through the topic", () => {
  expect(alarms).toHaveLength(2);
  for (const alarm of alarms) {
    const [action] = alarm["alarm_actions"] as string[];
    expect(json.referenced(action!)).toBe(json.resource("aws_sns_topic"));
    expect(alarm["ok_actions"]).toEqual(alarm["alarm_actions"]);
    expect(alarm["treat_missing_data"]).toBe("notBreaching");
  }
  expect(new Set(alarms.map((alarm) => alarm["alarm_name"] as string)).size).toBe(2);
});

test("watches the service's own targets for failing health checks", () => {
  expect(alarms.find((alarm) => alarm["metric_name"] === "UnHealthyHostCount")).toMatchObject({
    namespace: "AWS/ApplicationELB",
    dimensions,
    // Every point of the minute: a target that failed for a moment is no trouble.
    statistic: "Minimum",
    period: 60,
    evaluation_periods: 5,
    comparison_operator: "GreaterThanThreshold",
    threshold: 0,
  });
});

test("watches the share of server errors, not their number", () => {
  const share = alarms.find((alarm) => alarm["metric_query"] !== undefined)!;
  const queries = share["metric_query"] as Record<string, any>[];
  expect(queries.find(({ return_data: returned }) => returned)!["expression"]).toBe(
    "100 * errors / requests",
  );
  const metrics = queries.flatMap(({ metric }) => (metric === undefined ? [] : [metric]));
  expect(metrics.map(({ metric_name: name }) => name as string).sort()).toEqual([
    "HTTPCode_Target_5XX_Count",
    "RequestCount",
  ]);
  for (const metric of metrics) expect(metric.dimensions).toEqual(dimensions);
  for (const metric of metrics) expect(metric).toMatchObject({ stat: "Sum", period: 60 });
  expect(share).toMatchObject({ comparison_operator: "GreaterThanThreshold", threshold: 5 });
});
