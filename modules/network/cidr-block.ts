/** An IPv4 block: its first address as a number, and how many leading bits are fixed. */
export interface CidrBlock {
  readonly address: number;
  readonly prefix: number;
}

/** The block that `text` writes, or undefined when it is none, as with host bits set (`10.0.0.1/16`). */
export function parseCidr(text: string): CidrBlock | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const block = { address: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
  return block.address % sizeOf(block) === 0 ? block : undefined;
}

export function formatCidr({ address, prefix }: CidrBlock): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** The `index`-th of the blocks of `2^bits` equal parts that make up `block`. */
export function partOf(block: CidrBlock, bits: number, index: number): CidrBlock {
  const prefix = block.prefix + bits;
  return { address: block.address + index * sizeOf({ prefix }), prefix };
}

export function overlap(one: CidrBlock, other: CidrBlock): boolean {
  return one.address < other.address + sizeOf(other) && other.address < one.address + sizeOf(one);
}

function sizeOf({ prefix }: Pick<CidrBlock, "prefix">): number {
  return 2 ** (32 - prefix);
}
