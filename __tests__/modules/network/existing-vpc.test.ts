import { createNetwork } from "../../../modules/network/create-network";
import type { ExistingVpcProps } from "../../../modules/network/existing-vpc";
import type { Network } from "../../../modules/network/network";
import { synth } from "../../support/synth";

const publicSubnetIds = ["subnet-00000001", "subnet-00000002"];
const privateSubnetIds = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];

function existing(props: Partial<ExistingVpcProps>): Network {
  let network!: Network;
  const json = synth((stack) => {
    const given = { vpcId: "vpc-0123456789abcdef0", publicSubnetIds, ...props };
    network = createNetwork(stack, "network", { kind: "existing", ...given });
  });
  expect(json.json.resource).toBeUndefined();
  expect(json.json.data).toBeUndefined();
  return network;
}

describe("an existing VPC", () => {
  it("puts workloads into its public subnets when it has no others", () => {
    const network = existing({});
    expect(network.workloadSubnetIds).toEqual(publicSubnetIds);
    expect(network.workloadsArePublic).toBe(true);
  });

  it("puts workloads into its private subnets when it has some", () => {
    const network = existing({ privateSubnetIds });
    expect(network.publicSubnetIds).toEqual(publicSubnetIds);
    expect(network.workloadSubnetIds).toEqual(privateSubnetIds);
    expect(network.workloadsArePublic).toBe(false);
  });

  it("may have private subnets only", () => {
    expect(existing({ publicSubnetIds: [], privateSubnetIds }).publicSubnetIds).toEqual([]);
  });

  it.each([
    [{ publicSubnetIds: ["subnet-00000001"] }, /`publicSubnetIds` must have at least 2 entries/],
    [{ publicSubnetIds: [] }, /`publicSubnetIds` must have at least 2 entries, got 0/],
    [{ privateSubnetIds: [] }, /`privateSubnetIds` must have at least 2 entries, got 0/],
    [{ vpcId: "subnet-00000001" }, /`vpcId` must be vpc- and 8 or 17 hex.*got subnet-00000001/],
    [{ publicSubnetIds: ["subnet-00000001", "b"] }, /`publicSubnetIds` must be subnet-.*got b/],
    [{ privateSubnetIds: ["subnet-0000000a", "subnet-0000000a"] }, /must differ from each other/],
    [{ privateSubnetIds: publicSubnetIds }, /must not be among `publicSubnetIds`/],
  ])("refuses %j", (props, message) => {
    expect(() => existing(props)).toThrow(message);
  });
});
