import { since, sortLeftovers } from "../../../../tools/rehearse/life/leftovers";
import { stackWith } from "../../synthesized/stack-fixture";

const inventory = { "ecs.TaskDefinition": ["1"], "ec2.VPC": ["vpc-1"] };

test("what a stack says is to stay was not left behind", () => {
  const stack = stackWith({ aws_ecs_task_definition: { task: { skip_destroy: true } } });
  expect(sortLeftovers(inventory, [stack])).toEqual({
    kept: { "ecs.TaskDefinition": ["1"] },
    leftBehind: { "ec2.VPC": ["vpc-1"] },
  });
});

test("everything was left behind where no stack says so", () => {
  const stack = stackWith({ aws_ecs_task_definition: { task: {} } });
  expect(sortLeftovers(inventory, [stack])).toEqual({ kept: {}, leftBehind: inventory });
});

test("[2026-11 survivors] sees another one of a kind that was there before", () => {
  const before = { "ec2.VPC": ["vpc-1"], "sns.Topic": ["alarms"] };
  const now = { "ec2.VPC": ["vpc-1", "vpc-2"], "sns.Topic": ["alarms"] };
  expect(since(before, now)).toEqual({ "ec2.VPC": ["vpc-2"] });
});
