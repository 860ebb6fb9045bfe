import * as z from "zod";
import { managedPolicyArn } from "../../../aws/iam";
import { secretInCommandLine } from "../../rules/containers/secrets";
import {
  alarmMinutes,
  connectionArn,
  deploymentMinutes,
  filePaths,
  findingCount,
  scanMinutes,
} from "../../../aws/delivery/pipelines";
import {
  arn,
  choice,
  dictionary,
  flag,
  hasTemplate,
  kindsOf,
  list,
  settings,
  text,
  wholeNumber,
} from "../fields";
import { branchName } from "./github";

/** The repository with this project. */
const repository = {
  /** Repository, such as `acme/shop`. On GitLab, groups precede the name. */
  repository: text(
    'must be the owner and the name of a repository, as in "acme/shop"',
    /^(?!.*\.git$)\w[\w.-]{0,99}(\/(?!\.{1,2}(\/|$))[\w.-]{1,100}){1,6}$/,
    'Leave out "https://github.com/" and ".git".',
  ),
  /** Branch that is released. @default "main" */
  branch: branchName().default("main"),
  /**
   * ARN of a connection to the repository's provider, in the environment's region and account. A connection that you have
   * serves all repositories of the provider.
   * @default a new one, which a person completes in the console: docs/how-to/pipeline.md
   * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/connections.html
   */
  connectionArn: arn(
    "must be the ARN of a connection",
    connectionArn,
    'the id of a connection, as in "connection/01234567-89ab-cdef-0123-456789abcdef"',
  ).optional(),
  /** Where the repository is, for a new connection. @default "GitHub" without connectionArn */
  provider: choice("GitHub", "GitLab", "Bitbucket").optional(),
};

const connection = settings({
  /** A push to a branch starts the pipeline, which builds the images and tags them with the commit. */
  kind: z.literal("connection"),
  ...repository,
  /**
   * Only pushes that change one of these files start the pipeline, as in `services/**`.
   * @default a push of any file
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html
   */
  filePaths: list(
    text(
      'must be a pattern of paths in the repository, as in "services/**"',
      (path) =>
        /^[^\s/\p{C}][^\p{C}]*$/u.test(path) &&
        path.length <= filePaths.maxLength &&
        !hasTemplate(path),
    ),
    "patterns",
    1,
    filePaths.max,
  ).optional(),
});

const imagePush = settings({
  /**
   * An image that something else pushes to the system's repository starts the pipeline, which releases its tag. The branch has
   * this project.
   */
  kind: z.literal("image-push"),
  ...repository,
});

/** A number of findings. */
function findings() {
  return wholeNumber(...findingCount);
}

const scan = settings({
  /**
   * Number of critical findings that an image may have.
   * @default 0
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFindings.html
   */
  maxCritical: findings().default(0),
  /**
   * Number of findings of high severity that an image may have.
   * @default any number
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFindings.html
   */
  maxHigh: findings().optional(),
  /**
   * Number of findings of medium severity that an image may have.
   * @default any number
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFindings.html
   */
  maxMedium: findings().optional(),
  /**
   * Minutes to wait for the end of a scan.
   * @default 15
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
   */
  waitMinutes: wholeNumber(...scanMinutes).default(15),
});

const byTerraform = settings({
  /** Terraform plans and applies the whole stack with the release as `image_tag`. */
  kind: z.literal("terraform"),
  /**
   * Managed policies of the role that applies, in addition to the management of roles.
   * @default AWS's PowerUserAccess
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html
   */
  policyArns: list(
    text(
      'must be the ARN of a managed policy, as in "arn:aws:iam::aws:policy/PowerUserAccess"',
      managedPolicyArn,
    ),
    "ARNs of policies",
    1,
    9,
  ).optional(),
});

const byEcs = settings({
  /** CodePipeline gives the services new task definitions with the release's images. Terraform ignores them. */
  kind: z.literal("ecs"),
  /**
   * Minutes after which a deployment has failed.
   * @default 60
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
   */
  timeoutMinutes: wholeNumber(...deploymentMinutes).default(60),
});

/**
 * A pipeline in AWS CodePipeline that builds, scans, plans and applies the releases of a system:
 * docs/how-to/pipeline.md.
 */
const pipeline = settings({
  /** What starts the pipeline, and where this project is. */
  source: z.discriminatedUnion(
    "kind",
    [connection, imagePush],
    kindsOf('must be an object with kind "connection" or "image-push"'),
  ),
  /**
   * CPU architectures that the images are built for, each by a machine of its own. The tasks run one of them.
   * @default that of the system's capacity
   */
  architectures: list(choice("x86_64", "arm64"), "architectures", 1, 2).optional(),
  /**
   * Commands that test a commit, in the project's root; none of them may fail. An empty list tests nothing.
   * @default ["npm test -- unit service"]
   */
  testCommands: list(
    text(
      'must be a command of one line without a secret, as in "npm test -- unit"',
      (command) =>
        /^(?=.*\S)[^\p{C}]{1,500}$/u.test(command) &&
        !hasTemplate(command) &&
        secretInCommandLine(command) === undefined,
    ),
    "commands",
    0,
    10,
  ).default(["npm test -- unit service"]),
  /**
   * Size of the machines that build and test: 2, 4 or 8 vCPUs.
   * @default "medium"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
   */
  buildSize: choice("small", "medium", "large").default("medium"),
  /** What ECR or Inspector may find in an image that is released. */
  scan: scan.prefault({}),
  /**
   * Whether a person approves each plan before it is applied.
   * @default true if the environment's protections.deletionProtection is true
   */
  approval: flag().optional(),
  /**
   * What rolls a release back: a failed apply or one of the system's alarms, a failed apply alone, or nothing.
   * @default "alarms" if the environment has a receiver of alarms, otherwise "failure"
   */
  rollback: choice("alarms", "failure", "none").optional(),
  /**
   * Minutes after a release in which an alarm rolls it back.
   * @default 10 with rollback "alarms"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html
   */
  alarmMinutes: wholeNumber(...alarmMinutes).optional(),
  /** What deploys a release, and so owns the task definition. @default { kind: "terraform" } */
  deploy: z
    .discriminatedUnion(
      "kind",
      [byTerraform, byEcs],
      kindsOf('must be an object with kind "terraform" or "ecs"'),
    )
    .prefault({ kind: "terraform" }),
});

/**
 * The pipelines of an environment, by the names of their systems.
 *
 * @param systems names of all systems
 */
export function pipelines(systems: readonly string[]) {
  return dictionary(
    `of a system: ${systems.join(", ")}`,
    (name) => systems.includes(name),
    pipeline,
    { min: 1, max: 20 },
  );
}
