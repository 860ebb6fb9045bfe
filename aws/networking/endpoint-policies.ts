/**
 * Services whose endpoints take a policy, and to whose requests AWS adds the account of the caller and of the resource. Those of
 * ECS's agent take none.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html (2026-11-29)
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
const TAKE_POLICY = [
  "dynamodb",
  "ec2messages",
  "ecr.api",
  "ecr.dkr",
  "events",
  "kinesis-firehose",
  "kinesis-streams",
  "kms",
  "lambda",
  "logs",
  "monitoring",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "states",
  "sts",
  "xray",
] as const;

/** Services of the ECS agent, which only knows its own cluster. */
export const OF_ECS_AGENT = ["ecs", "ecs-agent", "ecs-telemetry"] as const;

/** Services of which it is known whether their endpoints take a policy: no stack calls another one. */
export type EndpointService = (typeof TAKE_POLICY | typeof OF_ECS_AGENT)[number];

export function takesEndpointPolicy(service: string): boolean {
  return TAKE_POLICY.some((each) => each === service);
}

/** Something of AWS that a service reads, in none of the user's accounts. */
export interface OfAws {
  readonly actions: readonly string[];
  /** ARNs without their partition, with `<region>`. */
  readonly resources: readonly string[];
  /** Whether the requests are not the user's own: AWS signs the addresses of image layers, and nobody those of packages. */
  readonly isUnsigned: boolean;
}

/**
 * ECR stores image layers in a bucket of AWS.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms (2026-11-29)
 */
const LAYERS = "s3:::prod-<region>-starport-layer-bucket/*";

/**
 * Packages of Amazon Linux 2023, which user data may install on instances.
 *
 * @see https://docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades-usage.html (2026-11-29)
 */
const PACKAGES = "s3:::al2023-repos-<region>-de612dc2/*";

/**
 * Documents and public parameters of Systems Manager, by which an instance opens a session.
 *
 * @see https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/vpc_endpoint_policies (2026-11-29)
 */
const DOCUMENTS: OfAws = {
  actions: ["ssm:Describe*", "ssm:Get*", "ssm:List*"],
  resources: ["ssm:<region>::document/*", "ssm:<region>::parameter/aws/*"],
  isUnsigned: false,
};

/** What the endpoint of a service must let through besides requests for the user's own resources. */
export function ofAwsThrough(service: string, hasInstances: boolean): OfAws | undefined {
  if (service === "ssm") return DOCUMENTS;
  if (service !== "s3") return undefined;
  const resources = [LAYERS, ...(hasInstances ? [PACKAGES] : [])];
  return { actions: ["s3:GetObject"], resources, isUnsigned: true };
}
