import { isAlive } from "../service/leftovers";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files about the runs of a stack: where it is reached, logs. The tests have theirs elsewhere than a user. */
export function runFolder(projectRoot: string, stack: string): string {
  return join(runsFolder(projectRoot), stack);
}

function runsFolder(projectRoot: string): string {
  return process.env.LOCAL_RUNS_FOLDER ?? join(projectRoot, ".build", "local");
}

/** Where a running system is reached by other commands. */
export interface Instance {
  readonly pid: number;
  readonly url: string;
  /** Known to this user's commands only: a page in a browser can send requests to loopback, too. */
  readonly token: string;
}

export function writeInstance(projectRoot: string, stack: string, instance: Instance): void {
  const file = fileOf(projectRoot, stack);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
}

/** The system's instance, if its process is there. */
export function readInstance(projectRoot: string, stack: string): Instance | undefined {
  const file = fileOf(projectRoot, stack);
  if (!existsSync(file)) return undefined;
  const instance = JSON.parse(readFileSync(file, "utf8")) as Instance;
  return isAlive(instance.pid) ? instance : undefined;
}

/** All systems that run, by their stacks. */
export function readInstances(projectRoot: string): ReadonlyMap<string, Instance> {
  const folder = runsFolder(projectRoot);
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder).flatMap((stack) => {
      const instance = readInstance(projectRoot, stack);
      return instance === undefined ? [] : [[stack, instance] as const];
    }),
  );
}

export function removeInstance(projectRoot: string, stack: string): void {
  rmSync(fileOf(projectRoot, stack), { force: true });
}

function fileOf(projectRoot: string, stack: string): string {
  return join(runFolder(projectRoot, stack), "instance.json");
}
