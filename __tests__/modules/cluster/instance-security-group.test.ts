import { EPHEMERAL_PORTS } from "../../../modules/cluster/instance-capacity";
import { SecurityGroup } from "../../../modules/network/security-group";
import { synth } from "../../support/synth";
import { addCapacity, synthCapacity } from "./capacity-stack";

const ssh = { keyName: "ops", cidr: "198.51.100.7/32" };

describe("InstanceSecurityGroup", () => {
  test("lets instances out on 443 and 80 to anywhere, and on nothing else", () => {
    const json = synthCapacity();
    const group = json.resource("aws_security_group");
    const ways = json.resources("aws_vpc_security_group_egress_rule");
    for (const way of ways) {
      expect(json.referenced(String(way.security_group_id))).toBe(group);
      expect(way).toMatchObject({ cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp" });
    }
    expect(ways.map(({ from_port, to_port }) => [from_port, to_port]).sort()).toEqual([
      [443, 443],
      [80, 80],
    ]);
  });

  test("lets nothing in and names no key without SSH", () => {
    const json = synthCapacity();
    expect(json.resources("aws_vpc_security_group_ingress_rule")).toEqual([]);
    expect(json.resource("aws_launch_template")).not.toHaveProperty("key_name");
  });

  test("lets in port 22 from the given address only, and names the key, with SSH", () => {
    const json = synthCapacity({ ssh });
    expect(json.resource("aws_vpc_security_group_ingress_rule")).toMatchObject({
      cidr_ipv4: "198.51.100.7/32",
      from_port: 22,
      to_port: 22,
    });
    expect(json.resource("aws_launch_template").key_name).toBe("ops");
  });

  test.each([
    ["0.0.0.0/0", "must not be the whole internet (EC2.13)"],
    ["::/0", "must be an IPv4 block"],
    ["16.0.0.0/4", "must be a block of /8 or narrower"],
  ])("rejects SSH from %s", (cidr, rule) => {
    expect(() => synthCapacity({ ssh: { ...ssh, cidr } })).toThrow(`\`ssh.cidr\` ${rule}`);
  });

  test("admits a load balancer on the ports that Docker hands out, and nobody else", () => {
    const json = synth((stack) => {
      const capacity = addCapacity(stack);
      new SecurityGroup(stack, "balancer", {
        vpcId: "vpc-1",
        namePrefix: "balancer-",
        description: "Balancer",
      }).allowTo("nodes", capacity.securityGroup, EPHEMERAL_PORTS, "Tasks");
    });
    const way = json.resource("aws_vpc_security_group_ingress_rule");
    expect(way).toMatchObject({ from_port: 32768, to_port: 60999, ip_protocol: "tcp" });
    expect(way).not.toHaveProperty("cidr_ipv4");
    expect(json.referenced(String(way.referenced_security_group_id)).name_prefix).toBe("balancer-");
  });
});
