import { createNetwork } from "../../../modules/network/create-network";
import type { Network } from "../../../modules/network/network";
import { synth } from "../../support/synth";

function defaultVpc(props: { availabilityZones?: string[]; zoneCount?: number } = {}) {
  let network!: Network;
  const json = synth((stack) => {
    network = createNetwork(stack, "network", { kind: "default-vpc", ...props });
  });
  return { network, json };
}

describe("the default VPC", () => {
  it("is looked up, and nothing of it is adopted", () => {
    const { json } = defaultVpc();
    expect(json.dataSource("aws_vpc").default).toBe(true);
    expect(json.json.resource).toBeUndefined();
  });

  it("gives three default subnets, one in each of the region's first zones", () => {
    const { json, network } = defaultVpc();
    const subnets = json.dataSources("aws_subnet");
    expect(subnets).toHaveLength(3);
    expect(new Set(subnets.map((subnet) => subnet.availability_zone as string)).size).toBe(3);
    for (const [index, subnet] of subnets.entries()) {
      expect(subnet.default_for_az).toBe(true);
      expect(json.referenced(subnet.vpc_id)).toBe(json.dataSource("aws_vpc"));
      expect(json.referenced(subnet.availability_zone).state).toBe("available");
      expect(subnet.availability_zone).toMatch(new RegExp(`names\\.${index}}$`));
    }
    expect(network.publicSubnetIds).toHaveLength(3);
    expect(network.workloadSubnetIds).toEqual(network.publicSubnetIds);
    expect(network.workloadsArePublic).toBe(true);
  });

  it("leaves out Local Zones, and stops where the region has too few zones", () => {
    const zones = defaultVpc().json.dataSource("aws_availability_zones");
    expect(zones.filter).toEqual([{ name: "opt-in-status", values: ["opt-in-not-required"] }]);
    expect(zones.lifecycle.postcondition[0].condition).toBe("${length(self.names) >= 3}");
  });

  it("stops where a default subnet gives no public addresses", () => {
    for (const subnet of defaultVpc().json.dataSources("aws_subnet")) {
      expect(subnet.lifecycle.postcondition[0].condition).toBe("${self.map_public_ip_on_launch}");
    }
  });

  it("takes its zones by name", () => {
    const { json } = defaultVpc({ availabilityZones: ["us-east-2a", "us-east-2c"] });
    const zones = json.dataSources("aws_subnet").map((subnet) => subnet.availability_zone);
    expect(zones).toEqual(["us-east-2a", "us-east-2c"]);
    expect(json.dataSources("aws_availability_zones")).toHaveLength(0);
  });

  it("uses two zones when told to", () => {
    expect(defaultVpc({ zoneCount: 2 }).json.dataSources("aws_subnet")).toHaveLength(2);
  });

  it.each([
    [{ zoneCount: 1 }, /`zoneCount` must be 2 or 3 zones, got 1/],
    [{ zoneCount: 4 }, /`zoneCount` must be 2 or 3 zones, got 4/],
    [{ availabilityZones: ["us-east-2a"] }, /`availabilityZones` must be 2 or 3 zones, got 1/],
    [{ availabilityZones: ["us-east-2a", "us-east-2a"] }, /must differ from each other/],
    [
      { availabilityZones: ["us-east-2a", "us-east-2b"], zoneCount: 3 },
      /`zoneCount` must be the number of `availabilityZones` \(2\), got 3/,
    ],
  ])("refuses %j", (props, message) => {
    expect(() => defaultVpc(props)).toThrow(message);
  });
});
