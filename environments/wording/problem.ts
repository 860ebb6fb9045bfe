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

/** More than these in one environment are no list to work through. */
const MAX_SHOWN = 50;

/** Problems as plain text: a block for each environment, numbered. `kind` is "problem" or "warning". */
export function formatProblems(problems: readonly Problem[], kind = "problem"): string {
  const environments = [...new Set(problems.map(({ environment }) => environment))];
  return environments
    .map((environment) => {
      const own = problems.filter((problem) => problem.environment === environment);
      const lines = own
        .slice(0, MAX_SHOWN)
        .map((problem, index) => `  ${index + 1}. ${formatProblem(problem)}`);
      const rest = own.length - lines.length;
      return [
        `${showPath([environment])}: ${own.length} ${kind}${own.length === 1 ? "" : "s"}`,
        ...lines,
        ...(rest > 0 ? [`  … and ${rest} more`] : []),
      ].join("\n");
    })
    .join("\n\n");
}
