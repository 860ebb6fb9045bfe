import { rmSync } from "node:fs";
import { relative } from "node:path";
import { AnnotationMetadataEntryType, App, type TerraformStack } from "cdktf";
import { refuseCrossStackReferences } from "./cross-stack-references";
import { Mistakes } from "./mistakes";
import { OutputFolder } from "./output-folder";
import { startProgress } from "./progress";
import { select, type Selection } from "./selection";
import { keepFormerStacks, removeUnselected, stacksOf } from "./stacks";
import { leaveOutTokenStackTraces } from "./token-stack-traces";

/** Adds stacks to the app. Returns, or throws as Mistakes, the problems of the settings. */
export type Build = (app: App, selection: Selection) => readonly string[] | undefined;

export interface SynthesizeOptions {
  /**
   * Names of environments, systems and stacks to synthesize. Stacks that they depend on are included. Others are not
   * changed.
   * @default - everything
   */
  readonly names?: readonly string[];
  /** Names of all environments. @default [] */
  readonly environments?: readonly string[];
  /** Names of all systems. @default [] */
  readonly systems?: readonly string[];
  /** @default - CDKTF_OUTDIR, which the cdktf command sets, or else cdktf.out */
  readonly outdir?: string;
}

export interface Synthesized {
  readonly outdir: string;
  /** Names of the stacks that were synthesized. */
  readonly stacks: readonly string[];
  /** Stacks whose files changed or were removed. */
  readonly changed: readonly string[];
  readonly warnings: readonly string[];
}

const HELP = `Usage: npm run synth -- [environment|system|stack ...]

Writes Terraform JSON to cdktf.out/stacks/<stack>/cdk.tf.json, for every stack or for those that you name. Reaches no network.

Options:
  --details  Print the arithmetic behind warnings as well
  --help     Show this help

Examples:
  npm run synth                        Synthesize everything
  npm run synth -- dev                 Synthesize one environment
  npm run synth -- http-scale-out dev  Synthesize one system in one environment`;

/** Synthesizes as a command: reports the result on standard output, standard error and as the exit code. */
export function synthesize(build: Build, options: SynthesizeOptions = {}): void {
  if (options.names?.some((name) => name === "--help" || name === "-h")) {
    console.log(HELP);
    return;
  }
  startProgress();
  try {
    const result = synthesizeApp(build, options);
    // The cdktf command shows warnings itself, from the manifest, and echoes what an app prints.
    if (process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS === undefined) tell(result);
  } catch (error) {
    if (!(error instanceof Mistakes)) throw error;
    tellMistakes(error);
    process.exitCode = 1;
  }
}

/**
 * Synthesizes everything that `build` adds to the app. Replaces the content of the output folder only if all of it is valid.
 *
 * @throws Mistakes with all problems of the settings and of the constructs' props
 */
export function synthesizeApp(build: Build, options: SynthesizeOptions = {}): Synthesized {
  leaveOutTokenStackTraces();
  const { names = [], environments = [], systems = [] } = options;
  const selection = select(names, environments, systems);
  const output = new OutputFolder(options.outdir ?? process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const staged = output.stage();
  try {
    const app = new App({ outdir: staged, stackTraces: false });
    const settingsProblems = build(app, selection) ?? [];
    // If the settings are invalid, there are no stacks to select from.
    if (settingsProblems.length === 0) removeUnselected(app, selection);
    refuse([...settingsProblems, ...constructProblems(app)]);
    const stacks = stacksOf(app);
    const kept = selection.isEverything ? [] : keepFormerStacks(app, output.path);
    refuseCrossStackReferences(stacks);
    app.synth();
    const changed = output.place(staged, kept);
    return {
      outdir: output.path,
      stacks: stacks.map(({ node }) => node.id),
      changed,
      warnings: warningsOf(app, stacks),
    };
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Mistakes(problems);
}

/** Validation errors and error annotations of all stacks. CDKTF itself stops at the first stack that has one. */
function constructProblems(app: App): string[] {
  return app.node.findAll().flatMap(({ node }) => {
    const annotated = node.metadata
      .filter(({ type }) => type === (AnnotationMetadataEntryType.ERROR as string))
      .map(({ data }) => String(data));
    return [...node.validate(), ...annotated].map((message) => `[${node.path}] ${message}`);
  });
}

function warningsOf(app: App, stacks: readonly TerraformStack[]): string[] {
  return stacks
    .flatMap((stack) => app.manifest.forStack(stack).annotations)
    .filter(({ level }) => level === AnnotationMetadataEntryType.WARN)
    .map(({ constructPath, message }) => `[${constructPath}] ${message}`);
}

function tell({ outdir, stacks, changed, warnings }: Synthesized): void {
  for (const warning of warnings) console.error(`Warning: ${warning}`);
  const where = relative(process.cwd(), outdir) || ".";
  console.log(`Synthesized ${stacks.length} stacks into ${where}, ${changed.length} changed.`);
}

function tellMistakes({ problems }: Mistakes): void {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  console.error(`Nothing was synthesized: ${count}.`);
  for (const problem of problems) console.error(`  - ${problem.replaceAll("\n", "\n    ")}`);
}
