import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dev } from "../fixtures/environments/dev";
import {
  formatProblem,
  type EnvironmentSettings,
  parseEnvironments,
} from "../../settings/environment";
import { buildStacks } from "../../stacks/environment-stacks";
import { synthesizeApp } from "../../modules/synthesis/synthesize";
import { TerraformJson } from "./synth";

type Systems = EnvironmentSettings["systems"];
type HttpScaleOut = NonNullable<Systems["http-scale-out"]>;

/** What a user gets from environments: every stack's JSON by its id, and the warnings. */
export interface SynthesizedEnvironments {
  readonly stacks: Readonly<Record<string, TerraformJson>>;
  /** Ids of the stacks that are deployed before a stack, by its id. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  readonly warnings: readonly string[];
}

/**
 * Synthesizes environments the way main.ts does, validation and files included.
 *
 * @throws Mistakes where a user would get messages
 */
export function synthEnvironments(
  settings: Readonly<Record<string, EnvironmentSettings>>,
): SynthesizedEnvironments {
  const outdir = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const parsed = parseEnvironments(settings);
    const { stacks, warnings } = synthesizeApp(
      (app, selection) => buildStacks(app, parsed, formatProblem, selection),
      { outdir, environments: Object.keys(settings) },
    );
    return {
      stacks: Object.fromEntries(stacks.map((id) => [id, readStack(outdir, id)])),
      dependencies: readDependencies(outdir),
      warnings,
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** An environment that runs only one of its systems. */
export function running(
  name: keyof Systems,
  environment: EnvironmentSettings,
): EnvironmentSettings {
  const systems = { [name]: environment.systems[name] };
  return { ...environment, loadTest: undefined, systems };
}

/** The dev environment with other settings of http-scale-out; without any, the reference's defaults. */
export function devWith(system: HttpScaleOut = {}, environment: Partial<EnvironmentSettings> = {}) {
  return devRunning("http-scale-out", system, environment);
}

/** The dev environment that runs one system only, with other settings than those of its file. */
export function devRunning<Name extends keyof Systems>(
  name: Name,
  system: NonNullable<Systems[Name]>,
  environment: Partial<EnvironmentSettings> = {},
) {
  const own: EnvironmentSettings = { ...dev, loadTest: undefined };
  const systems: Systems = { [name]: { ...own.systems[name], ...system } };
  return { dev: { ...own, ...environment, systems } };
}

/** The runtime stack of {@link devWith}. */
export function runtimeStack(
  system: HttpScaleOut = {},
  environment: Partial<EnvironmentSettings> = {},
): TerraformJson {
  return runtimeOf("http-scale-out", system, environment);
}

/** The runtime stack of {@link devRunning}. */
export function runtimeOf<Name extends keyof Systems>(
  name: Name,
  system: NonNullable<Systems[Name]>,
  environment: Partial<EnvironmentSettings> = {},
): TerraformJson {
  const stack = synthEnvironments(devRunning(name, system, environment)).stacks[`${name}-dev`];
  if (stack === undefined) throw new Error("no runtime stack was synthesized");
  return stack;
}

function readStack(outdir: string, id: string): TerraformJson {
  return new TerraformJson(
    JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")) as Record<
      string,
      unknown
    >,
  );
}

function readDependencies(outdir: string): Record<string, readonly string[]> {
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
    stacks: Record<string, { dependencies: readonly string[] }>;
  };
  return Object.fromEntries(
    Object.entries(manifest.stacks).map(([id, { dependencies }]) => [id, dependencies]),
  );
}
