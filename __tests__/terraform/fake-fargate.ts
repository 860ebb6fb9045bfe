import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeTaskDefinitionCommand, ECSClient, StopTaskCommand } from "@aws-sdk/client-ecs";
import { projectRoot } from "../../tools/project-root";

const REGION = "us-east-2";
const CONTAINER = "generator";

/** A task as ECS describes it. */
interface Task {
  readonly taskArn: string;
  lastStatus: string;
  stoppedReason?: string;
  containers: { name: string; exitCode?: number; reason?: string }[];
}

interface RunTask {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly networkConfiguration: {
    readonly awsvpcConfiguration: { readonly subnets: readonly [string]; assignPublicIp: string };
  };
  readonly overrides: {
    readonly containerOverrides: readonly [
      { readonly environment: readonly { readonly name: string; readonly value: string }[] },
    ];
  };
}

interface RunningTask {
  readonly child: ChildProcess;
  readonly request: RunTask;
  exitCode: number | undefined;
  stopReason: string | undefined;
}

/**
 * Fargate in front of an emulator of ECS, which starts no containers: runs the program of each task as a process, and stops it
 * as ECS does: SIGTERM, and STOPPED only when the program has ended.
 */
export class FakeFargate {
  readonly tasks = new Map<string, RunningTask>();
  /** How many of the next calls of RunTask have capacity. */
  capacity = Infinity;
  /** Operations that AWS refuses, as in `DeleteCluster`. */
  readonly refused = new Set<string>();
  private readonly emulator: string;
  /** Environment variables of every task. */
  private readonly env: NodeJS.ProcessEnv;
  private readonly server: Server;
  private readonly ecs: ECSClient;

  private constructor(emulator: string, env: NodeJS.ProcessEnv) {
    this.emulator = emulator;
    this.env = env;
    const credentials = { accessKeyId: "rehearsal", secretAccessKey: "rehearsal" };
    this.ecs = new ECSClient({ endpoint: emulator, region: REGION, credentials });
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }

  static async start(emulator: string, env: NodeJS.ProcessEnv): Promise<FakeFargate> {
    const fake = new FakeFargate(emulator, env);
    await new Promise<void>((resolve) => fake.server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The subnet and address setting of each task, in the order in which they were started. */
  get placements(): readonly { readonly subnet: string; readonly assignPublicIp: string }[] {
    return [...this.tasks.values()].map(({ request }) => {
      const { subnets, assignPublicIp } = request.networkConfiguration.awsvpcConfiguration;
      return { subnet: subnets[0], assignPublicIp };
    });
  }

  get running(): readonly RunningTask[] {
    return [...this.tasks.values()].filter(({ exitCode }) => exitCode === undefined);
  }

  /** Forgets the tasks of an earlier run. */
  reset(): void {
    this.tasks.clear();
    this.refused.clear();
    this.capacity = Infinity;
  }

  stop(): void {
    for (const { child } of this.running) child.kill("SIGKILL");
    this.ecs.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const json = (answer: object, status = 200): void => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer));
    };
    if (this.refused.has(operation)) {
      const message = `not authorized to perform: ecs:${operation}`;
      json({ __type: "AccessDeniedException", message }, 400);
      return;
    }
    if (operation === "RunTask" && this.capacity <= 0) {
      json({ tasks: [], failures: [{ reason: "Capacity is unavailable at this time" }] });
      return;
    }
    const text = body.toString();
    const stopped = operation === "StopTask" ? (JSON.parse(text) as StopTask) : undefined;
    const stopping = stopped && this.tasks.get(stopped.task);
    if (stopping !== undefined) {
      stopping.stopReason ??= stopped?.reason;
      stopping.child.kill("SIGTERM");
      json({ task: { taskArn: stopped?.task, lastStatus: "RUNNING", desiredStatus: "STOPPED" } });
      return;
    }
    const answer = await fetch(`${this.emulator}${request.url ?? "/"}`, {
      method: request.method ?? "POST",
      headers: headersOf(request),
      body: new Uint8Array(body),
    });
    if (operation !== "RunTask" && operation !== "DescribeTasks") {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
      return;
    }
    const { tasks = [], ...others } = (await answer.json()) as { tasks?: Task[] };
    if (operation === "RunTask") {
      this.capacity -= 1;
      for (const { taskArn } of tasks) await this.startTask(taskArn, JSON.parse(text) as RunTask);
    }
    json({ ...others, tasks: tasks.map((task) => this.described(task)) }, answer.status);
  }

  private async startTask(arn: string, request: RunTask): Promise<void> {
    const { taskDefinition } = await this.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: request.taskDefinition }),
    );
    const container = taskDefinition?.containerDefinitions?.find(({ name }) => name === CONTAINER);
    const environment = [
      ...(container?.environment ?? []),
      ...request.overrides.containerOverrides[0].environment,
    ];
    const child = spawn(process.execPath, ["tools/run.mjs", "tools/load-test/task/main.ts"], {
      cwd: projectRoot(),
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...this.env,
        ...Object.fromEntries(environment.map(({ name, value }) => [name ?? "", value])),
      },
    });
    const task: RunningTask = { child, request, exitCode: undefined, stopReason: undefined };
    this.tasks.set(arn, task);
    child.once("exit", (code, signal) => {
      task.exitCode = code ?? (signal === "SIGKILL" ? 137 : 143);
      // For whoever lists the tasks.
      void this.ecs.send(new StopTaskCommand({ cluster: request.cluster, task: arn }));
    });
  }

  private described(task: Task): Task {
    const own = this.tasks.get(task.taskArn);
    if (own === undefined) return task;
    // The emulator's own tasks proceed to STOPPED with each look at them.
    if (own.exitCode === undefined) return { ...task, lastStatus: "RUNNING" };
    return {
      ...task,
      lastStatus: "STOPPED",
      stoppedReason: own.stopReason ?? "Essential container in task exited",
      containers: [{ name: CONTAINER, exitCode: own.exitCode }],
    };
  }
}

interface StopTask {
  readonly task: string;
  readonly reason: string;
}

/** Those that fetch sets by itself are left out. */
function headersOf({ headers }: IncomingMessage): [string, string][] {
  const own = ["host", "connection", "content-length", "transfer-encoding", "expect"];
  return Object.entries(headers)
    .filter(([name]) => !own.includes(name))
    .map(([name, value]) => [name, String(value)]);
}
