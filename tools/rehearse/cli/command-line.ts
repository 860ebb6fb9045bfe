import { closest } from "fastest-levenshtein";
import { parseArgs } from "node:util";
import { UserError } from "../../terminal/user-error";

export const USAGE = `usage: npm run rehearse -- [system|environment|stack ...] [options]

  Takes stacks of cdktf.out through their life with the real Terraform, on an AWS emulator: apply, an empty second plan, a
  change of the settings, destroy. Systems and environments restrict each other; without names everything is rehearsed.

  --keep                                leave emulator and work folders as they are in the end, to look around
  --endpoint <url>                      an emulator that runs already, in place of one that is started for it
  --allow-aws                           the endpoint is an emulator although its name is one of AWS
  --recover                             first mend what a killed rehearsal left at the endpoint
  --report <file>                       write a report as JSON
  --var <name>=<value>                  value of a variable (repeatable)
  --allow-destroy <address or type>     let the guard pass this one's destruction (repeatable)
  --allow-task-count <address or type>  let the guard pass this service's task count (repeatable)
  --concurrency <number>                Terraforms at once, of 700 MB each (as many as fit)
  --help                                print this`;

export interface CommandLine {
  readonly names: readonly string[];
  readonly keeps: boolean;
  readonly endpoint?: string;
  readonly allowAws: boolean;
  readonly recovers: boolean;
  readonly reportFile?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly allowDestroy: readonly string[];
  readonly allowTaskCount: readonly string[];
  readonly concurrency?: number;
  readonly help: boolean;
}

const flag = { type: "boolean", default: false } as const;
const several = { type: "string", multiple: true, default: [] as string[] } as const;
const text = { type: "string" } as const;

const OPTIONS = {
  keep: flag,
  endpoint: text,
  "allow-aws": flag,
  recover: flag,
  report: text,
  var: several,
  "allow-destroy": several,
  "allow-task-count": several,
  concurrency: text,
  help: { ...flag, short: "h" },
};

/** Reads the words behind `npm run rehearse --`. */
export function readCommandLine(words: readonly string[]): CommandLine {
  refuseUnknown(words);
  const { values, positionals: names } = parse(words);
  if (values.recover && values.endpoint === undefined)
    throw new UserError(
      "--recover needs --endpoint: an emulator that a rehearsal starts itself ends with it, and all that is in it.",
    );
  return {
    names,
    keeps: values.keep,
    endpoint: values.endpoint,
    allowAws: values["allow-aws"],
    recovers: values.recover,
    reportFile: values.report,
    variables: Object.fromEntries(values.var.map(variable)),
    allowDestroy: values["allow-destroy"],
    allowTaskCount: values["allow-task-count"],
    concurrency: concurrency(values.concurrency),
    help: values.help,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

function refuseUnknown(words: readonly string[]): void {
  const known = Object.keys(OPTIONS).map((name) => `--${name}`);
  const unknown = words
    .filter((word) => word.startsWith("--") && word !== "--")
    .map((word) => word.split("=")[0] ?? word)
    .filter((word) => !known.includes(word));
  if (unknown.length === 0) return;
  throw new UserError(
    unknown
      .map((word) => `There is no option ${word}. Did you mean ${closest(word, known)}?`)
      .join("\n"),
  );
}

/** `name=value`, as Terraform's own -var has it. */
function variable(assignment: string): [string, string] {
  const [name = "", ...value] = assignment.split("=");
  if (name === "" || value.length === 0)
    throw new UserError(
      `--var must be <name>=<value>, as in image_tag=1.0.0, got "${assignment}".`,
    );
  return [name, value.join("=")];
}

function concurrency(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d?$/.test(value)) return Number(value);
  throw new UserError(`--concurrency must be a whole number from 1 to 99, got "${value}".`);
}
