import { isAlive } from "../service/leftovers";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder of the runs of a stack: instance file and logs. Tests use another folder than users. */
export function runFolder(projectRoot: string, stack: string): string {
  return join(runsFolder(projectRoot), stack);
}

function runsFolder(projectRoot: string): string {
  return process.env.LOCAL_RUNS_FOLDER ?? join(projectRoot, ".build", "local");
}

/** How other commands reach a running system. */
export interface Instance {
  readonly pid: number;
  readonly url: string;
  /** A secret of this user's commands. Without it, any page in a browser could send commands to loopback. */
  readonly token: string;
}

export function writeInstance(projectRoot: string, stack: string, instance: Instance): void {
  const file = fileOf(projectRoot, stack);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
}

/** The system's instance, if its process is running. */
export function readInstance(projectRoot: string, stack: string): Instance | undefined {
  const file = fileOf(projectRoot, stack);
  if (!existsSync(file)) return undefined;
  const instance = JSON.parse(readFileSync(file, "utf8")) as Instance;
  return isAlive(instance.pid) ? instance : undefined;
}

/** All running systems, by stack. */
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
