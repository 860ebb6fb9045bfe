import { parseArgs } from "node:util";
import { UserError } from "../terminal/user-error";

export const USAGE = `usage: npm run local -- <system> [environment] [tag=1.0.0] [variable=value ...] [options]
       npm run local -- --deploy <system> [environment] tag=1.1.0 [variable=value ...]
       npm run local -- --scale <system> [environment] <service>=<tasks>
       npm run local -- --kill <system> [environment] [service=<service>] [count=1]

  --command <service>="<command>"   what to run in place of an image that this project does not build; it gets PORT.
                                    <service>:<tag> names one release of it
  --env NAME=value                  added to the environment of every task
  --speed 10                        makes the waits of AWS so many times shorter
  --port 9000                       where the first balancer listens; 0 is any free port
  --logs                            show what tasks print, instead of writing it to files`;

export interface CommandLine {
  readonly verb: "run" | "deploy" | "scale" | "kill";
  readonly system: string;
  readonly environment: string;
  /** Variables, or arguments of the verb. */
  readonly values: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, string>>;
  readonly taskEnvironment: Readonly<Record<string, string>>;
  readonly speed: number;
  readonly port?: number;
  readonly showsLogs: boolean;
}

/** @throws UserError when it cannot be understood */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values: options, positionals } = parse(args);
  const verbs = (["deploy", "scale", "kill"] as const).filter((verb) => options[verb]);
  if (verbs.length > 1) throw new UserError(USAGE);
  const [system, environment = "dev", ...others] = positionals.filter(
    (word) => !word.includes("="),
  );
  if (system === undefined || others.length > 0) throw new UserError(USAGE);
  const speed = Number(options.speed ?? 1);
  if (!(speed > 0)) throw new UserError(`--speed must be above 0, got ${options.speed ?? ""}.`);
  const port = options.port === undefined ? undefined : Number(options.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    throw new UserError(`--port must be 0 to 65535, got ${options.port ?? ""}.`);
  }
  return {
    verb: verbs[0] ?? "run",
    system,
    environment,
    values: pairs([...positionals.filter((word) => word.includes("=")), ...options.var]),
    commands: pairs(options.command),
    taskEnvironment: pairs(options.env),
    speed,
    ...(port === undefined ? {} : { port }),
    showsLogs: options.logs,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        deploy: { type: "boolean", default: false },
        scale: { type: "boolean", default: false },
        kill: { type: "boolean", default: false },
        var: { type: "string", multiple: true, default: [] },
        command: { type: "string", multiple: true, default: [] },
        env: { type: "string", multiple: true, default: [] },
        speed: { type: "string" },
        port: { type: "string" },
        logs: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

/** `name=value`; a value may hold further equals signs. */
function pairs(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.map((word) => {
      const [name = "", ...value] = word.split("=");
      if (value.length === 0) throw new UserError(`${word} must have the form name=value.`);
      return [name === "tag" ? "image_tag" : name, value.join("=")];
    }),
  );
}
