import { App } from "cdktf";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, parseEnvironments } from "../../settings/environment";
import { refuseCrossStackReferences } from "../../modules/synthesis/cross-stack-references";
import { select } from "../../modules/synthesis/selection";
import { stacksOf } from "../../modules/synthesis/stacks";
import { buildStacks } from "../../stacks/environment-stacks";
import type { Place } from "./schema-leaves";

const outdir = mkdtempSync(join(tmpdir(), "sweep-"));
process.once("exit", () => {
  rmSync(outdir, { recursive: true, force: true });
});

/** What comes of the settings of one environment: its stacks, or what is wrong with them. */
export interface Outcome {
  /** A digest of the stacks' JSON: a sweep compares thousands, and the texts would take gigabytes. */
  readonly json?: string;
  readonly warnings: readonly string[];
  readonly problems: readonly string[];
}

export function outcomeOf(name: string, environment: unknown): Outcome {
  const parsed = parseEnvironments({ [name]: environment });
  const [warnings, problems] = [
    parsed.warnings.map(formatProblem),
    parsed.problems.map(formatProblem),
  ];
  if (problems.length > 0) return { warnings, problems };
  const app = new App({ outdir, stackTraces: false });
  buildStacks(app, parsed, formatProblem, select([], [name], []));
  const stacks = stacksOf(app);
  refuseCrossStackReferences(stacks);
  const digest = createHash("sha256");
  for (const stack of stacks) {
    stack.prepareStack();
    digest.update(JSON.stringify([stack.node.id, stack.toTerraform()]));
  }
  return { json: digest.digest("hex"), warnings, problems };
}

/**
 * Settings with another value at a place; undefined where nothing can be there. Whatever does not contain the place is the
 * same object as before.
 */
export function changed(settings: unknown, path: Place["path"], value: unknown): unknown {
  const [step, ...others] = path;
  if (step === undefined) return structuredClone(value);
  if (typeof settings !== "object" || settings === null) return undefined;
  const copy: any = Array.isArray(settings) ? [...settings] : { ...settings };
  if (others.length === 0 && value === undefined) Reflect.deleteProperty(copy, step);
  else if (others.length === 0) copy[step] = structuredClone(value);
  else copy[step] = changed(copy[step], others, value);
  return others.length > 0 && copy[step] === undefined ? undefined : copy;
}

/** The same for several values, by paths from what is above the place: "../container.port", "memoryMiB". */
export function changedBeside(
  settings: unknown,
  path: Place["path"],
  values: Readonly<Record<string, unknown>>,
): unknown {
  return Object.entries(values).reduce((current, [relative, value]) => {
    const ups = relative.split("../").length;
    const steps = relative.replaceAll("../", "").split(".");
    return changed(current, [...path.slice(0, -ups), ...steps], value) ?? current;
  }, settings);
}
