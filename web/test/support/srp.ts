import {
  createHash,
  createHmac,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/**
 * Cognito's side of SRP: the 3072-bit group of RFC 3526, SHA-256, and keys by HKDF.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
 */
const N = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
const g = 2n;
const k = number(hash(hex(N), hex(g)));

/** The data that a pool stores about a password. */
export interface Verifier {
  readonly salt: bigint;
  readonly v: bigint;
}

export function verifierOf(pool: string, userId: string, password: string): Verifier {
  const salt = number(randomBytes(16));
  const inner = createHash("sha256").update(`${pool}${userId}:${password}`).digest();
  return { salt, v: power(g, number(hash(hex(salt), inner))) };
}

/** A challenge to prove a password, and the check of the response. */
export class Challenge {
  readonly B: bigint;
  readonly secretBlock = randomBytes(64).toString("base64");
  private readonly A: bigint;
  private readonly b = number(randomBytes(32));
  private readonly v: bigint;

  constructor(A: string, { v }: Verifier) {
    this.A = BigInt(`0x${A}`);
    this.v = v;
    this.B = (k * v + power(g, this.b)) % N;
  }

  /** Whether the signer knows the password. */
  isAnsweredBy(signature: string, pool: string, userId: string, timestamp: string): boolean {
    if (this.A % N === 0n) return false;
    const u = number(hash(hex(this.A), hex(this.B)));
    const S = power((this.A * power(this.v, u)) % N, this.b);
    const key = hkdfSync("sha256", hex(S), hex(u), "Caldera Derived Key", 16);
    const expected = createHmac("sha256", Buffer.from(key))
      .update(pool)
      .update(userId)
      .update(Buffer.from(this.secretBlock, "base64"))
      .update(timestamp)
      .digest();
    const given = Buffer.from(signature, "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

export function inHex(value: bigint): string {
  return hex(value).toString("hex");
}

/** Pads to an even length, with a leading zero if the number would otherwise be negative. */
function hex(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

function hash(...parts: readonly Buffer[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

function number(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}
