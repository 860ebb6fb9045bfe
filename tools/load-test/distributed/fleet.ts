import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../../terminal/user-error";
import { callingAws } from "./aws-failure";

/** Where the tasks run: outputs of the deployed stack. */
export interface Place {
  readonly region: string;
  readonly clusterName: string;
  readonly taskDefinitionArn: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly assignPublicIp: boolean;
  readonly bucketName: string;
  readonly scheduleGroupName: string;
  readonly scheduleRoleArn: string;
}

export interface TaskState {
  readonly part: number;
  /** A status as in the ECS API: PROVISIONING, PENDING, RUNNING, ... STOPPED. */
  readonly status: string;
  /** Why it stopped. */
  readonly reason: string | undefined;
}

const CONTAINER = "generator";
/** DescribeTasks accepts up to 100 tasks. */
const TASKS_AT_ONCE = 100;
/** A new role takes a few seconds to reach all of AWS. */
const ROLE_SECONDS = 30;

/**
 * @returns ARNs of the tasks in a cluster; none if the cluster does not exist
 */
export async function tasksIn(region: string, cluster: string): Promise<readonly string[]> {
  const ecs = new ECSClient({ region });
  try {
    return await callingAws("list the tasks of the cluster", async () => {
      const { taskArns = [] } = await ecs.send(
        new ListTasksCommand({ cluster, desiredStatus: "RUNNING" }),
      );
      return taskArns;
    }).catch((error: unknown) => {
      if (error instanceof UserError && error.message.includes("ClusterNotFoundException"))
        return [];
      throw error;
    });
  } finally {
    ecs.destroy();
  }
}

/** The tasks of one run. */
export class Fleet {
  private readonly place: Place;
  private readonly run: string;
  private readonly ecs: ECSClient;
  private readonly scheduler: SchedulerClient;
  /** ARNs by part. */
  private readonly arns = new Map<number, string>();

  constructor(place: Place, run: string) {
    this.place = place;
    this.run = run;
    this.ecs = new ECSClient({ region: place.region });
    this.scheduler = new SchedulerClient({ region: place.region });
  }

  /**
   * Starts the tasks, distributed over the subnets, and schedules the end of each in AWS.
   *
   * @throws UserError if one cannot be started. Those that were started keep running.
   */
  async start(parts: number, deadline: Date, signal: AbortSignal): Promise<void> {
    for (let part = 1; part <= parts && !signal.aborted; part += 1) {
      const arn = await this.startPart(part);
      this.arns.set(part, arn);
      await this.scheduleStop(part, arn, deadline);
    }
  }

  async states(): Promise<readonly TaskState[]> {
    const all = [...this.arns];
    const states: TaskState[] = [];
    for (let at = 0; at < all.length; at += TASKS_AT_ONCE) {
      const asked = all.slice(at, at + TASKS_AT_ONCE);
      const { tasks = [] } = await callingAws("describe the tasks", () =>
        this.ecs.send(
          new DescribeTasksCommand({
            cluster: this.place.clusterName,
            tasks: asked.map(([, arn]) => arn),
          }),
        ),
      );
      for (const [part, arn] of asked) {
        const task = tasks.find(({ taskArn }) => taskArn === arn);
        const container = task?.containers?.find(({ name }) => name === CONTAINER);
        const exit =
          container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`;
        const reasons = [task?.stoppedReason, container?.reason, exit];
        states.push({
          part,
          status: task?.lastStatus ?? "STOPPED",
          reason: reasons.filter(Boolean).join(", ") || undefined,
        });
      }
    }
    return states;
  }

  /** Stops all tasks at the same time. Each writes its results first. */
  async stop(reason: string): Promise<void> {
    const cluster = this.place.clusterName;
    await callingAws("stop the tasks", () =>
      Promise.all(
        [...this.arns.values()].map((task) =>
          this.ecs.send(new StopTaskCommand({ cluster, task, reason })),
        ),
      ),
    );
  }

  close(): void {
    this.ecs.destroy();
    this.scheduler.destroy();
  }

  private async startPart(part: number): Promise<string> {
    const { clusterName, taskDefinitionArn, subnetIds, securityGroupIds } = this.place;
    // One call per task, because their parts differ and to alternate between zones.
    const subnet = subnetIds[(part - 1) % subnetIds.length] ?? "";
    const environment = { RUN: this.run, PART: `${part}` };
    const { tasks = [], failures = [] } = await callingAws(`run task ${part}`, () =>
      this.ecs.send(
        new RunTaskCommand({
          cluster: clusterName,
          taskDefinition: taskDefinitionArn,
          launchType: "FARGATE",
          count: 1,
          clientToken: `${this.run}-${part}`,
          startedBy: `load-test/${this.run}`,
          propagateTags: "TASK_DEFINITION",
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [subnet],
              securityGroups: [...securityGroupIds],
              assignPublicIp: this.place.assignPublicIp ? "ENABLED" : "DISABLED",
            },
          },
          overrides: {
            containerOverrides: [
              {
                name: CONTAINER,
                environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
              },
            ],
          },
        }),
      ),
    );
    const arn = tasks[0]?.taskArn;
    if (arn !== undefined) return arn;
    const reasons = failures.map(({ reason, detail }) =>
      [reason, detail].filter(Boolean).join(": "),
    );
    throw new UserError(
      `AWS did not run task ${part}: ${reasons.join("; ") || "it gave no reason"}. Use fewer tasks (--tasks), or ask for a higher quota of Fargate vCPUs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html`,
    );
  }

  /** Stops the task even if this machine and the task's own limits fail. */
  private async scheduleStop(part: number, taskArn: string, deadline: Date): Promise<void> {
    const { clusterName, scheduleGroupName, scheduleRoleArn } = this.place;
    const [, partition = "aws"] = scheduleRoleArn.split(":");
    const schedule = new CreateScheduleCommand({
      Name: `${this.run}-${part}`,
      GroupName: scheduleGroupName,
      ScheduleExpression: `at(${deadline.toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: {
        Arn: `arn:${partition}:scheduler:::aws-sdk:ecs:stopTask`,
        RoleArn: scheduleRoleArn,
        Input: JSON.stringify({
          Cluster: clusterName,
          Task: taskArn,
          Reason: "The deadline of the load test",
        }),
      },
    });
    const until = Date.now() + ROLE_SECONDS * 1000;
    await callingAws(`schedule the end of task ${part}`, async () => {
      for (;;) {
        try {
          return await this.scheduler.send(schedule);
        } catch (error) {
          const isTooEarly = /must allow .* to assume the role/i.test((error as Error).message);
          if (!isTooEarly || Date.now() > until) throw error;
          await wait(2000);
        }
      }
    });
  }
}
