import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { accountIdOf, partitionOf } from "../../aws-lookups";
import {
  deployPolicyArn,
  deployStatements,
  type PlannedData,
  planPolicyArn,
  planStatements,
  type Statement,
  useKeyOf,
} from "../deployment-permissions";
import type { ServiceRole } from "../../identity/service-role";
import type { ArtifactBucket } from "./artifact-bucket";
import type { BuildProject } from "./build-project";

export interface DeployerProps {
  /** Name of the pipeline. */
  readonly pipeline: string;
  readonly region: string;
  /** ID of the stack that is planned and applied. */
  readonly stack: string;
  readonly artifacts: ArtifactBucket;
  readonly stateBucketName: string;
  /** Data of the stack that a plan reads. @default none */
  readonly planned?: PlannedData;
  /** Managed policies of the role that applies. @default - AWS's PowerUserAccess */
  readonly deployPolicyArns?: readonly string[];
  /** The permissions boundary of every role, which an apply must set on the roles it creates. @default none */
  readonly permissionsBoundaryArn?: string;
}

/** Lets a build plan: read the configuration and the states, and hold the lock of the stack's state. */
export function letPlan(build: BuildProject, props: DeployerProps): void {
  const { stack, stateBucketName, planned, artifacts } = props;
  build.role.attachPolicy(planPolicyArn(build));
  const bucketArn = `arn:${partitionOf(build)}:s3:::${stateBucketName}`;
  grant(build, "plan", [
    ...planStatements(build, {
      stateBucketName,
      planned,
      readableArns: [`${artifacts.arn}/*`],
    }),
    {
      sid: "Lock",
      actions: ["s3:DeleteObject", "s3:PutObject"],
      resources: [`${bucketArn}/${stack}.tflock`],
    },
    useKeyOf(build, stateBucketName, {
      sid: "EncryptLock",
      actions: ["kms:GenerateDataKey"],
      objects: `${stack}.tflock`,
    }),
  ]);
}

/** Lets a build apply, except to the pipeline and its roles. */
export function letApply(
  build: BuildProject,
  props: DeployerProps,
  { role, projects }: { readonly role: ServiceRole; readonly projects: readonly BuildProject[] },
): void {
  const { deployPolicyArns, permissionsBoundaryArn, pipeline, region } = props;
  for (const arn of deployPolicyArns ?? [deployPolicyArn(build)]) build.role.attachPolicy(arn);
  const ofPipeline = `arn:${partitionOf(build)}:codepipeline:${region}:${accountIdOf(build)}:${pipeline}`;
  grant(build, "apply", [
    ...deployStatements(build, {
      permissionsBoundaryArn,
      notItself: [role.arn, ...projects.map((project) => project.role.arn)],
    }),
    {
      sid: "NotThePipeline",
      effect: "Deny",
      actions: [
        "codebuild:DeleteProject",
        "codebuild:StartBuild",
        "codebuild:UpdateProject",
        "codepipeline:DeletePipeline",
        "codepipeline:PutApprovalResult",
        "codepipeline:UpdatePipeline",
      ],
      resources: [ofPipeline, `${ofPipeline}/*`, ...projects.map(({ arn }) => arn)],
    },
    {
      // apply-plan.sh asks whether this is a rollback, whatever else deploy.policyArns allow.
      sid: "OwnExecutions",
      actions: ["codepipeline:GetPipelineExecution"],
      resources: [ofPipeline],
    },
  ]);
}

/** Statements that a role's own `allow` does not take: denials, and names. */
function grant({ role }: BuildProject, id: string, statements: readonly Statement[]): void {
  const document = new DataAwsIamPolicyDocument(role, `${id}-document`, {
    statement: statements.map((each) => ({ ...each })),
  });
  role.policies.push(
    new IamRolePolicy(role, id, { name: id, role: role.role.name, policy: document.json }),
  );
}
