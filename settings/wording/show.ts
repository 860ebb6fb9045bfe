import { secretIn } from "../rules/containers/secrets";
import { distance } from "fastest-levenshtein";

const MAX_LENGTH = 60;

/** A value as a message shows it: short, on one line, and without characters that a terminal would act on. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") {
    return secretIn(value) === undefined ? quoted(value) : "text that looks like a secret";
  }
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (Array.isArray(value)) return counted("a list", value.length);
  if (typeof value === "object" && value !== null) {
    return counted("an object", Object.keys(value).length);
  }
  return `${value as number}`;
}

/** The same of a value with defaults filled in: how many entries an object has says nothing of what the user wrote. */
export function showFilled(value: unknown): string {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && Object.keys(value).length > 0 ? "an object" : show(value);
}

/** `["minTasks", 0]` as in code: `minTasks[0]`, with odd names quoted. */
export function showPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (typeof step === "symbol" || !/^[\w-]{1,64}$/.test(step))
        return `[${quoted(String(step))}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** `"a", "b" or "c"` */
export function oneOf(values: readonly unknown[]): string {
  const shown = values.map(show);
  return shown.length < 2
    ? shown.join("")
    : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1) ?? ""}`;
}

function counted(what: string, count: number): string {
  return `${what} of ${count === 0 ? "no" : count} ${count === 1 ? "entry" : "entries"}`;
}

function quoted(text: string): string {
  const short = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return JSON.stringify(short).replaceAll(
    // Controls beyond those that JSON escapes, line separators, and marks that change the direction of text.
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A setting that is wrong, or (as a warning) one that works but cannot do what it says. */
export interface Problem {
  /** The environment, as main.ts knows it: the first step of the path. */
  readonly environment: string;
  /** Where, as steps: object fields and list indexes. */
  readonly path: readonly PropertyKey[];
  /** What must hold, what was found, what to do: follows the path, as in "must not be above maxTasks (20), got 30." */
  readonly message: string;
  /** The arithmetic behind a warning. */
  readonly details?: string;
}

/** `prod.systems.http-scale-out.serviceScaling.minTasks must not be above maxTasks (20), got 30. …` */
export function formatProblem({ path, message }: Problem): string {
  return path.length === 0 ? message : `${showPath(path)} ${message}`;
}

/** The same with the arithmetic behind it, where there is some. */
export function formatInDetail(problem: Problem): string {
  const { details } = problem;
  return `${formatProblem(problem)}${details === undefined ? "" : ` In detail: ${details}.`}`;
}

/** Longer names than this are no slip of the finger, and comparing them takes time. */
const MAX_COMPARED = 64;

/** The valid name that `name` was probably meant to be, or undefined when none is near. */
export function nearest(name: string, valid: readonly string[]): string | undefined {
  if (name.length > MAX_COMPARED) return undefined;
  // Two letters that changed places are two slips.
  const farthest = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  const [best] = valid
    .map((candidate) => ({ candidate, far: howFar(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ far }) => far <= farthest)
    .sort((one, other) => one.far - other.far);
  return best?.candidate;
}

/** Letters to change; half names (`memory` for `memoryLimitMiB`) count as one. */
function howFar(name: string, candidate: string): number {
  const half = name.length >= 3 && (candidate.includes(name) || name.includes(candidate));
  return half ? Math.min(1, distance(name, candidate)) : distance(name, candidate);
}
