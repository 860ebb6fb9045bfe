import type { Range, TextRule } from "../violation";

/** An IPv4 block: its first address as a number, and its prefix length. */
export interface CidrBlock {
  readonly address: number;
  readonly prefix: number;
}

/** The block in `text`, or undefined if it is invalid, for example with host bits (`10.0.0.1/16`). */
export function parseCidr(text: string): CidrBlock | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  if (match === null || match.slice(1).some((number) => /^0\d|\d{4}/.test(number))) {
    return undefined;
  }
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return address % sizeOf(prefix) === 0 ? { address, prefix } : undefined;
}

export function formatCidr({ address, prefix }: CidrBlock): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** The part of `block` with the given index, if `block` is divided into `2^bits` equal parts. */
export function partOf(block: CidrBlock, bits: number, index: number): CidrBlock {
  const prefix = block.prefix + bits;
  return { address: block.address + index * sizeOf(prefix), prefix };
}

export function overlap(one: CidrBlock, other: CidrBlock): boolean {
  return (
    one.address < other.address + sizeOf(other.prefix) &&
    other.address < one.address + sizeOf(one.prefix)
  );
}

function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** A load balancer needs two zones. Every system supports up to three. */
export const zoneCount: Range = [2, 3];
export const subnetsPerBalancer: Range = [2, 6];

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html */
export const prefixListId: TextRule = {
  rule: 'must be the id of a prefix list, as in "pl-7ba54012"',
  pattern: /^pl-([0-9a-f]{8}|[0-9a-f]{17})$/,
};

/**
 * Last part of the names of services with endpoints: interface endpoints, and DynamoDB's gateway endpoint.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const endpointService: TextRule = {
  rule: 'must be the last part of a service\'s endpoint name, as in "sns" of com.amazonaws.us-east-2.sns, and not s3, which has a gateway endpoint',
  pattern: /^(?!s3$)[a-z][a-z0-9]{1,30}([.-][a-z0-9]{1,30}){0,5}$/,
};

export const vpcId = {
  rule: "must be the id of a VPC: vpc- and 8 or 17 hexadecimal digits",
  pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
};
export const subnetId = {
  rule: "must be a subnet id: subnet- and 8 or 17 hexadecimal digits",
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
};

/** Blocks that AWS refuses for a VPC, or that do not work in one. */
const RESERVED: Readonly<Record<string, string>> = {
  "172.17.0.0/16":
    "Docker's bridge has it on every instance, whose tasks could then not reach the VPC",
  "0.0.0.0/8": "AWS refuses it",
  "127.0.0.0/8": "AWS refuses it",
  "169.254.0.0/16": "AWS refuses it",
  "224.0.0.0/3": "AWS refuses it",
};

/**
 * The rule that a VPC's block breaks, or undefined. A load balancer needs subnets of /27 or larger, and a subnet is
 * 1/256 of its VPC.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
export function vpcCidrProblem(value: string): string | undefined {
  const block = parseCidr(value);
  if (block === undefined || block.prefix < 16 || block.prefix > 19) {
    return 'must be an IPv4 block from /16 to /19 without host bits, as in "10.0.0.0/16"';
  }
  const clash = Object.entries(RESERVED).find(([text]) => {
    const other = parseCidr(text);
    return other !== undefined && overlap(block, other);
  });
  return clash === undefined ? undefined : `must not overlap ${clash[0]} (${clash[1]})`;
}

/**
 * The rule that the addresses with SSH access break, or undefined.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13
 */
export function sshCidrProblem(value: string): string | undefined {
  const block = parseCidr(value);
  if (block === undefined) return 'must be an IPv4 block without host bits, as in "203.0.113.7/32"';
  if (block.prefix === 0) {
    return "must not be the whole internet (EC2.13), but the addresses that operators come from";
  }
  return block.prefix < 8 ? "must be a block of /8 or narrower" : undefined;
}

/** Id of an availability zone. @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html */
export const zoneId = {
  rule: 'must be the id of an availability zone, as in "use2-az1"',
  pattern: /^[a-z]{2,5}\d{1,2}-az\d$/,
};

/** Names of AWS's endpoint services start with this. In some partitions, some services use another prefix. */
const ENDPOINT_PREFIX = "com.amazonaws";

/**
 * As of November 2026, for the services that the systems call.
 * @see https://docs.amazonaws.cn/en_us/vpc/latest/privatelink/aws-services-privatelink-support.html
 * @see https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts (its list of exceptions)
 */
const OTHER_PREFIXES: Readonly<
  Record<string, { readonly prefix: string; readonly services: readonly string[] }>
> = {
  "cn-north-1": { prefix: "cn.com.amazonaws", services: ["ecr.api", "ecr.dkr", "sqs"] },
  "cn-northwest-1": { prefix: "cn.com.amazonaws", services: ["ecr.api", "ecr.dkr", "sqs"] },
  "eusc-de-east-1": { prefix: "eu.amazonaws", services: ["ecr.api", "ecr.dkr"] },
  "us-iso-east-1": { prefix: "gov.ic.c2s", services: ["ecr.api", "ecr.dkr", "sqs"] },
  "us-iso-west-1": { prefix: "gov.ic.c2s", services: ["ecr.api", "ecr.dkr", "sqs"] },
  "us-isob-east-1": { prefix: "gov.sgov.sc2s", services: ["ecr.api", "ecr.dkr", "sqs"] },
  "us-isob-west-1": { prefix: "gov.sgov.sc2s", services: ["ecr.api", "ecr.dkr"] },
  "us-isof-east-1": { prefix: "gov.ic.hci.csp", services: ["ecr.api", "ecr.dkr"] },
  "us-isof-south-1": { prefix: "gov.ic.hci.csp", services: ["ecr.api", "ecr.dkr"] },
  "eu-isoe-west-1": { prefix: "uk.adc-e.cloud", services: ["ecr.api", "ecr.dkr"] },
};

/** Prefix of the endpoint service's name for a region's service, such as `ecr.api`. */
export function endpointPrefix(region: string, service: string): string {
  const other = OTHER_PREFIXES[region];
  return other?.services.includes(service) === true ? other.prefix : ENDPOINT_PREFIX;
}
