import { instanceDefaults } from "../../../aws/defaults";
import { fargateTask } from "../capacity/fargate";
import { choice, number, settings, wholeNumber } from "../fields";
import { image } from "../containers/image";
import { egress, network } from "../network";
import { logRetentionDays } from "../service/service";

/** Tasks on Fargate that send a load together: `npm run load-test -- <url> --distributed <environment>`. */
export const loadTest = settings({
  /**
   * Where the tasks run. Without private subnets they get public addresses, which cost less than a NAT gateway.
   * @default the environment's
   */
  network: network.optional(),
  /** The load generator. @default built from this project's sources */
  image: image({
    repositoryName: "load-generator",
    context: "tools",
    dockerfile: "load-test/task/Dockerfile",
  }).prefault({ kind: "repository", build: {} }),
  /**
   * Number of tasks, spread over the zones. `--tasks` sets another one.
   * @default 3
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
   */
  tasks: wholeNumber(1, 100).default(3),
  /** A size that Fargate offers. The generator uses one vCPU at most. */
  task: fargateTask({ cpu: 1024, memoryMiB: 2048 }).prefault({}),
  /** CPU architecture of tasks and image. @default "x86_64" */
  architecture: choice("x86_64", "arm64").default(instanceDefaults.architecture),
  /** Ports of the systems to test, in addition to 443. @default port 80 of any address */
  egress: egress([{ port: 80, cidr: "0.0.0.0/0" }]),
  /**
   * Minutes that a task runs at most. A longer load is refused.
   * @default 60
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  maxMinutes: wholeNumber(10, 1440).default(60),
  /**
   * US dollars. A run that may cost a higher number of them is refused.
   * @default 5
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate.html
   */
  maxCostUsd: number(0.01, 10_000).default(5),
  /**
   * Days after which results are deleted, should the stack be kept.
   * @default 7
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
   */
  resultDays: wholeNumber(1, 365).default(7),
  /**
   * Days that logs are kept.
   * @default the environment's
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  logRetentionDays: logRetentionDays().optional(),
});
