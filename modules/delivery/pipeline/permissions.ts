import type { Construct } from "constructs";
import { accountIdOf, dnsSuffixOf, partitionOf } from "../../aws-lookups";
import type { PolicyStatement } from "../../identity/service-role";

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

function repositoryArns(scope: Construct, { region, repositoryNames }: Place): string[] {
  return repositoryNames.map(
    (name) => `arn:${partitionOf(scope)}:ecr:${region}:${accountIdOf(scope)}:repository/${name}`,
  );
}
