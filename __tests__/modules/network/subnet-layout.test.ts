import { subnetLayout } from "../../../modules/network/subnets";

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
});
