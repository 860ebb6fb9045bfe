import type { Construct } from "constructs";
import { accountIdOf, dnsSuffixOf, partitionOf } from "../../aws-lookups";
import type { PolicyStatement } from "../../identity/service-role";
import type { ReleasedService } from "./ecs-releases";

interface Place {
  readonly region: string;
  /** Names of the ECR repositories of the system's images. */
  readonly repositoryNames: readonly string[];
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
export function mayPush(scope: Construct, place: Place): PolicyStatement[] {
  return [
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: repositoryArns(scope, place),
    },
  ];
}

/**
 * Findings of an enhanced scan are Inspector's, whose actions support no resources.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html
 */
export function mayReadScans(scope: Construct, place: Place): PolicyStatement[] {
  return [
    {
      actions: ["ecr:BatchGetImage", "ecr:DescribeImageScanFindings"],
      resources: repositoryArns(scope, place),
    },
    { actions: ["inspector2:ListCoverage", "inspector2:ListFindings"], resources: ["*"] },
  ];
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
export function mayNotify(
  scope: Construct,
  { region }: Place,
  topicArn: string,
): PolicyStatement[] {
  return [
    { actions: ["sns:Publish"], resources: [topicArn] },
    {
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [`arn:${partitionOf(scope)}:kms:${region}:${accountIdOf(scope)}:key/*`],
      conditions: [
        {
          test: "StringEquals",
          variable: "kms:ViaService",
          values: [`sns.${region}.${dnsSuffixOf(scope)}`],
        },
      ],
    },
  ];
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html */
export function mayReleaseServices(
  scope: Construct,
  { region }: Place,
  services: readonly ReleasedService[],
): PolicyStatement[] {
  const account = accountIdOf(scope);
  const roles = [...new Set(services.flatMap(({ roleNames }) => roleNames))];
  return [
    {
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: serviceArns(scope, region, services),
    },
    { actions: ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"], resources: ["*"] },
    {
      actions: ["ecs:TagResource"],
      resources: [`arn:${partitionOf(scope)}:ecs:${region}:${account}:task-definition/*`],
      conditions: [
        { test: "StringEquals", variable: "ecs:CreateAction", values: ["RegisterTaskDefinition"] },
      ],
    },
    {
      actions: ["iam:PassRole"],
      resources: roles.map((name) => `arn:${partitionOf(scope)}:iam::${account}:role/${name}`),
      conditions: [
        {
          test: "StringEquals",
          variable: "iam:PassedToService",
          values: ["ecs-tasks.amazonaws.com"],
        },
      ],
    },
  ];
}

/** CloudWatch returns composite alarms only to whom all alarms are allowed. */
export function mayWatch(
  scope: Construct,
  { region }: Place,
  services: readonly ReleasedService[],
): PolicyStatement[] {
  return [
    { actions: ["cloudwatch:DescribeAlarms"], resources: ["*"] },
    ...(services.length === 0
      ? []
      : [
          {
            actions: ["ecs:DescribeServices"],
            resources: serviceArns(scope, region, services),
          },
        ]),
  ];
}

function serviceArns(scope: Construct, region: string, services: readonly ReleasedService[]) {
  return services.map(
    ({ clusterName, serviceName }) =>
      `arn:${partitionOf(scope)}:ecs:${region}:${accountIdOf(scope)}:service/${clusterName}/${serviceName}`,
  );
}

function repositoryArns(scope: Construct, { region, repositoryNames }: Place): string[] {
  return repositoryNames.map(
    (name) => `arn:${partitionOf(scope)}:ecr:${region}:${accountIdOf(scope)}:repository/${name}`,
  );
}
