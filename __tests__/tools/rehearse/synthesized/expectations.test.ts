import { expectationsOf } from "../../../../tools/rehearse/synthesized/expectations";
import { stackWith } from "../../synthesized/stack-fixture";

const record = (zone: string, name: string): Record<string, string> => ({ zone_id: zone, name });

test("expects the hosted zones that records name by their id", () => {
  const stack = stackWith({
    aws_route53_record: { alias: record("Z0123EXAMPLE", "api.dev.example.com") },
  });
  expect(expectationsOf([stack]).hostedZones).toEqual([
    { id: "Z0123EXAMPLE", name: "dev.example.com" },
  ]);
});

test("takes the domain that all records of a zone share", () => {
  const one = stackWith({ aws_route53_record: { a: record("Z1", "api.dev.example.com") } });
  const other = stackWith({ aws_route53_record: { b: record("Z1", "www.example.com") } });
  expect(expectationsOf([one, other]).hostedZones).toEqual([{ id: "Z1", name: "example.com" }]);
});

test("passes over names that Terraform computes", () => {
  const stack = stackWith({
    aws_route53_record: {
      alias: record("Z1", "api.example.com"),
      validation: record("Z1", "${each.value.name}"),
    },
  });
  expect(expectationsOf([stack]).hostedZones).toEqual([{ id: "Z1", name: "example.com" }]);
});

test("expects no zone that the stack makes itself", () => {
  const stack = stackWith({
    aws_route53_record: { own: record("${aws_route53_zone.own.zone_id}", "a.b.com") },
  });
  expect(expectationsOf([stack]).hostedZones).toEqual([]);
});
