import type { OwnVpcProps } from "../../../modules/network/own-vpc";
import { cidrOf, cidrs, ownVpc } from "./own-vpc-json";

describe("a VPC of our own", () => {
  it("[http-api 1] is 10.0.0.0/16 with both DNS flags and six subnets over three zones", () => {
    const { json } = ownVpc();
    expect(json.resource("aws_vpc")).toMatchObject({
      cidr_block: "10.0.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
      tags: { Name: "web-dev" },
    });
    expect(cidrs(json).sort()).toEqual(
      ["0", "1", "2", "100", "101", "102"].map((third) => `10.0.${third}.0/24`).sort(),
    );
    const zones = json.resources("aws_subnet").map((it) => it.availability_zone as string);
    for (const index of [0, 1, 2]) {
      expect(zones.filter((zone) => zone.endsWith(`names.${index}}`))).toHaveLength(2);
    }
  });

  it("puts the internet gateway before whatever stands in a public subnet", () => {
    const { vpc, json } = ownVpc();
    for (const id of vpc.publicSubnetIds) {
      const subnet = json.resources("aws_subnet").find((it) => it.cidr_block === cidrOf(vpc, id));
      expect(subnet?.depends_on).toEqual([expect.stringMatching(/^aws_internet_gateway\./)]);
    }
  });

  it("[EC2.15] gives no public address by itself in any subnet", () => {
    for (const subnet of ownVpc().json.resources("aws_subnet")) {
      expect(subnet.map_public_ip_on_launch).toBe(false);
    }
  });

  it("[EC2.2] closes the default security group", () => {
    const { ingress, egress } = ownVpc().json.resource("aws_default_security_group");
    expect({ ingress, egress }).toEqual({ ingress: [], egress: [] });
  });

  it("leaves a subnet in its zone when the list of zones changes, unless the zones are named", () => {
    const lifecycles = (props: Partial<OwnVpcProps>) =>
      ownVpc(props)
        .json.resources("aws_subnet")
        .map((subnet) => subnet.lifecycle);
    const named = { availabilityZones: ["us-east-2a", "us-east-2b"], zoneCount: 2 };
    expect(lifecycles({})).toEqual(Array(6).fill({ ignore_changes: ["availability_zone"] }));
    expect(lifecycles(named)).toEqual(Array(4).fill(undefined));
  });

  it("puts workloads into its private subnets", () => {
    const { vpc } = ownVpc({ zoneCount: 2 });
    expect(vpc.workloadsArePublic).toBe(false);
    expect(vpc.workloadSubnetIds.map((id) => cidrOf(vpc, id))).toEqual([
      "10.0.100.0/24",
      "10.0.101.0/24",
    ]);
    expect(vpc.privateRouteTableIds).toHaveLength(2);
  });

  it.each([
    [{ cidr: "10.0.0.0/24" }, /`cidr` must be an IPv4 block.*got 10\.0\.0\.0\/24/],
    [{ cidr: "nonsense" }, /`cidr` must be an IPv4 block.*got nonsense/],
    [{ zoneCount: 4 }, /`zoneCount` must be 2 or 3 zones, got 4/],
    [{ zoneCount: 1 }, /`zoneCount` must be 2 or 3 zones, got 1/],
    [{ availabilityZones: ["us-east-2a", "us-east-2b"] }, /`zoneCount` must be the number of/],
    [{ flowLogsRetentionDays: 8 }, /`retentionDays` must be one of .*7, 14.*got 8/],
  ])("refuses %j", (props, message) => {
    expect(() => ownVpc(props)).toThrow(message);
  });

  it("names every problem at once", () => {
    const both = () => ownVpc({ cidr: "nonsense", zoneCount: 4 });
    expect(both).toThrow(/`zoneCount`/);
    expect(both).toThrow(/`cidr`/);
  });
});
