import { showPath } from "./show";

/** A setting that is wrong, or (as a warning) one that works but cannot do what it says. */
export interface Problem {
  /** The environment, as main.ts knows it: the first step of the path. */
  readonly environment: string;
  /** Where, as steps: object fields and list indexes. */
  readonly path: readonly PropertyKey[];
  /** What must hold, what was found, what to do: follows the path, as in "must not be above maxTasks (20), got 30." */
  readonly message: string;
}

/** `prod.systems.http-scale-out.serviceScaling.minTasks must not be above maxTasks (20), got 30. …` */
export function formatProblem({ path, message }: Problem): string {
  return `${showPath(path)} ${message}`;
}
