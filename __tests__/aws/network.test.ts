import fc from "fast-check";
import {
  formatCidr,
  overlap,
  parseCidr,
  partOf,
  vpcCidrProblem,
} from "../../aws/networking/network";

describe("cidr blocks", () => {
  it.each([
    ["10.0.0.0/16", 10 * 2 ** 24, 16],
    ["0.0.0.0/0", 0, 0],
    ["255.255.255.255/32", 2 ** 32 - 1, 32],
  ])("reads %s", (text, address, prefix) => {
    expect(parseCidr(text)).toEqual({ address, prefix });
  });

  it.each([
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0.1/16",
    "10.0.256.0/24",
    "10.0.0/16",
    "::/0",
    " 10.0.0.0/16",
    "10.0.0.0/16\n",
  ])("does not take %j for a block", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  const block = fc
    .tuple(fc.nat(2 ** 16 - 1), fc.integer({ min: 8, max: 16 }))
    .map(([high, prefix]) => {
      const size = 2 ** (32 - prefix);
      return { address: Math.floor((high * 2 ** 16) / size) * size, prefix };
    });

  it("writes what it reads", () => {
    fc.assert(
      fc.property(block, (it) => {
        expect(parseCidr(formatCidr(it))).toEqual(it);
      }),
    );
  });

  it("cuts a block into parts that lie in it and do not overlap", () => {
    fc.assert(
      fc.property(block, fc.nat(255), fc.nat(255), (whole, i, j) => {
        const [one, other] = [partOf(whole, 8, i), partOf(whole, 8, j)];
        expect(overlap(one, whole)).toBe(true);
        expect(overlap(one, other)).toBe(i === j);
        expect(parseCidr(formatCidr(one))).toEqual(one);
      }),
    );
  });
});

describe("the block of a VPC", () => {
  it.each(["10.0.0.0/16", "10.128.0.0/17", "192.168.0.0/18", "172.31.224.0/19"])(
    "may be %s",
    (cidr) => {
      expect(vpcCidrProblem(cidr)).toBeUndefined();
    },
  );

  it.each([
    ["10.0.0.0/15", /must be an IPv4 block from \/16 to \/19/],
    ["10.0.1.0/16", /without host bits/],
    ["ten/16", /must be an IPv4 block/],
    ["10.0.0.0/20", /from \/16 to \/19/],
    ["172.17.0.0/16", /must not overlap 172\.17\.0\.0\/16.*Docker's bridge/],
    ["172.17.96.0/19", /must not overlap 172\.17\.0\.0\/16/],
  ])("may not be %s", (cidr, message) => {
    expect(vpcCidrProblem(cidr)).toMatch(message);
  });
});
