import {
  unexpectedChanges,
  usersOfDeferredReads,
} from "../../../../tools/rehearse/life/expected-changes";
import { settingsChangeOf } from "../../../../tools/rehearse/life/settings-change";
import { StackJson } from "../../../../tools/synthesized/stack-json";

const stack = new StackJson({
  variable: { image_tag: {} },
  resource: {
    aws_appautoscaling_target: {
      web: { max_capacity: 8, min_capacity: 2 },
      green: { max_capacity: "${var.on ? 8 : 0}" },
    },
    aws_autoscaling_group: {
      nodes: { max_size: 4, version: "${aws_launch_template.nodes.latest_version}" },
      others: { name: "${aws_launch_template.nodes.name}" },
    },
    aws_launch_template: { nodes: { block_device_mappings: [{ ebs: { volume_size: 30 } }] } },
    aws_ecs_task_definition: { web: { container: "${jsonencode([var.image_tag])}" } },
    aws_ecs_service: {
      web: { task_definition: "${aws_ecs_task_definition.web.arn}" },
      "web-2": { task_definition: "${aws_ecs_task_definition.web-2.arn}" },
    },
  },
});

const { json, variables, expected } = settingsChangeOf(stack, { image_tag: "1.0.0" });

test("raises figures as a new synth would, numbers and expressions", () => {
  expect(json.resources("aws_appautoscaling_target")).toEqual({
    web: { max_capacity: 9, min_capacity: 2 },
    green: { max_capacity: "${(var.on ? 8 : 0) + 1}" },
  });
  expect(json.resources("aws_launch_template").nodes).toEqual({
    block_device_mappings: [{ ebs: { volume_size: 31 } }],
  });
  expect(stack.resources("aws_autoscaling_group").nodes!.max_size).toBe(4);
});

test("gives a new image tag to a stack that has one", () => {
  expect(variables.image_tag).not.toBe("1.0.0");
  expect(settingsChangeOf(new StackJson({}), {})).toMatchObject({ variables: {} });
});

test("expects what was changed and what follows, by address, and nothing beside it", () => {
  expect(Object.fromEntries(expected)).toEqual({
    "aws_appautoscaling_target.web": "update",
    "aws_appautoscaling_target.green": "update",
    "aws_autoscaling_group.nodes": "update",
    "aws_launch_template.nodes": "update",
    "aws_ecs_task_definition.web": "replace",
    "aws_ecs_service.web": "update",
  });
});

test("a plan differs by surplus changes, missing changes and other actions", () => {
  const plan = {
    changes: [
      { address: "aws_a.one", action: "update" },
      { address: "aws_a.two", action: "replace" },
      { address: "aws_a.three", action: "delete" },
      { address: "data.aws_a.four", action: "read" },
      { address: "output.url", action: "update" },
    ],
  };
  const wanted = new Map(["one", "two", "five"].map((name) => [`aws_a.${name}`, "update"]));
  expect(unexpectedChanges(plan, wanted)).toEqual([
    "aws_a.two: planned replace, expected update",
    "aws_a.three: planned delete, expected no change",
    "aws_a.five: planned no change, expected update",
  ]);
});

test("what reads a changing resource only during the apply may make its users change", () => {
  const logs = new StackJson({
    data: {
      aws_iam_policy_document: {
        logs: { statement: [{ resources: ["${aws_s3_bucket.logs.arn}/*"] }] },
        more: { source: "${data.aws_iam_policy_document.logs.json}" },
        other: { statement: [] },
      },
    },
    resource: {
      aws_s3_bucket: { logs: {} },
      aws_s3_bucket_policy: { logs: { policy: "${data.aws_iam_policy_document.more.json}" } },
      aws_sns_topic: { other: { policy: "${data.aws_iam_policy_document.other.json}" } },
    },
  });
  const users = usersOfDeferredReads(logs, ["aws_s3_bucket.logs"]);
  expect([...users]).toEqual(["aws_s3_bucket_policy.logs"]);
  const plan = (action: string) => ({
    changes: [{ address: "aws_s3_bucket_policy.logs", action }],
  });
  expect(unexpectedChanges(plan("update"), new Map(), users)).toEqual([]);
  expect(unexpectedChanges(plan("replace"), new Map(), users)).toHaveLength(1);
});

test.each([["max_capacity"], "all"])(
  "[2026-11 C15] expects no change of bounds that a schedule owns: ignore_changes %j",
  (ignored) => {
    const target = { max_capacity: 8, lifecycle: { ignore_changes: ignored } };
    const scheduled = new StackJson({ resource: { aws_appautoscaling_target: { web: target } } });
    const change = settingsChangeOf(scheduled, {});
    expect(change.json.json).toEqual(scheduled.json);
    expect([...change.expected]).toEqual([]);
  },
);
