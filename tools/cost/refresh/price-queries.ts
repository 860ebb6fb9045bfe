/**
 * How to find each price in the AWS Price List. Attributes and usage types are named as in the price lists.
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
 */
export interface PriceQuery {
  /** The list in the table that the prices belong to. */
  readonly list: string;
  readonly serviceCode: string;
  /** Attributes that products must have. The region is added. */
  readonly filters: Readonly<Record<string, string>>;
  /** Name of a product's price in the list. Undefined for a product to ignore. */
  readonly name: (attributes: Readonly<Record<string, string>>) => string | undefined;
  /**
   * Number of AWS's units in one unit of the table: 1,000,000 if AWS has a price per request and the table one per
   * million.
   */
  readonly units?: number;
}

type Names = readonly (readonly [usageType: RegExp, name: string])[];

/** Finds names by usage type, which starts with a region code: USE2-NatGateway-Hours. */
function byUsageType(names: Names): PriceQuery["name"] {
  return ({ usagetype = "" }) => names.find(([pattern]) => pattern.test(usagetype))?.[1];
}

const ON_DEMAND_LINUX = {
  operatingSystem: "Linux",
  tenancy: "Shared",
  preInstalledSw: "NA",
  capacitystatus: "Used",
  licenseModel: "No License required",
};

export const PRICE_QUERIES: readonly PriceQuery[] = [
  {
    list: "ec2",
    serviceCode: "AmazonEC2",
    filters: ON_DEMAND_LINUX,
    name: ({ instanceType }) => instanceType,
  },
  {
    list: "ec2Credits",
    serviceCode: "AmazonEC2",
    filters: { productFamily: "CPU Credits" },
    name: byUsageType([
      [/CPUCredits:t3$/, "x86VcpuHour"],
      [/CPUCredits:t4g$/, "arm64VcpuHour"],
    ]),
  },
  {
    list: "ebs",
    serviceCode: "AmazonEC2",
    filters: { productFamily: "Storage" },
    name: byUsageType([
      [/EBS:VolumeUsage\.gp3$/, "gp3GbMonth"],
      [/EBS:VolumeUsage\.gp2$/, "gp2GbMonth"],
    ]),
  },
  {
    list: "publicIpv4",
    serviceCode: "AmazonVPC",
    filters: {},
    name: byUsageType([[/PublicIPv4:InUseAddress$/, "hour"]]),
  },
  {
    list: "natGateway",
    serviceCode: "AmazonEC2",
    filters: { productFamily: "NAT Gateway" },
    name: byUsageType([
      [/NatGateway-Hours$/, "hour"],
      [/NatGateway-Bytes$/, "gb"],
    ]),
  },
  {
    list: "interfaceEndpoint",
    serviceCode: "AmazonVPC",
    filters: { productFamily: "VpcEndpoint" },
    name: byUsageType([
      [/VpcEndpoint-Hours$/, "hour"],
      [/VpcEndpoint-Bytes$/, "gb"],
    ]),
  },
  {
    list: "applicationLoadBalancer",
    serviceCode: "AWSELB",
    filters: { productFamily: "Load Balancer-Application" },
    name: byUsageType([
      [/LoadBalancerUsage$/, "hour"],
      [/LCUUsage$/, "capacityUnitHour"],
    ]),
  },
  {
    list: "networkLoadBalancer",
    serviceCode: "AWSELB",
    filters: { productFamily: "Load Balancer-Network" },
    name: byUsageType([
      [/LoadBalancerUsage$/, "hour"],
      [/LCUUsage$/, "capacityUnitHour"],
    ]),
  },
  {
    list: "fargate",
    serviceCode: "AmazonECS",
    filters: {},
    name: byUsageType([
      [/Fargate-vCPU-Hours:perCPU$/, "x86VcpuHour"],
      [/Fargate-GB-Hours$/, "x86GbHour"],
    ]),
  },
  {
    list: "fargateArm64",
    serviceCode: "AmazonECS",
    filters: {},
    name: byUsageType([
      [/Fargate-ARM-vCPU-Hours:perCPU$/, "vcpuHour"],
      [/Fargate-ARM-GB-Hours$/, "gbHour"],
    ]),
  },
  {
    list: "rdsMysql",
    serviceCode: "AmazonRDS",
    filters: { databaseEngine: "MySQL", deploymentOption: "Single-AZ" },
    name: ({ instanceType }) => (instanceType?.startsWith("db.") ? instanceType : undefined),
  },
  {
    list: "rdsStorage",
    serviceCode: "AmazonRDS",
    filters: { productFamily: "Database Storage", deploymentOption: "Single-AZ" },
    name: byUsageType([
      [/RDS:GP2-Storage$/, "gp2GbMonth"],
      [/RDS:GP3-Storage$/, "gp3GbMonth"],
    ]),
  },
  {
    list: "dynamodb",
    serviceCode: "AmazonDynamoDB",
    filters: { productFamily: "Amazon DynamoDB PayPerRequest Throughput" },
    name: byUsageType([
      [/(^|-)WriteRequestUnits$/, "millionWrites"],
      [/(^|-)ReadRequestUnits$/, "millionReads"],
    ]),
    units: 1e6,
  },
  {
    list: "cloudwatchLogs",
    serviceCode: "AmazonCloudWatch",
    filters: {},
    name: byUsageType([
      [/(^|-)DataProcessing-Bytes$/, "gb"],
      [/TimedStorage-ByteHrs$/, "storedGbMonth"],
    ]),
  },
  {
    list: "cloudwatchAlarms",
    serviceCode: "AmazonCloudWatch",
    filters: { productFamily: "Alarm" },
    name: byUsageType([
      [/CW:AlarmMonitorUsage$/, "metricMonth"],
      [/CW:HighResAlarmMonitorUsage$/, "highResolutionMetricMonth"],
      [/CW:CompositeAlarmMonitorUsage$/, "compositeMonth"],
    ]),
  },
  {
    list: "kms",
    serviceCode: "awskms",
    filters: {},
    name: byUsageType([[/KMS-Keys$/, "keyMonth"]]),
  },
  {
    list: "secretsManager",
    serviceCode: "AWSSecretsManager",
    filters: {},
    name: byUsageType([[/AWSSecretsManager-Secrets$/, "secretMonth"]]),
  },
  {
    list: "ecr",
    serviceCode: "AmazonECR",
    filters: {},
    name: byUsageType([[/TimedStorage-ByteHrs$/, "gbMonth"]]),
  },
];
