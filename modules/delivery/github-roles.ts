import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { DATA_ACTIONS, LIMITED_ACTIONS, POLICY_CHANGES, ROLE_ACTIONS } from "../../aws/iam";
import { partitionOf as regionPartition } from "../../aws/regions";
import { accountIdOf, partitionOf } from "../aws-lookups";

/**
 * The partition whose STS checks claims other than the subject. AWS does not document it for the others.
 *
 * @see https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
 */
const CHECKS_CLAIMS = "aws";

const ISSUER = "token.actions.githubusercontent.com";

export interface GithubRolesProps {
  /** Prefix of the roles' names, at most 20 characters. */
  readonly name: string;
  /** For example `acme/shop`. */
  readonly repository: string;
  readonly ownerId: number;
  readonly repositoryId: number;
  /** The branch whose jobs may deploy, and may plan without a pull request. */
  readonly branch: string;
  /** The GitHub environment whose jobs may deploy. */
  readonly deploymentEnvironment: string;
  /** Whether to create the account's identity provider for GitHub. @default true */
  readonly createIdentityProvider?: boolean;
  /** Region of the stack. */
  readonly region: string;
  /** The state bucket, which a plan reads. @default - none: a server stores the states */
  readonly stateBucketName?: string;
  /** Names of the SSM parameters for AMIs that stacks read, besides AWS's own. @default none */
  readonly imageParameters?: readonly string[];
  /** Managed policies of the role that deploys. @default - AWS's PowerUserAccess */
  readonly deployPolicyArns?: readonly string[];
  /** The permissions boundary of every role, which a deployment must set on the roles it creates. @default none */
  readonly permissionsBoundaryArn?: string;
}

/**
 * Two roles for the workflows of a repository. `plan` reads the account's configuration and the states, for jobs of
 * pull requests and of the branch. `deploy` changes the account, for jobs of one GitHub environment on one branch.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export class GithubRoles extends Construct {
  readonly plan: IamRole;
  readonly deploy: IamRole;

  private readonly props: GithubRolesProps;
  private readonly providerArn: string;

  constructor(scope: Construct, id: string, props: GithubRolesProps) {
    super(scope, id);
    this.props = props;
    this.providerArn = this.identityProviderArn();
    const { branch, deploymentEnvironment } = props;
    const ref = `refs/heads/${branch}`;
    this.plan = this.role("plan", ["pull_request", `ref:${ref}`]);
    this.deploy = this.role("deploy", [`environment:${deploymentEnvironment}`], ref);
    this.letPlan();
    this.letDeploy();
  }

  private identityProviderArn(): string {
    const url = `https://${ISSUER}`;
    if (!(this.props.createIdentityProvider ?? true))
      return new DataAwsIamOpenidConnectProvider(this, "provider", { url }).arn;
    const provider = new IamOpenidConnectProvider(this, "provider", {
      url,
      clientIdList: ["sts.amazonaws.com"],
    });
    return provider.arn;
  }

  /** @param subjects the part after the repository in the claim `sub` */
  private role(id: string, subjects: readonly string[], ref?: string): IamRole {
    const { name, repository, ownerId, repositoryId, region } = this.props;
    const [owner, ownName] = repository.split("/");
    // Repositories that were created or renamed since July 15, 2026 have IDs in their subject.
    const names = [repository, `${owner}@${ownerId}/${ownName}@${repositoryId}`];
    const checksClaims = regionPartition(region) === CHECKS_CLAIMS;
    const conditions = {
      aud: ["sts.amazonaws.com"],
      sub: subjects.flatMap((subject) => names.map((each) => `repo:${each}:${subject}`)),
      ...(checksClaims ? { repository_id: [String(repositoryId)] } : {}),
      ...(checksClaims && ref !== undefined ? { ref: [ref] } : {}),
    };
    const trust = new DataAwsIamPolicyDocument(this, `${id}-trust`, {
      statement: [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          principals: [{ type: "Federated", identifiers: [this.providerArn] }],
          condition: Object.entries(conditions).map(([claim, values]) => ({
            test: "StringEquals",
            variable: `${ISSUER}:${claim}`,
            values,
          })),
        },
      ],
    });
    return new IamRole(this, id, {
      namePrefix: `${name}-${id}-`,
      description: `For GitHub Actions of ${repository}: ${id}`,
      assumeRolePolicy: trust.json,
      // An apply waits for deployments.
      maxSessionDuration: 2 * 3600,
    });
  }

  private letPlan(): void {
    const { stateBucketName, imageParameters = [] } = this.props;
    const partition = partitionOf(this);
    this.attach("plan", `arn:${partition}:iam::aws:policy/ReadOnlyAccess`);
    const states =
      stateBucketName === undefined ? [] : [`arn:${partition}:s3:::${stateBucketName}/*`];
    const parameters = ["/aws/service/*", ...imageParameters].map(
      (name) => `arn:${partition}:ssm:*:*:parameter${name}`,
    );
    this.allow("plan", [
      // Code from a pull request runs with this role. ReadOnlyAccess alone would allow it to read the account's data.
      {
        sid: "NoData",
        effect: "Deny",
        actions: [...DATA_ACTIONS],
        notResources: [...states, ...parameters],
      },
      ...(stateBucketName === undefined ? [] : [this.readKeyOf(stateBucketName)]),
    ]);
  }

  /** @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
  private readKeyOf(bucketName: string): Statement {
    const bucketArn = `arn:${partitionOf(this)}:s3:::${bucketName}`;
    return {
      sid: "States",
      actions: ["kms:Decrypt"],
      resources: [`arn:${partitionOf(this)}:kms:*:*:key/*`],
      // A bucket key request uses the bucket's ARN, and an object key request the object's.
      condition: [
        {
          test: "StringLike",
          variable: "kms:EncryptionContext:aws:s3:arn",
          values: [bucketArn, `${bucketArn}/*`],
        },
      ],
    };
  }

  private letDeploy(): void {
    const policies = this.props.deployPolicyArns ?? [
      `arn:${partitionOf(this)}:iam::aws:policy/PowerUserAccess`,
    ];
    for (const arn of policies) this.attach("deploy", arn);
    const inAccount = (path: string) =>
      `arn:${partitionOf(this)}:iam::${accountIdOf(this)}:${path}`;
    const limited = this.props.permissionsBoundaryArn !== undefined;
    this.allow("deploy", [
      {
        sid: "Roles",
        actions: [...new Set([...ROLE_ACTIONS, ...(limited ? LIMITED_ACTIONS : [])])].sort(),
        resources: [inAccount("role/*"), inAccount("instance-profile/*")],
      },
      {
        sid: "NotItself",
        effect: "Deny",
        actions: ["iam:*"],
        resources: [this.plan.arn, this.deploy.arn, this.providerArn],
      },
      ...this.keepBoundary(),
    ]);
  }

  /**
   * Without it, whoever can create a role can create one with more permissions than their own.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
   */
  private keepBoundary(): Statement[] {
    const { permissionsBoundaryArn: boundaryArn } = this.props;
    if (boundaryArn === undefined) return [];
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

  private attach(role: "plan" | "deploy", policyArn: string): void {
    const name = policyArn.slice(policyArn.lastIndexOf("/") + 1);
    new IamRolePolicyAttachment(this, `${role}-${name}`, { role: this[role].name, policyArn });
  }

  private allow(role: "plan" | "deploy", statement: readonly Statement[]): void {
    const document = new DataAwsIamPolicyDocument(this, `${role}-document`, {
      statement: statement.map((each) => ({ ...each })),
    });
    new IamRolePolicy(this, `${role}-policy`, {
      name: role,
      role: this[role].name,
      policy: document.json,
    });
  }
}

interface Statement {
  readonly sid: string;
  readonly effect?: "Deny";
  readonly actions: string[];
  readonly resources?: string[];
  readonly notResources?: string[];
  readonly condition?: { test: string; variable: string; values: string[] }[];
}
