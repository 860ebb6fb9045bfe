import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "../measure/machine";
import { listContestants, type Contestant } from "./contestants";
import { install, type Installation } from "./installation";
import { measure, type Load, type Run } from "./measurement";
import { measureBusyShare, printBusyShare } from "./other-work";
import { printComparison, printTable } from "./report";
import { compare, summarize } from "./summary";

/**
 * Compares http-api with the reference's application, with one worker and one core each: `node tools/run.mjs
 * bench/service/main.ts [--rounds 5] [--seconds 4]`. The last line of the output is JSON.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "4" },
    },
  });
  const rounds = wholeNumber("rounds", values.rounds);
  const seconds = wholeNumber("seconds", values.seconds);
  const root = dirname(__dirname);
  const installation = install(root);
  const isPinned = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;
  const load: Load = { autocannon: installation.autocannon, connections: 32, seconds, isPinned };
  const machine = describeMachine();
  const busyShare = await measureBusyShare();
  const versions = `${pythonVersion(installation)}, autocannon ${autocannonVersion(root)}`;
  const cores = isPinned ? "server on core 0, load generator on core 1" : "not pinned to cores";
  console.log(machine);
  printBusyShare(busyShare);
  console.log(
    `${versions}; GET /api, ${load.connections} connections, ${rounds} runs each of ${seconds} s in turns, ${cores}`,
  );

  const contestants = listContestants(installation);
  const runs = new Map<Contestant, Run[]>(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      runs.get(contestant)?.push(await measure(contestant, load));
    }
  }

  const summaries = contestants.map((contestant) =>
    summarize(contestant, runs.get(contestant) ?? []),
  );
  const comparison = compare(summaries);
  printTable(summaries);
  printComparison(comparison);
  const setup = { connections: load.connections, rounds, seconds, isPinned, versions };
  const results = { benchmark: "service", machine, busyShare, setup, summaries, comparison };
  console.log(`\n${JSON.stringify(results)}`);
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new Error(`--${option} must be a whole number from 1, got ${JSON.stringify(text)}.`);
  }
  return Number(text);
}

function pythonVersion(installation: Installation): string {
  return spawnSync(installation.python, ["--version"], { encoding: "utf8" }).stdout.trim();
}

function autocannonVersion(root: string): string {
  const file = `${root}/bench/service/node_modules/autocannon/package.json`;
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
