import * as ecs from "../../../aws/containers/ecs";
import { managedPolicyArn } from "../../../aws/iam";
import * as logs from "../../../aws/observability/logs";
import * as z from "zod";
import { broken, ofAws, rule } from "../../rules/rule";
import { ecsName } from "../containers/container";
import { choice, flag, list, roleArn, settings, text, wholeNumber } from "../fields";

const retentionRule = "must be a number of days that CloudWatch Logs supports";

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
 * A service whose tasks are replaced by rolling updates.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html
 */
export function service(defaults: ServiceDefaults) {
  return settings({
    ...rollingService(defaults),
    /**
     * Days to keep logs.
     * @default the environment's logRetentionDays
     * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
     */
    logRetentionDays: logRetentionDays().optional(),
  });
}

/** The same for a system whose services share a log group. */
export function serviceWithSharedLog(defaults: ServiceDefaults) {
  return settings(rollingService(defaults), {
    logRetentionDays:
      "must be removed: all services of the system share a log, whose retention is the environment's logRetentionDays.",
  });
}

/** The same for a service that no balancer checks. */
export function serviceWithoutBalancer(defaults: ServiceDefaults) {
  return settings(
    {
      ...withoutBalancer(defaults),
      /**
       * Days to keep logs.
       * @default the environment's logRetentionDays
       * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
       */
      logRetentionDays: logRetentionDays().optional(),
    },
    {
      healthCheckGracePeriodSeconds:
        "must be left out: it applies to a load balancer's health checks, which this service does not have. Set startPeriodSeconds of containerCheck.",
    },
  );
}

function rollingService(defaults: ServiceDefaults) {
  return {
    ...withoutBalancer(defaults),
    /**
     * Seconds during which failed health checks of a new task are ignored.
     * @default 0
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
     */
    healthCheckGracePeriodSeconds: wholeNumber(
      ...ecs.deployment.healthCheckGracePeriodSeconds,
    ).default(0),
  };
}

function withoutBalancer(defaults: ServiceDefaults) {
  return {
    /** Name of the service. @default - the system's own, on its page */
    name: ecsName().default(defaults.name),
    /**
     * Tasks of the first deployment. Afterwards scaling sets the number.
     * @default 1, which scaling raises at once
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
     */
    desiredCount: wholeNumber(1, ecs.tasksPerService[1]).optional(),
    /**
     * Percent of the desired tasks that stay healthy during a deployment.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
     */
    minimumHealthyPercent: wholeNumber(...ecs.deployment.minimumHealthyPercent).default(
      defaults.minimumHealthyPercent,
    ),
    /**
     * Percent of the desired tasks that may run during a deployment, old and new.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
     */
    maximumPercent: wholeNumber(...ecs.deployment.maximumPercent).default(defaults.maximumPercent),
    /** Rolls a deployment back when its tasks do not become healthy. @default true */
    circuitBreaker: flag().default(true),
    /** Lets an operator open a shell in a task. @default false */
    enableExecuteCommand: flag().default(false),
    /** What the program may do in AWS. */
    permissions: permissions().prefault({}),
  };
}

/** AWS permissions of the program, in addition to those that the system needs. @default none */
function permissions() {
  return settings({
    /** Actions and the ARNs that they are allowed on, as in an IAM policy. @default none */
    statements: list(
      settings({
        actions: list(
          text('must be an IAM action, as in "s3:GetObject"', /^[a-z0-9-]{1,40}:[\w*]{1,128}$/i),
          "actions",
          1,
          100,
        ),
        resources: list(
          text(
            'must be an ARN or "*", as in "arn:aws:s3:::shop-images/*"',
            /^(\*|arn:aws[a-z-]{0,20}:[!-#&-~]{1,1000})$/,
          ),
          "resources",
          1,
          100,
        ),
      }),
      "statements",
      0,
      20,
    ).default([]),
    /** ARNs of IAM policies. @default none */
    managedPolicyArns: list(
      text("must be the ARN of an IAM policy", managedPolicyArn),
      "policies",
      0,
      10,
    ).default([]),
    /** An existing role that trusts ecs-tasks.amazonaws.com, instead of a new role with these permissions. @default a new role */
    roleArn: roleArn().optional(),
  }).check(
    rule<{ statements: unknown[]; managedPolicyArns: string[]; roleArn?: string }>(
      ["statements", "managedPolicyArns", "roleArn"],
      ({ statements, managedPolicyArns, roleArn }) =>
        roleArn === undefined || statements.length + managedPolicyArns.length === 0
          ? undefined
          : broken(
              "roleArn",
              "must not be given with statements or managedPolicyArns, because they are not added to an existing role",
              roleArn,
              "Grant the permissions in that role, or remove roleArn.",
            ),
    ),
  );
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
      /**
       * Percent of the instances whose task keeps running during a deployment.
       * @default 50
       * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
       */
      minimumHealthyPercent: wholeNumber(0, 99).default(50),
      /**
       * Seconds during which failed health checks of a new task are ignored.
       * @default 0
       * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
       */
      healthCheckGracePeriodSeconds: wholeNumber(
        ...ecs.deployment.healthCheckGracePeriodSeconds,
      ).default(0),
      /** Lets an operator open a shell in a task. @default false */
      enableExecuteCommand: flag().default(false),
      /** What the program may do in AWS. */
      permissions: permissions().prefault({}),
      /**
       * Days to keep logs.
       * @default the environment's logRetentionDays
       * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
       */
      logRetentionDays: logRetentionDays().optional(),
    },
    {
      desiredCount:
        "must be removed: a daemon runs one task on each instance. Set capacity.minInstances and capacity.maxInstances.",
      maximumPercent:
        "must be removed: it is always 100, because an instance runs one task of a daemon. Set minimumHealthyPercent.",
      circuitBreaker:
        "must be removed: its failure threshold depends on a desired count, which a daemon does not have. Deploy the previous tag to roll back.",
    },
  );
}

/**
 * Container Insights of a cluster. AWS charges per metric: "enhanced" has metrics per task and container, "enabled" per
 * service, "disabled" only those that ECS reports for free.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html
 */
export function containerInsights() {
  return choice("enhanced", "enabled", "disabled");
}
