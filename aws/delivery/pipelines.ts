import type { ArnParts } from "../names";

/**
 * Regions of the standard partition in which a pipeline cannot take its source from a connection.
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html (2026-11-29)
 */
export const REGIONS_WITHOUT_CONNECTIONS: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "eu-central-2",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
];

/**
 * The older service name is that of connections which were made before July 1, 2024.
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html (2026-11-29)
 */
export const connectionArn: ArnParts = {
  service: "(codeconnections|codestar-connections)",
  resource: String.raw`connection/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`,
};

/** @see https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_Connection.html (2026-11-29) */
export const MAX_CONNECTION_NAME = 32;

/**
 * Patterns of file paths in a trigger.
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitFilePathFilterCriteria.html (2026-11-29)
 */
export const filePaths = { max: 8, maxLength: 255 };

/**
 * CodeBuild's images, each with Node.js, Docker and the AWS CLI.
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html (2026-11-29)
 */
export const buildImages = {
  x86_64: {
    type: "LINUX_CONTAINER",
    image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
  },
  arm64: {
    type: "ARM_CONTAINER",
    image: "aws/codebuild/amazonlinux-aarch64-standard:3.0",
  },
} as const;

/**
 * Sizes of a build: 2, 4 and 8 vCPUs, with 4, 8 and 16 GiB.
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html (2026-11-29)
 */
export const buildSizes = {
  small: "BUILD_GENERAL1_SMALL",
  medium: "BUILD_GENERAL1_MEDIUM",
  large: "BUILD_GENERAL1_LARGE",
} as const;

/** These limits are this project's own. */
export const findingCount = [0, 10_000] as const;
/** Of a build, which may take 8 hours. @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html (2026-11-29) */
export const scanMinutes = [1, 120] as const;
export const alarmMinutes = [1, 60] as const;

/**
 * Time that the ECS action waits for a deployment.
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html (2026-11-29)
 */
export const deploymentMinutes = [1, 60] as const;
