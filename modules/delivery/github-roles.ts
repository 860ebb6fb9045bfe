import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { partitionOf as regionPartition } from "../../aws/regions";
import {
  deployPolicyArn,
  deployStatements,
  keepBoundary,
  type PlannedData,
  planPolicyArn,
  planStatements,
  type Statement,
} from "./deployment-permissions";
import { previewStatements } from "./preview-permissions";

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
  /** Data of the environment's stacks that a plan reads. @default none */
  readonly planned?: PlannedData;
  /** Managed policies of the role that deploys. @default - AWS's PowerUserAccess */
  readonly deployPolicyArns?: readonly string[];
  /** The permissions boundary of every role, which a deployment must set on the roles it creates. @default none */
  readonly permissionsBoundaryArn?: string;
  /** Whether to create the role that deploys and removes previews. @default false */
  readonly previews?: boolean;
  /** Names of the ECR repositories to which that role may push. @default none */
  readonly previewedRepositoryNames?: readonly string[];
}

/**
 * The roles for the workflows of a repository. `plan` reads the account's configuration and the states, for jobs of
 * pull requests and of the branch. `deploy` changes the account, for jobs of one GitHub environment on one branch.
 * `preview`, where there are previews, changes only these, for jobs of the GitHub environment `<deploymentEnvironment>-preview`.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export class GithubRoles extends Construct {
  readonly plan: IamRole;
  readonly deploy: IamRole;
  readonly preview: IamRole | undefined;

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
    // A pull request has another ref than the branch.
    this.preview = props.previews
      ? this.role("preview", [`environment:${deploymentEnvironment}-preview`])
      : undefined;
    this.letPlan();
    this.letDeploy();
    if (this.preview !== undefined) this.letPreview();
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
    const { stateBucketName, planned } = this.props;
    this.attach("plan", planPolicyArn(this));
    this.allow("plan", planStatements(this, { stateBucketName, planned }));
  }

  private letDeploy(): void {
    const { deployPolicyArns, permissionsBoundaryArn } = this.props;
    for (const arn of deployPolicyArns ?? [deployPolicyArn(this)]) this.attach("deploy", arn);
    this.allow(
      "deploy",
      deployStatements(this, {
        permissionsBoundaryArn,
        notItself: [
          ...[this.plan, this.deploy, this.preview].flatMap((role) => role?.arn ?? []),
          this.providerArn,
        ],
      }),
    );
  }

  private letPreview(): void {
    const { permissionsBoundaryArn: boundaryArn, previewedRepositoryNames } = this.props;
    this.attach("preview", planPolicyArn(this));
    this.allow("preview", [
      ...previewStatements(this, { ...this.props, repositoryNames: previewedRepositoryNames }),
      ...(boundaryArn === undefined ? [] : keepBoundary(boundaryArn)),
    ]);
  }

  private attach(role: RoleId, policyArn: string): void {
    const name = policyArn.slice(policyArn.lastIndexOf("/") + 1);
    new IamRolePolicyAttachment(this, `${role}-${name}`, { role: this.nameOf(role), policyArn });
  }

  private allow(role: RoleId, statement: readonly Statement[]): void {
    const document = new DataAwsIamPolicyDocument(this, `${role}-document`, {
      statement: statement.map((each) => ({ ...each })),
    });
    new IamRolePolicy(this, `${role}-policy`, {
      name: role,
      role: this.nameOf(role),
      policy: document.json,
    });
  }

  private nameOf(role: RoleId): string {
    return this[role]?.name ?? "";
  }
}

type RoleId = "plan" | "deploy" | "preview";
