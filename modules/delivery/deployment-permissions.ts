import type { Construct } from "constructs";
import { DATA_ACTIONS, LIMITED_ACTIONS, POLICY_CHANGES, ROLE_ACTIONS } from "../../aws/iam";
import { accountIdOf, partitionOf } from "../aws-lookups";

/** A statement of a policy document. */
export interface Statement {
  readonly sid: string;
  readonly effect?: "Deny";
  readonly actions: string[];
  readonly resources?: string[];
  readonly notResources?: string[];
  readonly condition?: { test: string; variable: string; values: string[] }[];
}

/** Data of the stacks that a plan reads, because Terraform reads what it has created, and data sources. */
export interface PlannedData {
  /** Names of SSM parameters that the stacks have or look up, besides AWS's own. */
  readonly parameters: readonly string[];
  /** Names of buckets, with wildcards, whose objects the stacks have. */
  readonly buckets: readonly string[];
}

export interface PlanPermissions {
  /** The state bucket, which a plan reads. @default - none: a server stores the states */
  readonly stateBucketName?: string;
  /** @default none */
  readonly planned?: PlannedData;
  /** ARNs of further data that the role may read. @default none */
  readonly readableArns?: readonly string[];
}

/** The managed policy of a role that plans. {@link planStatements} limits it. */
export function planPolicyArn(scope: Construct): string {
  return `arn:${partitionOf(scope)}:iam::aws:policy/ReadOnlyAccess`;
}

/** What a role that plans has in addition: the states, and no other data. */
export function planStatements(
  scope: Construct,
  { stateBucketName, planned, readableArns = [] }: PlanPermissions,
): Statement[] {
  const partition = partitionOf(scope);
  const objects = [
    ...(stateBucketName === undefined ? [] : [stateBucketName]),
    ...(planned?.buckets ?? []),
  ].map((bucket) => `arn:${partition}:s3:::${bucket}/*`);
  const parameters = ["/aws/service/*", ...(planned?.parameters ?? [])].map(
    (name) => `arn:${partition}:ssm:*:*:parameter${name}`,
  );
  return [
    // Code from a pull request runs with this role. ReadOnlyAccess alone would allow it to read the account's data.
    {
      sid: "NoData",
      effect: "Deny",
      actions: [...DATA_ACTIONS],
      notResources: [...objects, ...parameters, ...readableArns],
    },
    ...(stateBucketName === undefined
      ? []
      : [
          useKeyOf(scope, stateBucketName, {
            sid: "States",
            actions: ["kms:Decrypt"],
            objects: "*",
          }),
        ]),
  ];
}

/**
 * The use of whatever key encrypts a bucket, for some of its objects.
 *
 * @param objects their keys, with wildcards
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function useKeyOf(
  scope: Construct,
  bucketName: string,
  { sid, actions, objects }: Pick<Statement, "sid" | "actions"> & { readonly objects: string },
): Statement {
  const bucketArn = `arn:${partitionOf(scope)}:s3:::${bucketName}`;
  return {
    sid,
    actions,
    resources: [`arn:${partitionOf(scope)}:kms:*:*:key/*`],
    // A bucket key request uses the bucket's ARN, and an object key request the object's.
    condition: [
      {
        test: "StringLike",
        variable: "kms:EncryptionContext:aws:s3:arn",
        values: [bucketArn, `${bucketArn}/${objects}`],
      },
    ],
  };
}

export interface DeployPermissions {
  /** The permissions boundary of every role, which a deployment must set on the roles it creates. @default none */
  readonly permissionsBoundaryArn?: string;
  /** ARNs of the roles, and of whom they trust, which a deployment must not change. */
  readonly notItself: readonly string[];
}

/** The default managed policy of a role that deploys. {@link deployStatements} complete it. */
export function deployPolicyArn(scope: Construct): string {
  return `arn:${partitionOf(scope)}:iam::aws:policy/PowerUserAccess`;
}

/** What a role that deploys has in addition: the management of roles, except those that deploy. */
export function deployStatements(
  scope: Construct,
  { permissionsBoundaryArn, notItself }: DeployPermissions,
): Statement[] {
  const inAccount = (path: string) =>
    `arn:${partitionOf(scope)}:iam::${accountIdOf(scope)}:${path}`;
  const limited = permissionsBoundaryArn !== undefined;
  return [
    {
      sid: "Roles",
      actions: [...new Set([...ROLE_ACTIONS, ...(limited ? LIMITED_ACTIONS : [])])].sort(),
      resources: [inAccount("role/*"), inAccount("instance-profile/*")],
    },
    {
      sid: "NotItself",
      effect: "Deny",
      actions: ["iam:*"],
      resources: [...notItself],
    },
    ...(permissionsBoundaryArn === undefined ? [] : keepBoundary(permissionsBoundaryArn)),
  ];
}

/**
 * Without it, whoever can create a role can create one with more permissions than their own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function keepBoundary(boundaryArn: string): Statement[] {
  return [
    {
      sid: "WithinBoundary",
      effect: "Deny",
      actions: [...LIMITED_ACTIONS],
      resources: ["*"],
      condition: [
        { test: "StringNotEquals", variable: "iam:PermissionsBoundary", values: [boundaryArn] },
      ],
    },
    {
      sid: "KeepsBoundary",
      effect: "Deny",
      actions: ["iam:DeleteRolePermissionsBoundary"],
      resources: ["*"],
    },
    {
      sid: "NotTheBoundary",
      effect: "Deny",
      actions: [...POLICY_CHANGES],
      resources: [boundaryArn],
    },
  ];
}
