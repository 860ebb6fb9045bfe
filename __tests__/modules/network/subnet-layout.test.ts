import { subnetLayout, vpcCidrProblem } from "../../../modules/network/subnet-layout";

describe("subnet layout", () => {
  it("[http-api 1] cuts 10.0.0.0/16 into the six subnets of the reference", () => {
    expect(subnetLayout("10.0.0.0/16", 3)).toEqual([
      { zone: "zone-a", publicCidr: "10.0.0.0/24", privateCidr: "10.0.100.0/24" },
      { zone: "zone-b", publicCidr: "10.0.1.0/24", privateCidr: "10.0.101.0/24" },
      { zone: "zone-c", publicCidr: "10.0.2.0/24", privateCidr: "10.0.102.0/24" },
    ]);
  });

  it("gives a smaller VPC smaller subnets in the same places", () => {
    expect(subnetLayout("10.20.64.0/19", 2)).toEqual([
      { zone: "zone-a", publicCidr: "10.20.64.0/27", privateCidr: "10.20.76.128/27" },
      { zone: "zone-b", publicCidr: "10.20.64.32/27", privateCidr: "10.20.76.160/27" },
    ]);
  });

  it.each(["10.0.0.0/16", "10.128.0.0/17", "192.168.0.0/18", "172.31.224.0/19"])(
    "accepts %s",
    (cidr) => {
      expect(vpcCidrProblem(cidr)).toBeUndefined();
    },
  );

  it.each([
    ["10.0.0.0/15", /`cidr` must be an IPv4 block from \/16 to \/19.*got 10\.0\.0\.0\/15/],
    ["10.0.1.0/16", /without host bits.*got 10\.0\.1\.0\/16/],
    ["ten/16", /`cidr` must be an IPv4 block.*got ten\/16/],
    ["10.0.0.0/20", /got 10\.0\.0\.0\/20: a subnet is a 256th of the VPC, here a \/28/],
    ["172.17.0.0/16", /must not overlap 172\.17\.0\.0\/16.*Docker's bridge/],
    ["172.17.96.0/19", /must not overlap 172\.17\.0\.0\/16/],
  ])("refuses %s and says why", (cidr, message) => {
    expect(vpcCidrProblem(cidr)).toMatch(message);
  });
});
