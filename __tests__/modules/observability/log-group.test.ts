import { LogGroup } from "../../../modules/observability/log-group";
import { synth } from "../../support/synth";

const group = { name: "/ecs/shop", retentionDays: 14 };

test("forgets events after the days given", () => {
  const resource = synth((stack) => {
    new LogGroup(stack, "logs", group);
  }).resource("aws_cloudwatch_log_group");
  expect(resource).toEqual(expect.objectContaining({ name: "/ecs/shop", retention_in_days: 14 }));
  expect(resource).not.toHaveProperty("kms_key_id");
});

test("refuses a retention that CloudWatch does not know", () => {
  expect(() =>
    synth((stack) => {
      new LogGroup(stack, "logs", { ...group, retentionDays: 10 });
    }),
  ).toThrow("`retentionDays` must be one of 0, 1, 3, 5, 7, 14");
});
