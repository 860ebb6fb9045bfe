import { DatabaseAlarms } from "../../../modules/data/database-alarms";
import { synth } from "../../support/synth";

const json = synth((stack) => {
  new DatabaseAlarms(stack, "alarms", {
    name: "shop",
    identifier: "shop-db",
    storageGiB: 50,
    topicArn: "arn:topic",
  });
});
const alarm = (metric: string) =>
  json.resources("aws_cloudwatch_metric_alarm").find(({ metric_name: name }) => name === metric);

test("calls when less than a tenth of the storage is free, which RDS counts in bytes of GiB", () => {
  expect(alarm("FreeStorageSpace")).toMatchObject({
    statistic: "Average",
    comparison_operator: "LessThanThreshold",
    threshold: 5 * 1024 ** 3,
  });
});

test("calls when the processor is busy", () => {
  expect(alarm("CPUUtilization")).toMatchObject({
    statistic: "Average",
    comparison_operator: "GreaterThanThreshold",
    threshold: 80,
  });
});

test("calls after a quarter of an hour, also when the database sends no metric", () => {
  for (const one of json.resources("aws_cloudwatch_metric_alarm")) {
    expect(one).toMatchObject({
      namespace: "AWS/RDS",
      dimensions: { DBInstanceIdentifier: "shop-db" },
      period: 300,
      evaluation_periods: 3,
      treat_missing_data: "breaching",
      alarm_actions: ["arn:topic"],
      ok_actions: ["arn:topic"],
    });
  }
});
