import { partitions } from "./generated/partitions";

interface Region {
  readonly partition: string;
  readonly dnsSuffix: string;
  /** Number of its availability zones. */
  readonly zones: number;
  /** Ids of its zones, where they are known. */
  readonly zoneIds: readonly string[];
  /** CloudFormation resource types that the systems use and the region lacks, without `AWS::`. */
  readonly missing: readonly string[];
}

const byName: ReadonlyMap<string, Region> = new Map(
  Object.entries(partitions).flatMap(([partition, { dnsSuffix, regions }]) =>
    Object.entries(regions).map(([name, { zones, zoneIds, missing }]) => [
      name,
      { partition, dnsSuffix, zones, zoneIds: words(zoneIds), missing: words(missing) },
    ]),
  ),
);

function words(text: string): string[] {
  return text === "" ? [] : text.split(" ");
}

/** Undefined for an unknown region, or one that opened after the table was generated (`npm run facts`). */
export function region(name: string): Region | undefined {
  return byName.get(name);
}

export function regionNames(): string[] {
  return [...byName.keys()];
}

/** The partition of a region, or `aws` if the region is unknown. */
export function partitionOf(name: string): string {
  return byName.get(name)?.partition ?? "aws";
}

/** Whether a region offers a CloudFormation resource type, written without `AWS::`. True for unknown regions. */
export function offers(name: string, resourceType: string): boolean {
  return !(byName.get(name)?.missing.includes(resourceType) ?? false);
}

/**
 * The region that has CloudFront's metrics, web ACLs and certificates.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html as of November 2026
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const CLOUDFRONT_REGION = "us-east-1";

/**
 * Zones that support VPC links V2, for regions with such a list. For all other regions, AWS documents no restriction.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html as of November 2026
 */
export const vpcLinkZoneIds: Readonly<Record<string, readonly string[]>> = {
  "us-east-1": ["use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"],
  "us-east-2": ["use2-az1", "use2-az2", "use2-az3"],
  "us-west-1": ["usw1-az1", "usw1-az3"],
  "us-west-2": ["usw2-az1", "usw2-az2", "usw2-az3", "usw2-az4"],
  "ap-east-1": ["ape1-az2", "ape1-az3"],
  "ap-south-1": ["aps1-az1", "aps1-az2", "aps1-az3"],
  "ap-northeast-1": ["apne1-az1", "apne1-az2", "apne1-az4"],
  "ap-northeast-2": ["apne2-az1", "apne2-az2", "apne2-az3"],
  "ap-southeast-1": ["apse1-az1", "apse1-az2", "apse1-az3"],
  "ap-southeast-2": ["apse2-az1", "apse2-az2", "apse2-az3"],
  "ca-central-1": ["cac1-az1", "cac1-az2"],
  "eu-central-1": ["euc1-az1", "euc1-az2", "euc1-az3"],
  "eu-north-1": ["eun1-az1", "eun1-az2", "eun1-az3"],
  "eu-south-2": ["eus2-az1", "eus2-az2", "eus2-az3"],
  "eu-west-1": ["euw1-az1", "euw1-az2", "euw1-az3"],
  "eu-west-2": ["euw2-az1", "euw2-az2", "euw2-az3"],
  "eu-west-3": ["euw3-az1", "euw3-az3"],
  "me-south-1": ["mes1-az1", "mes1-az2", "mes1-az3"],
  "sa-east-1": ["sae1-az1", "sae1-az2", "sae1-az3"],
  "us-gov-west-1": ["usgw1-az1", "usgw1-az2", "usgw1-az3"],
};
