import { instanceDefaults } from "../../aws/defaults";
import { fargateTask } from "./fargate";
import { choice, number, settings, wholeNumber } from "./fields";
import { image } from "./image";
import { egress, network } from "./network";
import { logRetentionDays } from "./service";

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
  /** Number of tasks, spread over the zones; `--tasks` sets another one. @default 3 */
  tasks: wholeNumber(1, 100).default(3),
  /** A size that Fargate offers. The generator uses one vCPU at most. */
  task: fargateTask({ cpu: 1024, memoryMiB: 2048 }).prefault({}),
  /** CPU architecture of tasks and image. @default "x86_64" */
  architecture: choice("x86_64", "arm64").default(instanceDefaults.architecture),
  /** Ports of the systems to test, in addition to 443. @default 80 */
  egress: egress([{ port: 80, cidr: "0.0.0.0/0" }]),
  /** Longest life of a task. A longer load is refused. @default 60 */
  maxMinutes: wholeNumber(10, 1440).default(60),
  /** A run that may cost more is refused. @default 5 */
  maxCostUsd: number(0.01, 10_000).default(5),
  /** Days after which results are deleted, should the stack be kept. @default 7 */
  resultDays: wholeNumber(1, 365).default(7),
  /** @default the environment's */
  logRetentionDays: logRetentionDays().optional(),
});
