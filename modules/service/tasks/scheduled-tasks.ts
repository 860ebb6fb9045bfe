import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { scheduledTaskDefaults } from "../../../aws/defaults";
import { scheduleProblem } from "../../../aws/scaling/schedules";
import {
  overridesFit,
  retryPolicy,
  type TaskCommand,
  taskOverrides,
} from "../../../aws/scaling/scheduler";
import { ServiceRole } from "../../identity/service-role";
import { terraformJson } from "../../terraform-json";
import { obeys, validate, within } from "../../validation";
import { FailedTasks, type FailedTasksProps } from "./failed-tasks";
import { mayRunTask, namePrefix, neededToRun, placeOf, type RunTaskProps } from "./run-task";

/** A task that runs at certain times and ends by itself. */
export interface ScheduledTask extends TaskCommand {
  /** `cron(minutes hours day-of-month month day-of-week year)`, `rate(…)` or `at(yyyy-mm-ddThh:mm:ss)`. */
  readonly schedule: string;
  /** Name of an IANA time zone, as in `Europe/Berlin`; summer time is minded. @default "UTC" */
  readonly timezone?: string;
  /** @default true */
  readonly enabled?: boolean;
  /** How often Scheduler tries again to start it. @default 3 */
  readonly retries?: number;
  /** Minutes after its time when it is no longer started. @default 60 */
  readonly maximumAgeMinutes?: number;
}

export interface ScheduledTasksProps extends RunTaskProps {
  /** Name of the service, and start of other names. */
  readonly name: string;
  /** By name. */
  readonly tasks: Readonly<Record<string, ScheduledTask>>;
  /** @default none */
  readonly alarms?: FailedTasksProps["alarms"];
  /** `ENABLED` or `DISABLED`, for all of them; may be an expression. @default each one's `enabled` */
  readonly state?: string;
  /** What must have succeeded before a schedule gets a new version. @default nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Tasks of a service's task definition that EventBridge Scheduler starts, on the capacity of the service.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export class ScheduledTasks extends Construct {
  readonly failed: FailedTasks;
  private readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: ScheduledTasksProps) {
    super(scope, id);
    const { name, capacity, alarms } = props;
    const group = `${name}-scheduled`;
    const clusterArn = capacity.cluster.arn;
    this.failed = new FailedTasks(this, "failed", { name, group, clusterArn, alarms });
    this.role = new ServiceRole(this, "role", {
      service: "scheduler.amazonaws.com",
      namePrefix: namePrefix(name),
      description: `Starts the scheduled tasks of ${name}`,
    });
    this.role.allow("run-tasks", [
      ...mayRunTask(this, props),
      { actions: ["sqs:SendMessage"], resources: [this.failed.queue.arn] },
    ]);
    for (const [task, its] of Object.entries(props.tasks))
      this.addSchedule(task, its, props, group);
  }

  private addSchedule(
    task: string,
    its: ScheduledTask,
    props: ScheduledTasksProps,
    group: string,
  ): void {
    const {
      enabled = scheduledTaskDefaults.enabled,
      retries = scheduledTaskDefaults.retries,
      maximumAgeMinutes = scheduledTaskDefaults.maximumAgeMinutes,
    } = its;
    const { name, taskDefinition, containerName, capacity, state } = props;
    validate(
      this,
      within(`${task}.retries`, retries, ...retryPolicy.attempts),
      within(`${task}.maximumAgeMinutes`, maximumAgeMinutes, ...retryPolicy.maximumAgeMinutes),
      obeys(overridesFit, its, `${task}.`),
      () => {
        const problem = scheduleProblem(its.schedule);
        return problem && `\`${task}.schedule\` ${problem}, got "${its.schedule}".`;
      },
    );
    // A name alone could be one that every JavaScript object has, such as `constructor`, which no construct can have.
    new SchedulerSchedule(this, `task-${task}`, {
      namePrefix: namePrefix(`${name.slice(0, 37 - task.length)}-${task}`),
      description: `Runs ${task} of ${name}`,
      scheduleExpression: its.schedule,
      scheduleExpressionTimezone: its.timezone ?? "UTC",
      state: enabled ? (state ?? "ENABLED") : "DISABLED",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: capacity.cluster.arn,
        roleArn: this.role.arn,
        input: terraformJson(taskOverrides(containerName, its)),
        deadLetterConfig: { arn: this.failed.queue.arn },
        retryPolicy: {
          maximumRetryAttempts: retries,
          maximumEventAgeInSeconds: maximumAgeMinutes * 60,
        },
        ecsParameters: {
          taskDefinitionArn: taskDefinition.arn,
          taskCount: 1,
          group,
          enableEcsManagedTags: true,
          enableExecuteCommand: taskDefinition.enableExecuteCommand,
          propagateTags: "TASK_DEFINITION",
          ...placeOf(capacity),
        },
      },
      dependsOn: [...neededToRun(props), ...this.role.policies, ...(props.dependsOn ?? [])],
    });
  }
}
