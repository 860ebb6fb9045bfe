import { flag, settings, text, wholeNumber } from "./fields";
import { logRetentionDays } from "./log-retention";

/**
 * A service that runs one task on each instance.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html#service_scheduler_daemon
 */
export function daemonService() {
  return settings(
    {
      /** Part of every name. @default "daemon-api" */
      name: text(
        'must be 1 to 30 letters, digits and inner hyphens, and not start with "aws", "ecs", "fargate" or "internal-"',
        /^(?!aws|ecs|fargate|internal-)(?=.{1,30}$)[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/i,
      ).default("daemon-api"),
      /** Percent of the instances whose task stays up during a deployment. @default 50 */
      minimumHealthyPercent: wholeNumber(0, 99).default(50),
      /** Seconds in which health checks of a new task don't count. @default 0 */
      healthCheckGracePeriodSeconds: wholeNumber(0, 2_147_483_647).default(0),
      /** Lets an operator open a shell in a task. @default false */
      enableExecuteCommand: flag().default(false),
      /** @default the environment's logRetentionDays */
      logRetentionDays: logRetentionDays().optional(),
    },
    {
      desiredCount:
        "must be left out: a daemon runs one task on each instance. Set capacity.minInstances and capacity.maxInstances.",
      maximumPercent:
        "must be left out: it is always 100, for an instance has one task of a daemon. Set minimumHealthyPercent.",
      circuitBreaker:
        "must be left out: its limit of failures comes from a desired count, which a daemon has not. Deploy the former tag to undo a roll-out.",
    },
  );
}
