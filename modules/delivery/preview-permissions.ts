import type { Construct } from "constructs";
import { DATA_ACTIONS } from "../../aws/iam";
import { accountIdOf, partitionOf } from "../aws-lookups";
import { type Statement, useKeyOf } from "./deployment-permissions";
import { mayPush } from "./pipeline/permissions";

export interface PreviewPermissions {
  readonly region: string;
  /** Bucket of the states. @default none */
  readonly stateBucketName?: string;
  /** Names of the ECR repositories that get the images of previews. @default none */
  readonly repositoryNames?: readonly string[];
}

/** Tag of the unit that a resource belongs to: only previews have one that starts like this. */
const OF_PREVIEWS = "preview-*";

/**
 * What `npm run preview` does, on resources of previews: their names or tags tell them from those of the systems. Names of
 * roles follow from modules/service/task-definition/task-roles.ts, those of services from stacks/operations/preview-stack.ts.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function previewStatements(
  scope: Construct,
  { region, stateBucketName, repositoryNames = [] }: PreviewPermissions,
): Statement[] {
  const [partition, accountId] = [partitionOf(scope), accountIdOf(scope)];
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  const roles = ["execution", "task"].map(
    (kind) => `arn:${partition}:iam::${accountId}:role/ecs-${kind}-*`,
  );
  const tagged = (variable: string) => [
    { test: "StringLike", variable: `${variable}/System`, values: [OF_PREVIEWS] },
  ];
  const [requested, present] = [tagged("aws:RequestTag"), tagged("aws:ResourceTag")];
  return [
    {
      sid: "Services",
      actions: ["CreateService", "UpdateService", "DeleteService", "TagResource"].map(
        (action) => `ecs:${action}`,
      ),
      // A name of a preview's service ends with an underscore and the name of the preview.
      resources: [arn("ecs", "service/*/*_*")],
    },
    {
      sid: "TaskDefinitionTags",
      actions: ["ecs:TagResource"],
      resources: [arn("ecs", "task-definition/*_*:*")],
    },
    // Neither knows resources.
    {
      sid: "TaskDefinitions",
      actions: ["ecs:RegisterTaskDefinition"],
      resources: ["*"],
      condition: requested,
    },
    { sid: "FormerTaskDefinitions", actions: ["ecs:DeregisterTaskDefinition"], resources: ["*"] },
    {
      sid: "NewTargets",
      actions: ["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:CreateRule"],
      resources: ["targetgroup/http-*/*", "listener/app/*/*/*"].map((resource) =>
        arn("elasticloadbalancing", resource),
      ),
      condition: requested,
    },
    {
      sid: "NewTags",
      actions: ["elasticloadbalancing:AddTags"],
      resources: ["targetgroup/http-*/*", "listener-rule/app/*/*/*/*"].map((resource) =>
        arn("elasticloadbalancing", resource),
      ),
      // Or a system's target group could get the tag of previews first, and then be changed.
      condition: [
        ...requested,
        {
          test: "StringEquals",
          variable: "elasticloadbalancing:CreateAction",
          values: ["CreateTargetGroup", "CreateRule"],
        },
      ],
    },
    {
      sid: "Targets",
      actions: [
        ...["ModifyTargetGroup", "ModifyTargetGroupAttributes", "DeleteTargetGroup"],
        // An update changes the day of expiry alone, so that the request lacks the tag of the first one.
        ...["ModifyRule", "DeleteRule", "AddTags", "RemoveTags"],
      ].map((action) => `elasticloadbalancing:${action}`),
      resources: ["targetgroup/http-*/*", "listener-rule/app/*/*/*/*"].map((resource) =>
        arn("elasticloadbalancing", resource),
      ),
      condition: present,
    },
    {
      sid: "Logs",
      actions: [
        ...["CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy"],
        ...["TagResource", "UntagResource"],
      ].map((action) => `logs:${action}`),
      resources: [arn("logs", "log-group:/ecs/preview-*")],
    },
    {
      sid: "NewRoles",
      actions: ["iam:CreateRole"],
      resources: roles,
      condition: requested,
    },
    {
      sid: "NewRoleTags",
      actions: ["iam:TagRole"],
      resources: roles,
      condition: [
        ...requested,
        { test: "Null", variable: "aws:ResourceTag/System", values: ["true"] },
      ],
    },
    {
      sid: "Roles",
      actions: [
        ...["DeleteRole", "UpdateRole", "UpdateRoleDescription", "UpdateAssumeRolePolicy"],
        ...["TagRole", "UntagRole", "PutRolePolicy", "DeleteRolePolicy"],
        ...["AttachRolePolicy", "DetachRolePolicy"],
      ].map((action) => `iam:${action}`),
      resources: roles,
      condition: present,
    },
    {
      // By names alone: AWS advises against tags of roles as a condition of passing them.
      sid: "PassRoles",
      actions: ["iam:PassRole"],
      resources: roles,
      condition: [
        {
          test: "StringEquals",
          variable: "iam:PassedToService",
          values: ["ecs-tasks.amazonaws.com"],
        },
      ],
    },
    {
      sid: "Shared",
      actions: ["ssm:GetParameter"],
      resources: [arn("ssm", "parameter/*/previews")],
    },
    {
      sid: "NoData",
      effect: "Deny",
      actions: [...DATA_ACTIONS],
      notResources: [
        ...(stateBucketName === undefined
          ? []
          : [`arn:${partition}:s3:::${stateBucketName}/${OF_PREVIEWS}`]),
        arn("ssm", "parameter/*/previews"),
      ],
    },
    ...(stateBucketName === undefined ? [] : states(scope, stateBucketName)),
    ...(repositoryNames.length === 0 ? [] : images(scope, { region, repositoryNames })),
  ];
}

/** ECR cannot tell tags apart, so that a preview's image is in the repository of the system. */
function images(scope: Construct, place: Parameters<typeof mayPush>[1]): Statement[] {
  return mayPush(scope, place).map(({ actions, resources }, index) => ({
    sid: index === 0 ? "SignInToImages" : "PushImages",
    actions: [...actions],
    resources: [...resources],
  }));
}

function states(scope: Construct, bucket: string): Statement[] {
  const bucketArn = `arn:${partitionOf(scope)}:s3:::${bucket}`;
  return [
    {
      sid: "States",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: [`${bucketArn}/${OF_PREVIEWS}`],
    },
    { sid: "ListStates", actions: ["s3:ListBucket"], resources: [bucketArn] },
    useKeyOf(scope, bucket, {
      sid: "StateKey",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      objects: OF_PREVIEWS,
    }),
  ];
}
