import { ApiAlarms } from "../../../../modules/api/rest-api/api-alarms";
import { synth } from "../../../support/synth";

const json = synth((stack) => {
  new ApiAlarms(stack, "alarms", {
    name: "shop",
    apiName: "shop-api",
    stageName: "live",
    topicArn: "arn:topic",
  });
});
const alarm = (metric: string) =>
  json.resources("aws_cloudwatch_metric_alarm").find(({ metric_name: name }) => name === metric);

test("calls when more than one answer in twenty is a server error", () => {
  // The metric is 1 or 0 for each request, so that its average is a share from 0 to 1.
  expect(alarm("5XXError")).toMatchObject({
    statistic: "Average",
    comparison_operator: "GreaterThanThreshold",
    threshold: 0.05,
  });
});

test("calls when one answer in a hundred takes longer than 3 s", () => {
  expect(alarm("Latency")).toMatchObject({
    extended_statistic: "p99",
    comparison_operator: "GreaterThanThreshold",
    threshold: 3000,
  });
});

test("waits five minutes, and takes no requests for no trouble", () => {
  for (const one of json.resources("aws_cloudwatch_metric_alarm")) {
    expect(one).toMatchObject({
      namespace: "AWS/ApiGateway",
      dimensions: { ApiName: "shop-api", Stage: "live" },
      period: 60,
      evaluation_periods: 5,
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:topic"],
      ok_actions: ["arn:topic"],
    });
  }
});

test("has the thresholds that it is given, and says them", () => {
  const alarms = synth((stack) => {
    new ApiAlarms(stack, "alarms", {
      name: "shop",
      apiName: "shop-api",
      stageName: "live",
      topicArn: "arn:topic",
      serverErrorPercent: 2,
      latencyMs: 1500,
    });
  }).resources("aws_cloudwatch_metric_alarm");
  const said = alarms.map((each) => [
    each["metric_name"],
    each["threshold"],
    each["alarm_description"],
  ]);
  expect(said.sort()).toEqual([
    ["5XXError", 0.02, "More than 2 % of the API's answers are server errors."],
    ["Latency", 1500, "One answer in a hundred takes longer than 1.5 s."],
  ]);
});
