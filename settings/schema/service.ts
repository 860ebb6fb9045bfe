import { broken, rule } from "../rules/rule";
import { ecsName } from "./container";
import { flag, settings, wholeNumber } from "./fields";
import { logRetentionDays } from "./log-retention";

export interface ServiceDefaults {
  readonly name: string;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MAX_TASKS = 5000;

/**
 * A service of tasks that are replaced in a rolling way.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html
 */
export function service(defaults: ServiceDefaults) {
  return settings({
    name: ecsName().default(defaults.name),
    /** Tasks of the first deployment; afterwards scaling owns the number. @default 1, to which scaling adds at once */
    desiredCount: wholeNumber(1, MAX_TASKS).optional(),
    /** Percent of the desired tasks that stay healthy during a deployment. */
    minimumHealthyPercent: wholeNumber(0, 100).default(defaults.minimumHealthyPercent),
    /** Percent of the desired tasks that may run during a deployment, old and new. */
    maximumPercent: wholeNumber(100, 200).default(defaults.maximumPercent),
    /** Rolls a deployment back whose tasks don't get healthy. @default true */
    circuitBreaker: flag().default(true),
    /** Seconds in which health checks of a new task don't count. @default 0 */
    healthCheckGracePeriodSeconds: wholeNumber(0, 2_147_483_647).default(0),
    /** Lets an operator open a shell in a task. @default false */
    enableExecuteCommand: flag().default(false),
    /** @default the environment's logRetentionDays */
    logRetentionDays: logRetentionDays().optional(),
  });
}

interface RollingService {
  service: { minimumHealthyPercent: number; maximumPercent: number };
  serviceScaling: { minTasks: number };
}

/**
 * A deployment goes on by stopping an old task first or starting a new one first. AWS rounds the number of tasks that
 * stay healthy up, and that of tasks that may run down, so that few tasks may have room for neither.
 */
export const rollsOut = rule<RollingService>(
  ["service.minimumHealthyPercent", "service.maximumPercent", "serviceScaling.minTasks"],
  ({ service: { minimumHealthyPercent, maximumPercent }, serviceScaling: { minTasks } }) => {
    if (minTasks === 0) return undefined;
    const keep = Math.ceil((minTasks * minimumHealthyPercent) / 100);
    const most = Math.floor((minTasks * maximumPercent) / 100);
    return keep < minTasks || most > minTasks
      ? undefined
      : broken(
          "service.maximumPercent",
          `must leave a deployment room: of ${minTasks} tasks (serviceScaling.minTasks), ${keep} must stay healthy ` +
            `(minimumHealthyPercent ${minimumHealthyPercent}) and ${most} may run`,
          maximumPercent,
          "Raise it, or lower minimumHealthyPercent.",
        );
  },
);

interface ExecService {
  service: { enableExecuteCommand: boolean };
  container: { readonlyRootFilesystem: boolean };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html on considerations */
export const execCanWrite = rule<ExecService>(
  ["service.enableExecuteCommand", "container.readonlyRootFilesystem"],
  ({ service: { enableExecuteCommand }, container: { readonlyRootFilesystem } }) =>
    enableExecuteCommand && readonlyRootFilesystem
      ? broken(
          "service.enableExecuteCommand",
          "must be false while container.readonlyRootFilesystem is true, for its agent writes to the container's files",
          enableExecuteCommand,
          "Set container.readonlyRootFilesystem to false for as long as you need a shell.",
        )
      : undefined,
);
