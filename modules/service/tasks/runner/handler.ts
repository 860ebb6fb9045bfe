/**
 * The program of a Lambda function: runs one task of ECS and waits for its end. Terraform invokes it before it changes a
 * service, and an error that it throws fails the apply.
 *
 * One file that imports nothing but the AWS SDK, which the function's runtime has: `archive.ts` strips its types and packs it.
 */
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  paginateListTasks,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
  type Task,
} from "@aws-sdk/client-ecs";

/** The input of an invocation. */
export interface Order {
  /** The service that waits for the task. */
  readonly service: string;
  /** The container whose exit code is the task's. */
  readonly container: string;
  /** The request to ECS, without what makes it happen once. */
  readonly request: RunTaskCommandInput;
  readonly timeoutSeconds: number;
  /** Without the start of its streams if a log router takes the output. */
  readonly log: { readonly group: string; readonly streamPrefix?: string };
  /**
   * When the apply invoked the function. The same in a request that is sent again, because the first one lost its connection:
   * it waits for the task that runs already. Another apply has another one, and runs the task again.
   */
  readonly appliedAt: string;
}

export interface Surroundings {
  readonly ecs: ECSClient;
  /** Milliseconds between two looks at the task. */
  readonly pollMilliseconds: number;
  /** Milliseconds for which IAM may not know a new role or policy yet. */
  readonly graceMilliseconds: number;
}

export async function handler(order: Order): Promise<{ readonly taskArn: string }> {
  const ecs = new ECSClient({});
  return runToItsEnd(order, { ecs, pollMilliseconds: 5000, graceMilliseconds: 60_000 });
}

/** @throws TaskProblem unless the task's container ended with exit code 0 in time */
export async function runToItsEnd(
  order: Order,
  surroundings: Surroundings,
): Promise<{ readonly taskArn: string }> {
  const deadline = Date.now() + order.timeoutSeconds * 1000;
  const grace = Date.now() + surroundings.graceMilliseconds;
  for (let attempt = 1; ; attempt += 1) {
    const taskArn = await start(order, surroundings, { attempt, deadline, grace });
    const task = await end(order, surroundings, { taskArn, deadline });
    if (exitCodeOf(order, task) === 0) return { taskArn };
    // Its program never ran, so that running it again is no second run.
    if (hasNoRoleYet(task) && Date.now() < grace) {
      await wait(surroundings.pollMilliseconds);
      continue;
    }
    throw new TaskProblem(order, whyFailed(order, task), taskArn);
  }
}

interface Start {
  readonly attempt: number;
  readonly deadline: number;
  readonly grace: number;
}

/** Starts the task, or finds the one that an earlier request of the same apply started. */
async function start(
  order: Order,
  { ecs, pollMilliseconds }: Surroundings,
  { attempt, deadline, grace }: Start,
): Promise<string> {
  const once = createHash("sha256").update(JSON.stringify(order)).digest("hex").slice(0, 32);
  const startedBy = `${once}-${attempt}`;
  for (;;) {
    const running = await retried(grace, pollMilliseconds, () =>
      startedEarlier(ecs, order.request, startedBy),
    );
    if (running !== undefined) return running;
    // Requests of the same moment have one token, so that two of them start one task. Another moment has another token,
    // because ECS may remember that there was no room for this one.
    const moment = Math.floor((Date.now() - Date.parse(order.appliedAt)) / 15_000);
    const clientToken = `${startedBy}-${moment}`;
    const { tasks, reason } = await retried(grace, pollMilliseconds, () =>
      runTask(ecs, { ...order.request, startedBy, clientToken }),
    );
    if (tasks?.[0]?.taskArn !== undefined) return tasks[0].taskArn;
    if (!MAY_PASS.test(reason)) {
      throw new TaskProblem(order, `could not be started: ${reason}`);
    }
    if (Date.now() + pollMilliseconds > deadline) {
      const minutes = order.timeoutSeconds / 60;
      throw new TaskProblem(order, `found no room for ${minutes} minutes: ${reason}`);
    }
    await wait(pollMilliseconds);
  }
}

/**
 * A task that runs is found by who started it, which ECS takes as the only filter; one that has ended since, within the hour
 * in which ECS remembers it, among those of its family.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
 */
async function startedEarlier(
  ecs: ECSClient,
  { cluster, taskDefinition = "" }: RunTaskCommandInput,
  startedBy: string,
): Promise<string | undefined> {
  const { taskArns: running } = await ecs.send(new ListTasksCommand({ cluster, startedBy }));
  if (running?.[0] !== undefined) return running[0];
  const family = /([^/:]+)(:\d+)?$/.exec(taskDefinition)?.[1];
  const ended = { cluster, family, desiredStatus: "STOPPED" } as const;
  for await (const { taskArns = [] } of paginateListTasks({ client: ecs, pageSize: 100 }, ended)) {
    if (taskArns.length === 0) continue;
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    const found = tasks?.find((task) => task.startedBy === startedBy);
    if (found !== undefined) return found.taskArn;
  }
  return undefined;
}

/** Instances start, or other tasks end. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
const MAY_PASS =
  /^(RESOURCE|AGENT|EMPTY CAPACITY PROVIDER|CAPACITY|Capacity is unavailable|No Container Instances)/i;

async function runTask(ecs: ECSClient, input: RunTaskCommandInput) {
  try {
    const { tasks, failures } = await ecs.send(new RunTaskCommand(input));
    const reasons = (failures ?? []).map(({ reason, detail }) =>
      [reason, detail].filter((text) => text !== undefined).join(", "),
    );
    return { tasks, reason: reasons.join("; ") || "ECS gave no reason" };
  } catch (error) {
    // Before the first instance of a cluster has registered.
    if (!(error instanceof Error) || error.name !== "InvalidParameterException") throw error;
    return { tasks: [], reason: error.message };
  }
}

/** IAM needs seconds to know a new policy. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency */
async function retried<Answer>(
  grace: number,
  pollMilliseconds: number,
  call: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const isDenied = error instanceof Error && error.name === "AccessDeniedException";
      if (!isDenied || Date.now() >= grace) throw error;
      await wait(pollMilliseconds);
    }
  }
}

/** Waits until the task has stopped, and stops it when its time is over. */
async function end(
  order: Order,
  { ecs, pollMilliseconds, graceMilliseconds }: Surroundings,
  { taskArn, deadline }: { readonly taskArn: string; readonly deadline: number },
): Promise<Task> {
  const { cluster } = order.request;
  const grace = Date.now() + graceMilliseconds;
  for (;;) {
    const { tasks } = await retried(grace, pollMilliseconds, () =>
      ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] })),
    );
    // A new task may be unknown for a moment.
    const task = tasks?.[0];
    if (task?.lastStatus === "STOPPED") return task;
    if (Date.now() + pollMilliseconds > deadline) {
      const minutes = order.timeoutSeconds / 60;
      const reason = `It ran for longer than the ${minutes} minutes of beforeRelease.timeoutMinutes.`;
      await ecs.send(new StopTaskCommand({ cluster, task: taskArn, reason }));
      const status = task?.lastStatus ?? "unknown";
      const why =
        task?.startedAt === undefined
          ? `did not start within ${minutes} minutes (it is ${status}), and was stopped`
          : `did not end within ${minutes} minutes, and was stopped`;
      throw new TaskProblem(order, why, taskArn);
    }
    await wait(pollMilliseconds);
  }
}

function exitCodeOf({ container }: Order, { containers = [] }: Task): number | undefined {
  return containers.find(({ name }) => name === container)?.exitCode;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
function hasNoRoleYet({ stopCode, stoppedReason = "" }: Task): boolean {
  return stopCode === "TaskFailedToStart" && /unable to assume the role/i.test(stoppedReason);
}

function whyFailed(order: Order, task: Task): string {
  const exitCode = exitCodeOf(order, task);
  const reasons = [
    task.stoppedReason,
    ...(task.containers ?? []).map(({ name, reason }) => reason && `${name ?? ""}: ${reason}`),
  ].filter((text) => text !== undefined && text !== "");
  const why = reasons.length === 0 ? "" : ` (${reasons.join("; ")})`;
  return exitCode === undefined
    ? `stopped before its program ended${why}`
    : `ended with exit code ${exitCode}${why}`;
}

/** Terraform prints the message of it. The stack trace would only hide it. */
class TaskProblem extends Error {
  override readonly name = "TaskBeforeReleaseFailed";

  constructor({ service, container, log }: Order, why: string, taskArn?: string) {
    const id = taskArn?.slice(taskArn.lastIndexOf("/") + 1);
    const where =
      id === undefined
        ? `Its log group is ${log.group}.`
        : log.streamPrefix === undefined
          ? `Its log router took the output; the router's own is in log group ${log.group}.`
          : `Its output is in log group ${log.group}, log stream ${log.streamPrefix}/${container}/${id}.`;
    super(
      `The task before the release of ${service} ${why}. ` +
        `${taskArn === undefined ? "" : `Task: ${taskArn}. `}${where} ` +
        `The service keeps its former version. Fix the cause and apply again, which runs the task again.`,
    );
    this.stack = "";
  }
}
