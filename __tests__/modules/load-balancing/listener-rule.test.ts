import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { TerraformStack } from "cdktf";
import {
  ListenerRule,
  type ListenerRuleProps,
} from "../../../modules/load-balancing/listener-rule";
import { TargetGroup } from "../../../modules/load-balancing/target-group";
import { synth } from "../../support/synth";

type Change = (groups: {
  readonly blue: TargetGroup;
  readonly green: TargetGroup;
}) => Partial<ListenerRuleProps>;

const synthRule = (change: Change = () => ({})) =>
  synth((stack) => {
    const groups = { blue: group(stack, "blue"), green: group(stack, "green") };
    const listener = new LbListener(stack, "listener", {
      loadBalancerArn: "arn:balancer",
      port: 80,
      defaultAction: [],
    });
    new ListenerRule(stack, "rule", {
      listener,
      priority: 10,
      paths: ["/talk", "/talk/*"],
      targets: [{ targetGroup: groups.blue, weight: 1 }],
      ...change(groups),
    });
  }).resource("aws_lb_listener_rule");

function group(stack: TerraformStack, id: string): TargetGroup {
  return new TargetGroup(stack, id, {
    vpcId: "vpc-1",
    namePrefix: "http-",
    targetType: "instance",
  });
}

test("forwards paths to one target group", () => {
  expect(synthRule()).toMatchObject({
    listener_arn: "${aws_lb_listener.listener.arn}",
    priority: 10,
    condition: [{ path_pattern: { values: ["/talk", "/talk/*"] } }],
    action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.blue.arn}" }],
  });
  expect(synthRule().lifecycle).toBeUndefined();
});

test("shares requests between target groups by weight, 0 included", () => {
  const rule = synthRule(({ blue, green }) => ({
    targets: [
      { targetGroup: blue, weight: 100 },
      { targetGroup: green, weight: 0 },
    ],
  }));
  expect(rule.action).toEqual([
    {
      type: "forward",
      forward: {
        target_group: [
          { arn: "${aws_lb_target_group.blue.arn}", weight: 100 },
          { arn: "${aws_lb_target_group.green.arn}", weight: 0 },
        ],
      },
    },
  ]);
});

test("asks for a header beside the path", () => {
  const rule = synthRule(() => ({ header: { name: "x-color", value: "green" } }));
  expect(rule.condition).toEqual([
    { path_pattern: { values: ["/talk", "/talk/*"] } },
    { http_header: { http_header_name: "x-color", values: ["green"] } },
  ]);
});

test("leaves weights alone that deployments shift", () => {
  const rule = synthRule(() => ({ leaveWeightsToDeployments: true }));
  expect(rule.lifecycle).toEqual({ ignore_changes: ["action"] });
});

test.each<[string, Change, RegExp]>([
  ["priority 0", () => ({ priority: 0 }), /`priority` must be from 1 to 50000, got 0/],
  ["no path", () => ({ paths: [] }), /`paths` must have at least one entry/],
  [
    "six values",
    () => ({ paths: ["/a", "/b", "/c", "/d", "/e"], header: { name: "x", value: "y" } }),
    /at most 5 values together, got 6/,
  ],
  ["no target", () => ({ targets: [] }), /`targets` must be 1 to 5 target groups, got 0/],
  [
    "a weight above 999",
    ({ blue }) => ({ targets: [{ targetGroup: blue, weight: 1000 }] }),
    /`targets\[0\]\.weight` must be from 0 to 999, got 1000/,
  ],
])("rejects %s", (_, change, message) => {
  expect(() => synthRule(change)).toThrow(message);
});

test("error if clients would stick to the targets of two groups", () => {
  expect(() =>
    synthRule(({ blue, green }) => ({
      targets: [
        { targetGroup: Object.assign(blue, { isSticky: true }), weight: 100 },
        { targetGroup: green, weight: 0 },
      ],
    })),
  ).toThrow("`targets` must be one group where it has `stickiness`");
});
