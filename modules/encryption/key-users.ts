import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { accountIdOf, dnsSuffixOf, logGroupArn, partitionOf, regionOf } from "../aws-lookups";
import { resolved } from "../resolved-json";
import type { Encryptable, ViaService } from "./encryptable";
import { accountAdministers, accountOf, ADMINISTRATION, type KeyStatement } from "./encryption-key";
import { neededActions } from "./needed-actions";
import { publishersUse, sidOf } from "./publishers";

const USE = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
];

/** Services that keep using a key by a grant, which they create for the caller that gives a resource its key. */
const GRANTED: readonly ViaService[] = [
  "dynamodb",
  "ec2",
  "ecr",
  "elasticfilesystem",
  "rds",
  "secretsmanager",
];

/** The policy of a key, which admits who uses the resources that it encrypts, as found in their stack. */
export function keyPolicy(
  scope: Construct,
  encrypted: readonly Pick<Encryptable, "resource" | "via" | "arn">[],
  provider?: TerraformProvider,
): readonly KeyStatement[] {
  const resources = encrypted.map(({ resource }) => resource);
  const topics = resources.filter((each) => each instanceof SnsTopic);
  return [
    accountAdministers(scope, [...ADMINISTRATION]),
    ...accountUses(scope, unique(encrypted.map(({ via }) => via)), provider),
    ...logsUse(
      scope,
      resources.filter((each) => each instanceof CloudwatchLogGroup),
      provider,
    ),
    ...(resources.some((each) => each instanceof LaunchTemplate) ? autoScalingUses(scope) : []),
    ...topics.flatMap((topic) => publishersUse(scope, topic)),
    ...servicesUse(
      scope,
      // Of a topic, the publishers above.
      encrypted.filter(({ resource }) => !(resource instanceof SnsTopic)),
    ),
  ];
}

/** The region that a resource is in. */
export function regionWith(scope: Construct, provider: TerraformProvider | undefined): string {
  return (provider instanceof AwsProvider ? provider.region : undefined) ?? regionOf(scope);
}

/** As `kms:ViaService` names it. */
export function viaName(
  scope: Construct,
  service: ViaService,
  provider?: TerraformProvider,
): string {
  return `${service}.${regionWith(scope, provider)}.${dnsSuffixOf(scope)}`;
}

/**
 * Whoever of the account is allowed to by IAM, but only through the services that have encrypted something, as with a key of
 * AWS. Nobody decrypts with the key itself.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function accountUses(
  scope: Construct,
  services: readonly ViaService[],
  provider?: TerraformProvider,
): KeyStatement[] {
  const statement = (sid: string, actions: string[], through: readonly ViaService[]) =>
    through.length === 0
      ? []
      : [
          {
            sid,
            actions,
            resources: ["*"],
            principals: [accountOf(scope)],
            condition: [
              {
                test: "StringEquals",
                variable: "kms:ViaService",
                values: through.map((each) => viaName(scope, each, provider)).sort(),
              },
            ],
          },
        ];
  return [
    ...statement("AccountUsesKeyThroughServices", USE, services),
    ...statement(
      "AccountLetsServicesUseKey",
      ["kms:CreateGrant", "kms:RetireGrant"],
      services.filter((each) => GRANTED.includes(each)),
    ),
  ];
}

/**
 * The principal of CloudWatch Logs has the region and the partition's domain in it, as in `logs.cn-north-1.amazonaws.com.cn`.
 * Those of all other services are the same everywhere.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @see https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/region-info/lib/default.ts (2026-11-29)
 */
function logsUse(
  scope: Construct,
  groups: readonly CloudwatchLogGroup[],
  provider?: TerraformProvider,
): KeyStatement[] {
  if (groups.length === 0) return [];
  const region = regionWith(scope, provider);
  // By name: a reference to the group would be a cycle.
  const arns = groups.map(({ nameInput = "" }) => logGroupArn(scope, region, nameInput));
  return [
    {
      sid: "CloudWatchLogsUsesKey",
      actions: [
        "kms:Decrypt*",
        "kms:Describe*",
        "kms:Encrypt*",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
      ],
      resources: ["*"],
      principals: [{ type: "Service", identifiers: [`logs.${region}.${dnsSuffixOf(scope)}`] }],
      condition: [
        { test: "ArnEquals", variable: "kms:EncryptionContext:aws:logs:arn", values: arns },
      ],
    },
  ];
}

/**
 * The role by which Auto Scaling launches instances. It is admitted by a condition, because KMS refuses a policy whose
 * principal does not exist, and in a new account AWS creates the role with the first group.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
function autoScalingUses(scope: Construct): KeyStatement[] {
  const role = `arn:${partitionOf(scope)}:iam::${accountIdOf(scope)}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const isRole = { test: "ArnEquals", variable: "aws:PrincipalArn", values: [role] };
  const statement = { resources: ["*"], principals: [{ type: "AWS", identifiers: ["*"] }] };
  return [
    { ...statement, sid: "AutoScalingUsesKey", actions: USE, condition: [isRole] },
    {
      ...statement,
      sid: "AutoScalingLetsInstancesUseKey",
      actions: ["kms:CreateGrant"],
      condition: [
        isRole,
        { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] },
      ],
    },
  ];
}

/** Services that the policy of a bucket or a queue admits, as CloudFront and EventBridge. */
function servicesUse(
  scope: Construct,
  encrypted: readonly Pick<Encryptable, "arn">[],
): KeyStatement[] {
  const all = TerraformStack.of(scope).node.findAll();
  const arns = encrypted.flatMap(({ arn }) =>
    arn === undefined ? [] : [String(resolved(scope, arn))],
  );
  const used = all
    .filter((each) => each instanceof DataAwsIamPolicyDocument)
    .flatMap(({ statementInput: statements }) => (Array.isArray(statements) ? statements : []))
    .flatMap((statement: KeyStatement) => useBy(scope, statement, arns));
  const distinct = new Map(used.map((each) => [JSON.stringify(resolved(scope, each)), each]));
  return [...distinct.values()].map((each, index) => ({
    ...each,
    sid: `${each.sid ?? ""}${index === 0 ? "" : index + 1}`,
  }));
}

/** What the services that a statement admits to one of the resources need of their key. */
function useBy(
  scope: Construct,
  { actions = [], resources = [], effect = "Allow", principals, condition }: KeyStatement,
  arns: readonly string[],
): KeyStatement[] {
  const services = (Array.isArray(principals) ? principals : []).filter(
    ({ type }) => type === "Service",
  );
  const needed = neededActions(actions);
  const isOurs = resources.some((each) => namesOneOf(arns, String(resolved(scope, each))));
  const [name] = services.flatMap(({ identifiers }) => identifiers);
  if (effect !== "Allow" || !isOurs || name === undefined || needed.length === 0) return [];
  return [
    {
      sid: sidOf(name.split(".")[0] ?? ""),
      actions: [...needed],
      resources: ["*"],
      principals: services,
      condition: conditionsOf(name, condition),
    },
  ];
}

/**
 * CloudFront sends the distribution to KMS. EventBridge sends neither account nor rule: only the policy of the queue tells
 * rules apart.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function conditionsOf(
  service: string,
  condition: KeyStatement["condition"],
): KeyStatement["condition"] {
  return service === "events.amazonaws.com" ? undefined : condition;
}

/** Whether a resource of a statement is one with one of these ARNs, or something in it. */
export function namesOneOf(arns: readonly string[], resource: string): boolean {
  return arns.some((arn) => resource === arn || resource.startsWith(`${arn}/`));
}

function unique<Value>(values: readonly (Value | undefined)[]): Value[] {
  return [...new Set(values.filter((each) => each !== undefined))];
}
