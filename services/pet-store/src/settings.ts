/** What the program reads from its environment, checked once at the start. */
export interface Settings {
  /** The DynamoDB table of the items. Region and credentials are the AWS SDK's to find. */
  readonly tableName: string;
  /** 0 lets the system choose a free port; the log says which. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** How long an unused connection stays open; must outlast the balancer's idle time-out. */
  readonly keepAliveTimeoutSeconds: number;
  /** How long requests in flight may take after SIGTERM; must be shorter than ECS waits before SIGKILL. */
  readonly stopTimeoutSeconds: number;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting that is wrong, one message each. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

/** @throws SettingsError naming every variable that is wrong */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = [];
  const read = <Value>(name: string, byDefault: Value, parse: Parser<Value>): Value => {
    const text = environment[name];
    if (text === undefined && byDefault !== undefined) return byDefault;
    const value = text === undefined ? undefined : parse.read(text);
    if (value !== undefined) return value;
    const found = text === undefined ? "it is not set" : `got ${JSON.stringify(text)}`;
    problems.push(`${name} must be ${parse.rule}, ${found}.`);
    return byDefault;
  };
  const settings: Settings = {
    tableName: read<string | undefined>("DynamoDBTable", undefined, tableName) ?? "",
    port: read("PORT", 8080, wholeNumber(0, 65535)),
    logLevel: read<LogLevel>("LOG_LEVEL", "info", oneOf(logLevels)),
    keepAliveTimeoutSeconds: read("KEEP_ALIVE_TIMEOUT_SECONDS", 65, wholeNumber(1, 4000)),
    stopTimeoutSeconds: read("STOP_TIMEOUT_SECONDS", 25, wholeNumber(1, 120)),
  };
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

interface Parser<Value> {
  readonly rule: string;
  readonly read: (text: string) => Value | undefined;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const tableName: Parser<string> = {
  rule: "the name of a table, 3 to 255 letters, digits, _, - or .",
  read: (text) => (/^[\w.-]{3,255}$/.test(text) ? text : undefined),
};

function wholeNumber(min: number, max: number): Parser<number> {
  return {
    rule: `a whole number from ${String(min)} to ${String(max)}`,
    read: (text) => {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
    },
  };
}

function oneOf<Value extends string>(values: readonly Value[]): Parser<Value> {
  return {
    rule: `one of ${values.join(", ")}`,
    read: (text) => values.find((value) => value === text),
  };
}
