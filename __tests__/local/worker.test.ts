import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { dev } from "../fixtures/environments/dev";
import type { EnvironmentSettings } from "../../settings/environment";
import { running } from "../support/environments";
import { synthesizeInto } from "../terraform/synthesize-into";
import { callAws } from "../../tools/local/gateway/aws/emulated-resources";
import { LocalRun } from "./local-run";

/** What no task can process. */
const NO_JOB = "no job";
const MESSAGES = 10_000;
const BATCH = 10;
const SENDERS = 4;
/** Of a rollout, a kill and another number of tasks, spread over the work. */
const ROUNDS = 5;
let sent = 0;
/** The shipped environments leave the system out. */
const outdir = mkdtempSync(join(tmpdir(), "worker-"));
const settings: EnvironmentSettings = {
  ...dev,
  systems: {
    worker: {
      ...dev.systems.worker,
      image: { kind: "repository", build: {} },
      // What a killed task had comes back after this.
      queue: { visibilityTimeoutSeconds: 8 },
      messages: { timeoutSeconds: 5 },
      // Who listens is well: checks start programs, which this machine has enough of.
      containerCheck: { kind: "none" },
      serviceScaling: { minTasks: 3, maxTasks: 6 },
    },
  },
};

let run: LocalRun;

beforeAll(async () => {
  synthesizeInto(outdir, { dev: running("worker", settings) });
  // A command would synthesize anew what is older than a source, and what the project's own environments have.
  const later = new Date(Date.now() + 3_600_000);
  utimesSync(join(outdir, "manifest.json"), later, later);
  process.env["CDKTF_OUTDIR"] = outdir;
  run = await LocalRun.start("worker", "--speed", "10", "tag=1.0.0");
  // It comes back after each visibility timeout, five times: while the tasks have other work.
  await sqs("SendMessage", { QueueUrl: queueUrl("aws_sqs_queue.queue"), MessageBody: NO_JOB });
});

afterAll(async () => {
  await run.stop();
  Reflect.deleteProperty(process.env, "CDKTF_OUTDIR");
  rmSync(outdir, { recursive: true, force: true });
});

function queueUrl(address: string): string {
  const [, url] = new RegExp(`${address} is (\\S+)`).exec(run.output)!;
  return url!;
}

function sqs(action: string, body: object): Promise<any> {
  const endpoint = new URL(queueUrl("aws_sqs_queue.queue")).origin;
  return callAws({ endpoint, region: "us-east-2" }, "sqs", action, body);
}

async function left(address: string): Promise<number> {
  const { Attributes: told } = await sqs("GetQueueAttributes", {
    QueueUrl: queueUrl(address),
    AttributeNames: ["All"],
  });
  return (
    Number(told.ApproximateNumberOfMessages) + Number(told.ApproximateNumberOfMessagesNotVisible)
  );
}

/** The emulator looks at each message of a queue at each call: a long queue takes it long. */
const MOST_WAITING = 200;

async function send(ids: readonly string[]): Promise<void> {
  const QueueUrl = queueUrl("aws_sqs_queue.queue");
  for (let at = 0; at < ids.length; at += BATCH) {
    if (at % 50 === 0) {
      while ((await left("aws_sqs_queue.queue")) > MOST_WAITING) await wait(200);
    }
    const batch = ids.slice(at, at + BATCH);
    const { Successful } = await sqs("SendMessageBatch", {
      QueueUrl,
      Entries: batch.map((id, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify({ id, milliseconds: 5 }),
      })),
    });
    expect(Successful).toHaveLength(batch.length);
    sent += batch.length;
  }
}

/** Jobs that tasks say they have done, each as often as they said it. */
function processed(): readonly string[] {
  return readdirSync(run.logFolder).flatMap((file) =>
    readFileSync(join(run.logFolder, file), "utf8")
      .split("\n")
      .filter((line) => line.includes('"message processed"'))
      // The last line of a task that was killed may be cut off.
      .flatMap((line) => /"job":"([^"]+)"/.exec(line)?.[1] ?? []),
  );
}

test("[worker 20, 21] processes each of 10,000 messages at least once during rollouts, kills and scaling, and leaves none", async () => {
  const ids = Array.from({ length: MESSAGES }, (_, index) => `job-${index}`);
  const lanes = Array.from({ length: SENDERS }, (_, lane) =>
    send(ids.filter((_id, index) => index % SENDERS === lane)),
  );
  const command = async (verb: string, argument: string): Promise<void> => {
    expect(await run.command(verb, argument)).toMatchObject({ exitCode: 0, stderr: "" });
  };
  const disturb = async (): Promise<void> => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      while (sent < (round - 0.5) * (MESSAGES / ROUNDS)) await wait(50);
      await command("--deploy", `tag=1.0.${round}`);
      await command("--kill", "count=1");
      await command("--scale", `worker=${3 + (round % 3)}`);
    }
  };
  await Promise.all([...lanes, disturb()]);
  while ((await left("aws_sqs_queue.queue")) > 0) await wait(250);

  // No job is among them: it holds what the next test looks at.
  expect(await left("aws_sqs_queue.queue_dead-letters")).toBe(1);
  const jobs = processed();
  const known = new Set(jobs);
  const missing = ids.filter((id) => !known.has(id));
  expect(missing).toEqual([]);
  // What was done twice is what the killed tasks had: at most as many each as a task works on at a time.
  expect(jobs.length - MESSAGES).toBeLessThanOrEqual(ROUNDS * BATCH);
});

test("[worker 22] puts what fails each time into the dead-letter queue", async () => {
  while ((await left("aws_sqs_queue.queue_dead-letters")) === 0) await wait(500);
  const { Messages: dead } = await sqs("ReceiveMessage", {
    QueueUrl: queueUrl("aws_sqs_queue.queue_dead-letters"),
    MaxNumberOfMessages: 10,
  });
  expect(dead).toEqual([expect.objectContaining({ Body: NO_JOB })]);
  expect(await left("aws_sqs_queue.queue")).toBe(0);
});
