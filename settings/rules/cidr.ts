/** An IPv4 block: its first address as a number, and how many leading bits are fixed. */
export interface Cidr {
  readonly address: number;
  readonly prefix: number;
}

/** The block that `text` writes, or undefined when it is none, as with host bits set (10.0.0.1/16). */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  if (match === null || match.slice(1).some((number) => /^0\d|\d{4}/.test(number)))
    return undefined;
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return address % size(prefix) === 0 ? { address, prefix } : undefined;
}

export function overlap(one: Cidr, other: Cidr): boolean {
  return (
    one.address < other.address + size(other.prefix) &&
    other.address < one.address + size(one.prefix)
  );
}

function size(prefix: number): number {
  return 2 ** (32 - prefix);
}
