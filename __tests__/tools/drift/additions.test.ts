import { driftIn } from "../../../tools/drift/drift";
import type { StateResource, Values } from "../../../tools/rehearse/terraform/plan";
import type { Block } from "../../../tools/synthesized/fields";
import { StackJson } from "../../../tools/synthesized/stack-json";

const resource = (address: string, values: Values): StateResource => ({
  address,
  mode: "managed",
  type: address.split(".")[0] ?? "",
  values,
});

/** What was added to the first resource, which the stack writes like this. */
function added(resources: readonly StateResource[], block: Block = {}) {
  const [type = "", name = ""] = (resources[0]?.address ?? "").split(".");
  const json = new StackJson({ resource: { [type]: { [name]: block } } });
  const found = driftIn({ prior_state: { values: { root_module: { resources } } } }, json);
  for (const { address, change } of found)
    expect([address, change]).toEqual([resources[0]?.address, "added"]);
  const attributes = found.flatMap((each) => each.attributes);
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, attribute.after]));
}

const NO_PEERS = {
  cidr_blocks: [],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
};
const tcp = (from: number, to: number, peers: Values) => ({
  ...NO_PEERS,
  protocol: "tcp",
  from_port: from,
  to_port: to,
  description: "",
  ...peers,
});

const group = (rules: Values) =>
  resource("aws_security_group.web", { id: "sg-1", ingress: [], egress: [], ...rules });
const rule = (direction: string, values: Values) =>
  resource(`aws_vpc_security_group_${direction}_rule.a`, { security_group_id: "sg-1", ...values });
const olderRule = (values: Values) =>
  resource("aws_security_group_rule.a", { ...NO_PEERS, security_group_id: "sg-1", ...values });

describe("of a security group", () => {
  test("each rule that no resource accounts for is named", () => {
    const rules = group({
      ingress: [
        tcp(22, 22, { cidr_blocks: ["0.0.0.0/0", "10.0.0.0/8"], security_groups: ["sg-2"] }),
      ],
      egress: [{ ...NO_PEERS, protocol: "-1", from_port: 0, to_port: 0, self: true }],
    });
    expect(added([rules])).toEqual({
      ingress: ["tcp 22 from 0.0.0.0/0", "tcp 22 from 10.0.0.0/8", "tcp 22 from sg-2"],
      egress: ["all to sg-1"],
    });
  });

  test.each<[string, object, StateResource]>([
    [
      "an IPv4 block",
      tcp(80, 90, { cidr_blocks: ["10.0.0.0/8"] }),
      rule("ingress", { ip_protocol: "tcp", from_port: 80, to_port: 90, cidr_ipv4: "10.0.0.0/8" }),
    ],
    [
      "an IPv6 block",
      tcp(443, 443, { ipv6_cidr_blocks: ["fd00::/8"] }),
      rule("ingress", { ip_protocol: "6", from_port: 443, to_port: 443, cidr_ipv6: "FD00::/8" }),
    ],
    [
      "a prefix list",
      tcp(443, 443, { prefix_list_ids: ["pl-1"] }),
      rule("ingress", { ip_protocol: "tcp", from_port: 443, to_port: 443, prefix_list_id: "pl-1" }),
    ],
    [
      "a group of another account",
      tcp(443, 443, { security_groups: ["123456789012/sg-2"] }),
      rule("ingress", {
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        referenced_security_group_id: "sg-2",
      }),
    ],
    [
      "the group itself",
      tcp(443, 443, { self: true }),
      rule("ingress", {
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        referenced_security_group_id: "sg-1",
      }),
    ],
    [
      "all protocols",
      { ...tcp(0, 0, { cidr_blocks: ["10.0.0.0/8"] }), protocol: "-1" },
      rule("ingress", { ip_protocol: "-1", from_port: null, cidr_ipv4: "10.0.0.0/8" }),
    ],
    [
      "ICMP of any type",
      { ...tcp(-1, -1, { cidr_blocks: ["10.0.0.0/8"] }), protocol: "icmp" },
      rule("ingress", {
        ip_protocol: "icmp",
        from_port: -1,
        to_port: -1,
        cidr_ipv4: "10.0.0.0/8",
      }),
    ],
    [
      "a rule of the older kind",
      tcp(443, 443, { cidr_blocks: ["10.0.0.0/8"] }),
      olderRule({
        type: "ingress",
        protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_blocks: ["10.0.0.0/8"],
      }),
    ],
    [
      "a rule of the older kind for a group",
      tcp(443, 443, { security_groups: ["sg-2"] }),
      olderRule({
        type: "ingress",
        protocol: "tcp",
        from_port: 443,
        to_port: 443,
        source_security_group_id: "sg-2",
      }),
    ],
  ])("a rule resource accounts for %s, in its direction and for its group only", (_, live, by) => {
    expect(added([group({ ingress: [live] }), by])).toEqual({});
    expect(Object.keys(added([group({ egress: [live] }), by]))).toEqual(["egress"]);
    const another = { ...by, values: { ...by.values, security_group_id: "sg-9" } };
    expect(Object.keys(added([group({ ingress: [live] }), another]))).toEqual(["ingress"]);
  });

  test("another port or protocol is another rule", () => {
    const peer = { cidr_blocks: ["10.0.0.0/8"] };
    const by = rule("ingress", {
      ip_protocol: "tcp",
      from_port: 80,
      to_port: 80,
      cidr_ipv4: "10.0.0.0/8",
    });
    for (const other of [
      tcp(80, 81, peer),
      tcp(79, 80, peer),
      { ...tcp(80, 80, peer), protocol: "udp" },
    ]) {
      expect(Object.keys(added([group({ ingress: [other] }), by]))).toEqual(["ingress"]);
    }
  });

  test("inline rules are compared by Terraform, and what it ignores is ignored", () => {
    const rules = group({ ingress: [tcp(22, 22, { cidr_blocks: ["0.0.0.0/0"] })] });
    expect(added([rules], { ingress: [] })).toEqual({});
    expect(added([rules], { lifecycle: { ignore_changes: ["ingress"] } })).toEqual({});
    expect(added([rules], { egress: [] })).toHaveProperty("ingress");
  });
});

describe("of a role", () => {
  const role = resource("aws_iam_role.web", {
    name: "web",
    managed_policy_arns: ["arn:a", "arn:b"],
    inline_policy: [{ name: "one" }, { name: "two" }, { name: "" }],
  });
  const attachment = (policy: string, to = "web") =>
    resource("aws_iam_role_policy_attachment.a", { role: to, policy_arn: policy });
  const inline = (name: string, to = "web") =>
    resource("aws_iam_role_policy.a", { role: to, name });

  test("each policy that no resource attaches is named", () => {
    const elsewhere = [attachment("arn:b", "other"), inline("two", "other")];
    expect(added([role, attachment("arn:a"), inline("one"), ...elsewhere])).toEqual({
      managed_policy_arns: ["arn:b"],
      inline_policy: ["two"],
    });
  });

  test("resources account for all of them", () => {
    const both = resource("aws_iam_policy_attachment.a", { roles: ["web"], policy_arn: "arn:b" });
    const policies = [attachment("arn:a"), both, inline("one"), inline("two")];
    expect(added([role, ...policies])).toEqual({});
    expect(added([role], { managed_policy_arns: [], inline_policy: [] })).toEqual({});
  });
});
