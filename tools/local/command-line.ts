import { type CommandLine, defineCommand, readCommandLine } from "../terminal/command-line";
import { UserError } from "../terminal/user-error";

const VERBS = ["deploy", "scale", "kill", "run-task"] as const;

export const LOCAL = defineCommand({
  run: "npm run local",
  forms: [
    "<system> [environment] [tag=1.0.0] [variable=value ...] [options]",
    "--deploy <system> [environment] [tag=1.1.0] [variable=value ...]",
    "--scale <system> [environment] <service>=<tasks> ...",
    "--kill <system> [environment] [service=<service>] [count=1]",
    "--run-task <system> [environment] task=<scheduled task> [service=<service>]",
  ],
  summary:
    "Runs a system on this machine, without AWS, from its synthesized JSON. Every task is a process behind a load balancer that follows the listener rules. Press Ctrl-C to stop everything.",
  options: {
    command: {
      kind: "assignments",
      value: "<service>=<command>",
      help: "Command to run in place of an image that this project does not build. It must listen on $PORT. Use <service>:<tag> for one release",
    },
    env: {
      kind: "assignments",
      value: "NAME=value",
      help: "Environment variable to add to every task",
    },
    speed: {
      kind: "number",
      value: "<factor>",
      min: 0.01,
      max: 1000,
      isWhole: false,
      help: "Divide the waits of AWS by this factor (default: 1)",
    },
    autoscale: {
      kind: "flag",
      help: "Scale services by their policies, from the measured CPU and requests of their tasks. AWS takes minutes to decide, so add --speed",
    },
    port: {
      kind: "number",
      value: "<port>",
      min: 0,
      max: 65_535,
      help: "Port of the first load balancer; 0 uses any free port",
    },
    logs: { kind: "flag", help: "Show what tasks print, instead of writing it to files" },
    deploy: { kind: "flag", help: "Deploy other values of variables to the running system" },
    scale: {
      kind: "flag",
      help: "Set the number of tasks of a service (of a daemon: of instances)",
    },
    kill: { kind: "flag", help: "Kill tasks at random" },
    "run-task": { kind: "flag", help: "Run a scheduled task now" },
  },
  examples: [
    ["npm run local -- talk-service", "Start a system of dev"],
    [
      "npm run local -- daemon-api prod --speed 10",
      "Start a system of prod, with waits ten times shorter than in AWS",
    ],
    [
      "npm run local -- http-scale-out --autoscale --speed 60",
      "Scale the tasks with the load, with a minute shortened to a second",
    ],
    [
      "npm run local -- --deploy talk-service tag=1.1.0",
      "Replace the tasks of the running system, as ECS does",
    ],
    [
      "npm run local -- --deploy talk-service live_color=green",
      "Move its requests to the green tasks",
    ],
    ["npm run local -- --scale talk-service speaker-service-ecs=4", "Run four tasks of a service"],
    ["npm run local -- --kill talk-service count=2", "Kill two tasks"],
    ["npm run local -- --run-task worker task=nightly", "Run a scheduled task before its time"],
  ],
  takesAssignments: true,
  maxWords: 2,
});

export interface LocalCommandLine {
  readonly verb: "run" | (typeof VERBS)[number];
  readonly system: string;
  /** @default - dev, or the environment in `system` if `system` is a stack's name */
  readonly environment: string | undefined;
  /** Values of variables, or the arguments of the verb. */
  readonly values: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, string>>;
  readonly taskEnvironment: Readonly<Record<string, string>>;
  readonly speed: number;
  readonly autoscales: boolean;
  readonly port?: number;
  readonly showsLogs: boolean;
}

/** @throws UserError if no system or more than one verb is given */
export function localCommandLine(line: CommandLine<typeof LOCAL.options>): LocalCommandLine {
  const { words, assignments, options } = line;
  const verbs = VERBS.filter((verb) => options[verb]);
  const [system, environment] = words;
  if (verbs.length > 1) {
    throw new UserError(`Use one of ${verbs.map((verb) => `--${verb}`).join(" and ")} at a time.`);
  }
  if (system === undefined) {
    throw new UserError("Name a system, as in: npm run local -- http-scale-out");
  }
  const { tag, ...values } = assignments;
  return {
    verb: verbs[0] ?? "run",
    system,
    environment,
    values: { ...values, ...(tag === undefined ? {} : { image_tag: tag }) },
    commands: options.command,
    taskEnvironment: options.env,
    speed: options.speed ?? 1,
    autoscales: options.autoscale,
    ...(options.port === undefined ? {} : { port: options.port }),
    showsLogs: options.logs,
  };
}

/** @throws UserError that lists every mistake */
export function parseLocalCommandLine(args: readonly string[]): LocalCommandLine {
  return localCommandLine(readCommandLine(LOCAL, args));
}
