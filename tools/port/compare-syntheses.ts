import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { Synthesis } from "../synthesized/synthesis";
import { UserError } from "../terminal/user-error";

export interface Comparison {
  /** How many stacks were compared. */
  readonly stacks: number;
  /** Paths at which two stacks differ, such as `http-scale-out-dev: resource.aws_lb.entry.name`. */
  readonly differences: readonly string[];
}

/** Compares two output folders but for the metadata: keys named `//`, which Terraform takes for comments. */
export function compareSyntheses(one: string, other: string): Comparison {
  if (!existsSync(other)) throw new UserError(`${other} was not synthesized.`);
  const others = new Map(Synthesis.read(other).stacks.map(({ name, json }) => [name, json]));
  const { stacks } = Synthesis.read(one);
  const differences = stacks.flatMap(({ name, json }) => {
    const its = others.get(name);
    others.delete(name);
    if (its === undefined) return [`${name} is missing`];
    return differencesIn(withoutMetadata(json.json), withoutMetadata(its.json)).map(
      (path) => `${name}: ${path}`,
    );
  });
  return {
    stacks: stacks.length,
    differences: [...differences, ...[...others.keys()].map((name) => `${name} is new`)],
  };
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutMetadata(each)]));
}

function differencesIn(one: unknown, other: unknown, path: readonly string[] = []): string[] {
  if (isDeepStrictEqual(one, other)) return [];
  const areBlocks = [one, other].every((each) => typeof each === "object" && each !== null);
  if (!areBlocks) return [path.join(".")];
  const [left, right] = [one, other] as [Record<string, unknown>, Record<string, unknown>];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => differencesIn(left[key], right[key], [...path, key]));
}
