import { join } from "node:path";

/** Files about the runs of a stack: where it is reached, logs. The tests have theirs elsewhere than a user. */
export function runFolder(projectRoot: string, stack: string): string {
  return join(process.env.LOCAL_RUNS_FOLDER ?? join(projectRoot, ".build", "local"), stack);
}
