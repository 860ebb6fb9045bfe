import { compareStacks } from "../../../tools/compare/compare-stacks";

const stack = (group: string, service: string, count = 1) => ({
  resource: {
    aws_lb_target_group: { [group]: { port: 80, name_prefix: "http-" } },
    aws_ecs_service: {
      [service]: {
        desired_count: count,
        target: `\${aws_lb_target_group.${group}.arn}`,
        depends_on: [`aws_lb_target_group.${group}`],
      },
    },
  },
});

test("takes another address for no change, and what refers to it neither", () => {
  expect(compareStacks(stack("one", "shop"), stack("entry_one", "service"))).toEqual([]);
});

test("names the argument that changed, under the new address", () => {
  expect(compareStacks(stack("one", "shop"), stack("one", "service", 3))).toEqual([
    {
      kind: "changed",
      what: "aws_ecs_service",
      address: "aws_ecs_service.service",
      changes: [{ argument: "desired_count", before: 1, after: 3 }],
    },
  ]);
});

test("lists removed and new resources", () => {
  const before = { resource: { aws_eip: { a: { domain: "vpc" } } } };
  const after = { data: { aws_partition: { p: {} } } };
  expect(compareStacks(before, after)).toEqual([
    { kind: "only before", what: "aws_eip", address: "aws_eip.a", changes: [] },
    {
      kind: "only after",
      what: "data.aws_partition",
      address: "data.aws_partition.p",
      changes: [],
    },
  ]);
});

test("distinguishes two similar resources by their references", () => {
  const before = {
    resource: {
      aws_subnet: { a: { cidr: "10.0.0.0/24" }, b: { cidr: "10.0.1.0/24" } },
      aws_nat: { x: { subnet: "${aws_subnet.a.id}" }, y: { subnet: "${aws_subnet.b.id}" } },
    },
  };
  const both = { x: { subnet: "${aws_subnet.a.id}" }, y: { subnet: "${aws_subnet.a.id}" } };
  const after = { resource: { ...before.resource, aws_nat: both } };
  expect(compareStacks(before, before)).toEqual([]);
  expect(compareStacks(before, after)).not.toEqual([]);
});
