/**
 * How to find each price in AWS's Price List. Attributes and usage types are those of the price lists themselves.
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
 */
export interface PriceQuery {
  /** List of the table that the prices go to. */
  readonly list: string;
  readonly serviceCode: string;
  /** Attributes that products must have. The region is added. */
  readonly filters: Readonly<Record<string, string>>;
  /** Name of a product's price in the list; undefined for a product that is not wanted. */
  readonly name: (attributes: Readonly<Record<string, string>>) => string | undefined;
  /** AWS's units in one of the table's: 1,000,000 where AWS has a price a request and the table one a million. */
  readonly units?: number;
}

type Names = readonly (readonly [usageType: RegExp, name: string])[];

/** Names by the usage type, which starts with a code of the region: USE2-NatGateway-Hours. */
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
