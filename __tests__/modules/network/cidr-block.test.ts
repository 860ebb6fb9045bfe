import fc from "fast-check";
import { formatCidr, overlap, parseCidr, partOf } from "../../../modules/network/cidr-block";

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
