import { SecurityGroup, port } from "../../../modules/network/security-group";
import { synth } from "../../support/synth";

const group = { vpcId: "vpc-00000001", namePrefix: "web-", description: "Web" };

describe("security group", () => {
  it("is replaced under a new name, and holds no rules of its own", () => {
    const json = synth((stack) => {
      new SecurityGroup(stack, "web", group);
    });
    expect(json.resource("aws_security_group")).toMatchObject({
      name_prefix: "web-",
      lifecycle: { create_before_destroy: true },
    });
    expect(json.text).not.toMatch(/egress|ingress/);
  });

  it("opens both ends of a way to a peer", () => {
    const json = synth((stack) => {
      const web = new SecurityGroup(stack, "web", group);
      web.allowTo("db", new SecurityGroup(stack, "db", group), port(3306), "Queries");
    });
    const out = json.resource("aws_vpc_security_group_egress_rule");
    const into = json.resource("aws_vpc_security_group_ingress_rule");
    expect(out).toMatchObject({ from_port: 3306, to_port: 3306, ip_protocol: "tcp" });
    expect(into).toMatchObject({ from_port: 3306, to_port: 3306, ip_protocol: "tcp" });
    expect(out.security_group_id).toBe(into.referenced_security_group_id);
    expect(into.security_group_id).toBe(out.referenced_security_group_id);
    expect(into.security_group_id).not.toBe(out.security_group_id);
  });

  it.each([
    ["0.0.0.0/0", "cidr_ipv4"],
    ["::/0", "cidr_ipv6"],
  ])("knows the family of %s", (cidr, argument) => {
    const json = synth((stack) => {
      const web = new SecurityGroup(stack, "web", group);
      web.allowFromCidr("in", { cidr, ports: port(80), description: "Clients" });
      web.allowToCidr("out", { cidr, ports: { from: 1, to: 2 }, description: "Out" });
    });
    const into = json.resource("aws_vpc_security_group_ingress_rule");
    const out = json.resource("aws_vpc_security_group_egress_rule");
    expect(into).toMatchObject({ [argument]: cidr, from_port: 80, to_port: 80 });
    expect(out).toMatchObject({ [argument]: cidr, from_port: 1, to_port: 2 });
  });

  it("refuses a description that EC2 would refuse at apply", () => {
    const described = (description: string) => () =>
      synth((stack) => {
        const web = new SecurityGroup(stack, "web", group);
        web.allowFromCidr("in", { cidr: "0.0.0.0/0", ports: port(80), description });
      });
    expect(described("The balancer's clients")).toThrow(
      /`description` must be .*got The balancer's/,
    );
    expect(described("")).toThrow(/`description` must be/);
    expect(described("Clients: a-z, (all) of #1 [x] @y; z=1+2 & {k} $!*_/")).not.toThrow();
  });
});
