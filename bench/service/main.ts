import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { listContestants, type Contestant } from "./contestants";
import { install, type Installation } from "./installation";
import { measure, type Load, type Run } from "./measurement";
import { printComparison, printTable } from "./report";
import { compare, summarize } from "./summary";

/**
 * http-api against the reference's own application, one worker and one core each:
 * `node tools/run.mjs bench/service/main.ts [--rounds 5] [--seconds 4]`. The last line of the output is JSON.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "4" },
    },
  });
  const rounds = Number(values.rounds);
  const root = dirname(__dirname);
  const installation = install(root);
  const load: Load = {
    autocannon: installation.autocannon,
    connections: 32,
    seconds: Number(values.seconds),
    isPinned: availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0,
  };
  const machine = describeMachine(installation);
  console.log(machine.join("\n"));
  console.log(
    `GET /api, autocannon ${versionOf(root)}, ${load.connections} connections, ${rounds} runs each of ` +
      `${load.seconds} s in turns, ${load.isPinned ? "server on core 0, load generator on core 1" : "not pinned to cores"}`,
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
  const comparisons = [true, false].map((logsRequests) => compare(summaries, logsRequests));
  for (const comparison of comparisons) {
    printTable(summaries, comparison.logsRequests);
    printComparison(comparison);
  }
  console.log(
    `\n${JSON.stringify({ benchmark: "service", machine, rounds, load: { ...load, autocannon: undefined }, summaries, comparisons })}`,
  );
}

function describeMachine(installation: Installation): readonly string[] {
  const python = spawnSync(installation.python, ["--version"], { encoding: "utf8" });
  return [
    `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1) ?? "unknown"} before the start`,
    `Node ${process.version}, ${python.stdout.trim()}`,
  ];
}

function versionOf(root: string): string {
  const file = `${root}/bench/service/node_modules/autocannon/package.json`;
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
