import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Contestant } from "./contestants";
import { readProcessorSeconds } from "./processor-time";

export interface Load {
  readonly autocannon: string;
  readonly connections: number;
  readonly seconds: number;
  /** Runs the server on the first core and the load generator on the second. False if the system cannot pin processes. */
  readonly isPinned: boolean;
}

export interface Run {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requestsPerProcessorSecond: number | undefined;
}

const path = "/api";
const startTimeoutMs = 20_000;

/** Starts a contestant, warms it up, measures it under load and stops it. */
export async function measure(contestant: Contestant, load: Load): Promise<Run> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}${path}`;
  const [program, ...args] = pin(load, 0, contestant.command(port));
  const server = spawn(program, args, {
    env: { ...process.env, ...contestant.environment(port) },
    stdio: "ignore",
  });
  try {
    await checkAnswer(contestant, server, url);
    generateLoad(load, url, 1);
    const pid = server.pid ?? 0;
    const before = readProcessorSeconds(pid);
    const report = generateLoad(load, url, load.seconds);
    const after = readProcessorSeconds(pid);
    return {
      requestsPerSecond: report.requests.average,
      p50Ms: report.latency.p50,
      p99Ms: report.latency.p99,
      requestsPerProcessorSecond:
        before === undefined || after === undefined
          ? undefined
          : report.requests.total / (after - before),
    };
  } finally {
    if (server.exitCode === null) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
  }
}

interface LoadReport {
  readonly requests: { readonly average: number; readonly total: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly errors: number;
  readonly non2xx: number;
}

function generateLoad(load: Load, url: string, seconds: number): LoadReport {
  const options = ["--connections", String(load.connections), "--duration", String(seconds)];
  const command = [process.execPath, load.autocannon, ...options, "--json", url] as const;
  const [program, ...args] = pin(load, 1, command);
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`autocannon failed: ${stderr}`);
  const report = JSON.parse(stdout) as LoadReport;
  if (report.errors > 0 || report.non2xx > 0) {
    throw new Error(`${url} failed ${report.errors + report.non2xx} requests: no figure to print.`);
  }
  return report;
}

async function checkAnswer(
  contestant: Contestant,
  server: ChildProcess,
  url: string,
): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  let answer: Response | undefined;
  while (answer === undefined) {
    if (server.exitCode !== null)
      throw new Error(`${contestant.name} ended with ${server.exitCode}.`);
    if (Date.now() > deadline) throw new Error(`${contestant.name} doesn't answer.`);
    await delay(100);
    answer = await fetch(url, { headers: { connection: "close" } }).catch(() => undefined);
  }
  const letters = Object.values((await answer.json()) as Record<string, string>);
  if (letters.length !== 52 || !letters.every((letter) => /^[A-Za-z]$/.test(letter))) {
    throw new Error(`${contestant.name} answers something else than 52 letters.`);
  }
}

function pin(
  load: Load,
  core: number,
  command: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  return load.isPinned ? ["taskset", "--cpu-list", String(core), ...command] : command;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  return address.port;
}
