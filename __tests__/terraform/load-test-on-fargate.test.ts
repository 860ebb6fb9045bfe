import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { ECSClient, RunTaskCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import type { LoadTestReport } from "../../tools/load-test/report/report";
import { projectRoot } from "../../tools/project-root";
import { SIGNED } from "../../tools/rehearse/emulator/account";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import type { EnvironmentSettings } from "../../settings/environment";
import { environments } from "../fixtures/environments/all";
import { FakeFargate } from "./fake-fargate";
import { synthesizeInto } from "./synthesize-into";

const STACK = "load-test-dev";
const REGION = "us-east-2";
const BUCKET = "http-scale-out-tfstate-dev";
const image = { kind: "reference", reference: "example.com/load-generator:1.0.0" } as const;
/** The server of the test has any port. */
const loadTest = { image, tasks: 2, egress: [{ port: 1024, toPort: 65_535 }], maxCostUsd: 1 };

const workplace = Workplace.create();
const folder = join(workplace.folder, "report");
const outdir = join(workplace.folder, "load-test-out");
const former = process.env;
let emulator: Emulator;
let fargate: FakeFargate;
let env: NodeJS.ProcessEnv;
let requests: IncomingMessage[] = [];
/** When the run began whose tasks have a schedule. */
let startedAt = 0;
/** One in which a task has run. */
let subnet = "";
/** Not the name of a loopback address, but one that reaches it. */
let url: string;
const server = createServer((request, response) => {
  requests.push(request);
  response.end("hello");
});

beforeAll(async () => {
  const own: Pick<EnvironmentSettings, "loadTest" | "systems"> = { loadTest, systems: {} };
  const { dev, prod } = environments;
  const synthesis = synthesizeInto(outdir, { dev: { ...dev, ...own }, prod: { ...prod, ...own } });
  const aws = { source: "hashicorp/aws", version: workplace.awsProvider };
  writeFileSync(
    join(synthesis.stack(STACK).folder, "pin_override.tf.json"),
    JSON.stringify({ terraform: { required_providers: { aws } } }),
  );
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
  const account = workplace.environment(emulator.endpoint);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://0.0.0.0:${(server.address() as AddressInfo).port}/`;
  fargate = await FakeFargate.start(emulator.endpoint, account);
  env = { ...account, AWS_ENDPOINT_URL_ECS: fargate.endpoint, CDKTF_OUTDIR: outdir };
  process.env = account;
});

beforeEach(() => {
  fargate.reset();
  requests = [];
  rmSync(folder, { recursive: true, force: true });
});

afterAll(async () => {
  process.env = former;
  fargate.stop();
  server.closeAllConnections();
  server.close();
  await emulator.stop();
  workplace.remove();
});

interface Started {
  readonly child: ChildProcess;
  /** Everything that it has written so far. */
  readonly told: () => string;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly told: string }>;
}

/** The command of a user. */
function start(...options: readonly string[]): Started {
  const program = ["tools/run.mjs", "tools/load-test/main.ts", url, "--report", folder];
  const child = spawn(process.execPath, [...program, ...options], {
    cwd: projectRoot(),
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (told += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (told += text));
  const ended = once(child, "close").then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    told,
  }));
  return { child, told: () => told, ended };
}

/** Fails if the command ends before it has sent anything. */
async function firstRequest(ended: Started["ended"]): Promise<void> {
  const tooEarly = ended.then(({ told }) => {
    throw new Error(`ended before the first request:\n${told}`);
  });
  tooEarly.catch(() => undefined);
  await Promise.race([once(server, "request"), tooEarly]);
}

const distributed = ["--distributed", "dev", "--load", "step:1x", "--rate", "40"];
const kept = [...distributed, "--yes", "--keep-stack"];

const report = (): LoadTestReport =>
  JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as LoadTestReport;

async function clustersLeft(): Promise<readonly string[] | undefined> {
  return (await emulator.inventory())["ecs.Cluster"];
}

test("asks before it sends from prod, and says what, where, from how many tasks, and for how much", async () => {
  const { exitCode, told } = await start("--distributed", "prod", "--seconds", "60").ended;
  expect(exitCode).toBe(1);
  expect(told).toContain(`requests to ${url.slice(0, -1)} in 1 min, at most 1,000 per second:`);
  expect(told).toContain("at most 500 per second from each of 2 tasks on Fargate in us-east-2.");
  expect(told).toContain("It deploys load-test-prod with Terraform, and destroys load-test-prod");
  expect(told).toMatch(/It costs about 0\.\d\d USD, at most 0\.\d\d USD/);
  expect(told).toContain("Confirmation needs a terminal. Add --yes");
  expect(told).toContain("Nothing was sent.");
  expect(await clustersLeft()).toBeUndefined();
});

test("says how to create the bucket for the states if it does not exist", async () => {
  const { exitCode, told } = await start(...distributed, "--yes", "--seconds", "6").ended;
  expect(exitCode).toBe(1);
  expect(told).toContain(
    `The bucket "${BUCKET}" for Terraform's states does not exist. Create it first: npm run bootstrap -- dev`,
  );
  expect(told).not.toContain("    at ");
});

describe("with a bucket for the states", () => {
  beforeAll(async () => {
    const answer = await fetch(`${emulator.endpoint}/${BUCKET}`, {
      method: "PUT",
      headers: SIGNED,
    });
    expect(answer.status).toBe(200);
  });

  test("sends each request once, from tasks in different zones, and merges their results", async () => {
    startedAt = Date.now();
    const started = start(...kept, "--seconds", "6", "--header", "x-from=fargate");
    const { exitCode, told } = await started.ended;
    expect(told).toContain("load-test-dev may still exist. To destroy it, run:");
    expect({ exitCode, told: exitCode === 0 ? "" : told }).toEqual({ exitCode: 0, told: "" });
    const { offered, served, stopped, problems, load, intervals } = report();
    expect({ load, stopped, problems }).toEqual({
      load: "step:1x",
      stopped: false,
      problems: undefined,
    });
    expect(offered).toBeGreaterThan(150);
    expect(served).toBe(offered);
    expect(requests).toHaveLength(offered);
    expect(intervals[2]?.target).toBe(40);
    expect(new Set(requests.map(({ headers }) => headers["x-from"]))).toEqual(new Set(["fargate"]));
    const [one, other] = fargate.placements;
    subnet = one?.subnet ?? "";
    expect(subnet).not.toBe(other?.subnet);
    expect([one?.assignPublicIp, other?.assignPublicIp]).toEqual(["ENABLED", "ENABLED"]);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("<!doctype html>");
  });

  test("has scheduled the end of each task at AWS", async () => {
    const scheduler = new SchedulerClient({ region: REGION });
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: STACK }));
    expect(Schedules).toHaveLength(2);
    const { Name } = Schedules[0]!;
    const schedule = await scheduler.send(new GetScheduleCommand({ GroupName: STACK, Name }));
    scheduler.destroy();
    const at = Date.parse(`${/^at\((.*)\)$/.exec(schedule.ScheduleExpression ?? "")?.[1] ?? ""}Z`);
    // 5 minutes to start, 6 s of load, and a minute to end: from some time after the command, and before now.
    expect((at - startedAt) / 60_000).toBeGreaterThan(6);
    expect((at - Date.now()) / 60_000).toBeLessThan(6.2);
    expect(schedule.Target?.Arn).toBe("arn:aws:scheduler:::aws-sdk:ecs:stopTask");
    expect(JSON.parse(schedule.Target?.Input ?? "{}")).toMatchObject({ Cluster: STACK });
  });

  test("refuses a second run while the tasks of another one run", async () => {
    const ecs = new ECSClient({ region: REGION });
    const { tasks = [] } = await ecs.send(
      new RunTaskCommand({
        cluster: STACK,
        taskDefinition: STACK,
        launchType: "FARGATE",
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnet], securityGroups: [] } },
      }),
    );
    const task = tasks[0]?.taskArn ?? "";
    const { exitCode, told } = await start(...kept, "--seconds", "6").ended;
    expect(exitCode).toBe(1);
    expect(told).toContain(`Another load test uses the cluster ${STACK}: 1 task`);
    expect(told).toContain(
      `aws ecs stop-task --region ${REGION} --cluster ${STACK} --task ${task}`,
    );
    expect(requests).toEqual([]);
    await ecs.send(new StopTaskCommand({ cluster: STACK, task }));
    ecs.destroy();
  });

  test("a signal stops all tasks at once, and the report is still written", async () => {
    const { child, ended } = start(...kept, "--seconds", "60");
    await firstRequest(ended);
    child.kill("SIGINT");
    const { exitCode, told } = await ended;
    const sent = requests.length;
    expect({ exitCode, told: exitCode === 0 ? "" : told }).toEqual({ exitCode: 0, told: "" });
    const { stopped, seconds, offered, served, outcomes } = report();
    expect(stopped).toBe(true);
    expect(seconds).toBeLessThan(60);
    expect(offered).toBe(served + outcomes.aborted + outcomes["no-connection"]);
    expect(fargate.running).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(requests).toHaveLength(sent);
  });

  test("reports what the others measured if a task fails, and ends with 1", async () => {
    const { ended } = start(...kept, "--seconds", "6");
    await firstRequest(ended);
    [...fargate.tasks.values()].at(-1)?.child.kill("SIGKILL");
    const { exitCode, told } = await ended;
    expect(exitCode).toBe(1);
    const problem =
      "Task 2 of 2 wrote no results (Essential container in task exited, exit code 137), so 1/2 of step:1x is not in the report.";
    expect(told).toContain(`Warning: ${problem}`);
    const { problems, served, offered } = report();
    expect(problems).toEqual([problem]);
    expect(served).toBeGreaterThan(50);
    expect(served).toBe(offered);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain(problem);
  });

  test("says how to destroy the stack by hand if Terraform cannot, after the report", async () => {
    fargate.refused.add("DeleteCluster");
    const { exitCode, told } = await start(...distributed, "--yes", "--seconds", "2").ended;
    expect(exitCode).toBe(1);
    expect(told).toContain("not authorized to perform: ecs:DeleteCluster");
    expect(told).toContain(
      "load-test-dev was not destroyed completely, and may cost money. To destroy it, run: npm run cdktf -- destroy load-test-dev",
    );
    expect(existsSync(join(folder, "report.json"))).toBe(true);
    expect(await clustersLeft()).toEqual([STACK]);
  });

  test("stops what runs and destroys the stack if Fargate has no capacity for all tasks", async () => {
    fargate.capacity = 1;
    const { exitCode, told } = await start(...distributed, "--yes", "--seconds", "6").ended;
    expect(exitCode).toBe(1);
    expect(told).toContain(
      "AWS did not run task 2: Capacity is unavailable at this time. Use fewer tasks (--tasks)",
    );
    expect(told).toContain("load-test-dev is gone.");
    expect(fargate.tasks.size).toBe(1);
    expect(fargate.running).toEqual([]);
    expect(requests).toEqual([]);
    expect(existsSync(join(folder, "report.json"))).toBe(false);
    const left = await emulator.inventory();
    // The emulator forgets neither stopped tasks nor their network interfaces.
    const remains = ["ecs.Task", "ecs.TaskDefinition", "ec2.NetworkInterface"];
    const kinds = Object.keys(left).filter((kind) => !remains.includes(kind));
    expect(kinds.filter((kind) => !kind.startsWith("s3."))).toEqual([]);
    expect(left["s3.FakeBucket"] ?? left["s3.Bucket"]).toEqual([BUCKET]);
  });

  test("sends nothing that AWS refuses by its own API models", async () => {
    const { operations, violations } = await emulator.checkedRequests();
    expect(violations).toEqual([]);
    expect(Object.keys(operations)).toEqual(
      expect.arrayContaining(["ecs:RunTask", "ecs:StopTask", "scheduler:CreateSchedule"]),
    );
  });
});
