import { type CommandLine as Line, defineCommand } from "../../terminal/command-line";
import { UserError } from "../../terminal/user-error";

export const REHEARSE = defineCommand({
  run: "npm run rehearse",
  forms: ["[system|environment|stack ...] [options]"],
  summary:
    "Applies and destroys the stacks in cdktf.out with real Terraform on an AWS emulator: apply, an empty second " +
    "plan, a change of the settings, destroy. Systems and environments limit each other. Without names, everything is " +
    "rehearsed.",
  options: {
    keep: {
      kind: "flag",
      help: "Keep the emulator and the work folders for inspection",
    },
    endpoint: { kind: "text", value: "<url>", help: "Use an emulator that is already running" },
    "allow-aws": {
      kind: "flag",
      help: "Accept an endpoint with an AWS name, because it is an emulator",
    },
    recover: { kind: "flag", help: "First repair what a killed rehearsal left at the endpoint" },
    report: { kind: "text", value: "<file>", help: "Write a report as JSON" },
    var: { kind: "assignments", value: "<name>=<value>", help: "Set a variable" },
    "allow-destroy": {
      kind: "list",
      value: "<address or type>",
      help: "Allow this resource to be destroyed",
    },
    "allow-task-count": {
      kind: "list",
      value: "<address or type>",
      help: "Allow this service's task count to be set",
    },
    concurrency: {
      kind: "number",
      value: "<number>",
      min: 1,
      max: 99,
      help: "Maximum number of Terraform processes, 700 MB each (as many as fit)",
    },
  },
  examples: [
    ["npm run rehearse", "Rehearse every system in every environment"],
    ["npm run rehearse -- talk-service dev", "Rehearse one system in one environment"],
    ["npm run rehearse -- dev --keep", "Inspect the emulator afterwards"],
    [
      "npm run rehearse -- dev --endpoint http://127.0.0.1:4566 --recover",
      "Continue after a rehearsal was killed",
    ],
  ],
});

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
}

/** @throws UserError where options do not go together */
export function rehearsalOf({ words, options }: Line<typeof REHEARSE.options>): CommandLine {
  if (options.recover && options.endpoint === undefined)
    throw new UserError(
      "--recover needs --endpoint: an emulator that a rehearsal starts ends with it, and so does its content.",
    );
  return {
    names: words,
    keeps: options.keep,
    endpoint: options.endpoint,
    allowAws: options["allow-aws"],
    recovers: options.recover,
    reportFile: options.report,
    variables: options.var,
    allowDestroy: options["allow-destroy"],
    allowTaskCount: options["allow-task-count"],
    concurrency: options.concurrency,
  };
}
