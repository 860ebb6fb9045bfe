import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from "../../../modules/load-balancing/load-balancer";
import { createNetwork, type NetworkProps } from "../../../modules/network/create-network";
import { SecurityGroup } from "../../../modules/network/security-group";
import { synth } from "../../support/synth";

type Props = Omit<ApplicationLoadBalancerProps, "name" | "network"> & {
  readonly name?: string;
  readonly where?: NetworkProps;
};

function balancer({ where = { kind: "default-vpc" }, ...props }: Props = {}) {
  return synth((stack) => {
    const network = createNetwork(stack, "network", where);
    const lb = new ApplicationLoadBalancer(stack, "lb", { name: "ecs-lb", network, ...props });
    lb.admitClients(80);
    const { vpcId } = network;
    const nodes = { vpcId, namePrefix: "nodes-", description: "Nodes" };
    const securityGroup = new SecurityGroup(stack, "nodes", nodes);
    const portsFor = () => ({ from: 32768, to: 60999 });
    // Twice, as by two services: one rule is enough.
    for (const port of [80, 8080]) lb.reach({ securityGroup, portsFor }, port);
  });
}

type Json = ReturnType<typeof balancer>;
/** Ingress rules of the balancer's own group: those of the nodes refer to it. */
const clientRules = (json: Json) =>
  json
    .resources("aws_vpc_security_group_ingress_rule")
    .filter((rule) => rule.referenced_security_group_id === undefined);

describe("application load balancer", () => {
  it("[http-scale-out 16] is public, over three subnets, and kept from deletion", () => {
    const json = balancer();
    const lb = json.resource("aws_lb");
    expect(lb).toMatchObject({
      name: "ecs-lb",
      load_balancer_type: "application",
      internal: false,
      enable_deletion_protection: true,
      idle_timeout: 60,
      ip_address_type: "ipv4",
    });
    expect(new Set(lb.subnets as string[]).size).toBe(3);
  });

  it("[ELB.6] can be deleted only when told so", () => {
    const lb = balancer({ deletionProtection: false }).resource("aws_lb");
    expect(lb.enable_deletion_protection).toBe(false);
  });

  it("[ELB.4, ELB.12] drops invalid headers and defends against desync", () => {
    expect(balancer().resource("aws_lb")).toMatchObject({
      drop_invalid_header_fields: true,
      desync_mitigation_mode: "defensive",
    });
  });

  it("[http-scale-out 19] admits TCP 80 from 0.0.0.0/0 and nothing else", () => {
    const json = balancer();
    const [rule, ...others] = clientRules(json);
    expect(others).toHaveLength(0);
    expect(rule).toMatchObject({
      cidr_ipv4: "0.0.0.0/0",
      ip_protocol: "tcp",
      from_port: 80,
      to_port: 80,
    });
    const [groupId, ...otherGroups] = json.resource("aws_lb").security_groups as string[];
    expect(otherGroups).toHaveLength(0);
    expect(rule?.security_group_id).toBe(groupId);
  });

  it("[http-scale-out 21] goes out only to the nodes' group, on 32768-60999", () => {
    const json = balancer();
    const rule = json.resource("aws_vpc_security_group_egress_rule");
    expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: 32768, to_port: 60999 });
    expect(rule.cidr_ipv4).toBeUndefined();
    expect([rule.security_group_id]).toEqual(json.resource("aws_lb").security_groups);
    expect(json.referenced(rule.referenced_security_group_id).name_prefix).toBe("nodes-");
  });

  it("stands in the private subnets and admits nobody by itself when internal", () => {
    const own = { kind: "own", zoneCount: 2, nat: "none" } as const;
    const json = balancer({ where: own, internal: true });
    const lb = json.resource("aws_lb");
    expect(lb.internal).toBe(true);
    const cidrs = (lb.subnets as string[]).map((id) => json.referenced(id).cidr_block);
    expect(cidrs).toEqual(["10.0.100.0/24", "10.0.101.0/24"]);
    expect(clientRules(json).filter((rule) => rule.from_port === 80)).toHaveLength(0);
  });

  it("[talk-service 7, daemon-api 18] admits IPv6 clients when it has IPv6 addresses", () => {
    const json = balancer({ ipAddressType: "dualstack" });
    expect(json.resource("aws_lb").ip_address_type).toBe("dualstack");
    const blocks = clientRules(json).map((rule) => [rule.cidr_ipv4, rule.cidr_ipv6]);
    expect(blocks).toHaveLength(2);
    expect(blocks).toContainEqual(["0.0.0.0/0", undefined]);
    expect(blocks).toContainEqual([undefined, "::/0"]);
  });

  it("admits the blocks that it is told", () => {
    const clientCidrs = ["203.0.113.0/24", "198.51.100.0/24"];
    const rules = clientRules(balancer({ clientCidrs }));
    expect(rules.map((rule) => rule.cidr_ipv4 as string).sort()).toEqual(clientCidrs.sort());
  });

  it("[ELB.5] logs to a bucket, once that bucket lets it", () => {
    const json = balancer({ accessLogs: { retentionDays: 30 } });
    const lb = json.resource("aws_lb");
    expect(lb.access_logs.enabled).toBe(true);
    expect(json.referenced(lb.access_logs.bucket)).toBe(json.resource("aws_s3_bucket"));
    expect(lb.depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_policy\./)]);
  });

  it("has no bucket unless it logs", () => {
    const json = balancer();
    expect(json.resources("aws_s3_bucket")).toHaveLength(0);
    expect(json.resource("aws_lb").access_logs).toBeUndefined();
  });

  const privateOnly: NetworkProps = {
    kind: "existing",
    vpcId: "vpc-00000001",
    publicSubnetIds: [],
    privateSubnetIds: ["subnet-00000001", "subnet-00000002"],
  };
  it.each<[Props, RegExp]>([
    [{ name: "-lb" }, /`name` must be 1 to 32 letters, digits and inner hyphens.*got -lb/],
    [{ name: "a".repeat(33) }, /`name` must be/],
    [{ name: "internal-lb" }, /`name` must be/],
    [{ name: "under_score" }, /`name` must be/],
    [{ idleTimeoutSeconds: 0 }, /`idleTimeoutSeconds` must be from 1 to 4000, got 0/],
    [{ where: privateOnly }, /`network` has no public subnets: .*`internal`/],
  ])("refuses %j", (props, message) => {
    expect(() => balancer(props)).toThrow(message);
  });

  it("[ELB.13] refuses to stand in one subnet", () => {
    const where = { ...privateOnly, publicSubnetIds: ["subnet-00000003"] };
    expect(() => balancer({ where })).toThrow(/`network's subnets` must have at least 2 entries/);
  });
});
