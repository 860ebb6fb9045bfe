import * as ecs from "../../aws/ecs";
import * as logs from "../../aws/logs";
import * as z from "zod";
import { ofAws, rule } from "../rules/rule";
import { ecsName } from "./container";
import { flag, settings, text, wholeNumber } from "./fields";

const retentionRule = "must be a number of days that CloudWatch Logs takes";

/** Days for which CloudWatch keeps logs. */
export function logRetentionDays() {
  return z.number({ error: `${retentionRule}, as in 30` }).superRefine((days, context) => {
    if (logs.logRetentionDays.includes(days)) return;
    const near = logs.nearestRetentions(days);
    const fix = `The nearest ${near.length === 1 ? "is" : "are"} ${near.join(" and ")}.`;
    context.addIssue({ code: "custom", message: retentionRule, input: days, params: { fix } });
  });
}

export interface ServiceDefaults {
  readonly name: string;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/**
 * A service of tasks that are replaced in a rolling way.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html
 */
export function service(defaults: ServiceDefaults) {
  return settings({
    name: ecsName().default(defaults.name),
    /** Tasks of the first deployment; afterwards scaling owns the number. @default 1, to which scaling adds at once */
    desiredCount: wholeNumber(1, ecs.tasksPerService[1]).optional(),
    /** Percent of the desired tasks that stay healthy during a deployment. */
    minimumHealthyPercent: wholeNumber(...ecs.deployment.minimumHealthyPercent).default(
      defaults.minimumHealthyPercent,
    ),
    /** Percent of the desired tasks that may run during a deployment, old and new. */
    maximumPercent: wholeNumber(...ecs.deployment.maximumPercent).default(defaults.maximumPercent),
    /** Rolls a deployment back whose tasks don't get healthy. @default true */
    circuitBreaker: flag().default(true),
    /** Seconds in which health checks of a new task don't count. @default 0 */
    healthCheckGracePeriodSeconds: wholeNumber(
      ...ecs.deployment.healthCheckGracePeriodSeconds,
    ).default(0),
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

/** At the fewest tasks, where rounding leaves a deployment the least room. */
export const rollsOut = rule<RollingService>(
  ["service.minimumHealthyPercent", "service.maximumPercent", "serviceScaling.minTasks"],
  ({ service, serviceScaling: { minTasks: tasks } }) =>
    ofAws(ecs.rollsOut, "service.")({ ...service, tasks }),
);

interface ExecService {
  service: { enableExecuteCommand: boolean };
  container: { readonlyRootFilesystem: boolean };
}

export const execCanWrite = rule<ExecService>(
  ["service.enableExecuteCommand", "container.readonlyRootFilesystem"],
  ({ service, container }) => ofAws(ecs.execCanWrite, "service.")({ ...service, ...container }),
);

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
      healthCheckGracePeriodSeconds: wholeNumber(
        ...ecs.deployment.healthCheckGracePeriodSeconds,
      ).default(0),
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
