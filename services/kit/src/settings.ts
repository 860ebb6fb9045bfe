import * as z from "zod";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting that is wrong, one message each. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SettingsError";
  }
}

/** A variable whose text fits the rule, in words that go after "must be". */
export function variable(rule: string, accepts: (text: string) => boolean) {
  return z.string({ error: rule }).refine(accepts, { error: rule });
}

export function text() {
  return variable("one character or more", (value) => value !== "");
}

/** A text that no message may show. */
export function secret() {
  return text().meta({ isSecret: true });
}

export function wholeNumber(min: number, max: number) {
  return variable(`a whole number from ${String(min)} to ${String(max)}`, (value) => {
    const number = Number(value);
    return /^\d+$/.test(value) && number >= min && number <= max;
  }).transform(Number);
}

export function oneOf<const Value extends string>(...values: readonly Value[]) {
  return z.enum(values, { error: `one of ${values.join(", ")}` });
}

export function trueOrFalse() {
  return z
    .enum(["true", "false"], { error: "true or false" })
    .transform((value) => value === "true");
}

/** What every program reads from its environment, each setting under the variable's own name. */
export function commonSettings(defaultPort: number) {
  return {
    /** 0 lets the system choose a free port; the log says which. */
    PORT: wholeNumber(0, 65_535).default(defaultPort),
    /** The address to listen on. A container listens on every address; on a developer's machine, loopback is enough. */
    HOST: text().default("0.0.0.0"),
    LOG_LEVEL: oneOf("trace", "debug", "info", "warn", "error", "fatal", "silent").default("info"),
    /** How long an unused connection stays open. It must outlast the balancer's idle time-out, 60 s by default. */
    KEEP_ALIVE_TIMEOUT_SECONDS: wholeNumber(1, 4000).default(65),
    /**
     * How long the program goes on serving after SIGTERM, for clients that have not heard yet that it goes: those that
     * find it by a name, and keep an answer for as long as its time to live. A balancer stops sending first.
     */
    DRAIN_SECONDS: wholeNumber(0, 115).default(0),
    /** How long requests in flight may take after that; both together must be shorter than ECS waits before SIGKILL. */
    STOP_TIMEOUT_SECONDS: wholeNumber(1, 120).default(25),
  };
}

export type CommonSettings = z.output<z.ZodObject<ReturnType<typeof commonSettings>>>;

/** @throws SettingsError naming every variable that is wrong */
export function readSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Environment,
): Readonly<z.output<z.ZodObject<Shape>>> {
  const { data, error } = z.object(shape).safeParse(environment);
  if (error === undefined) return data;
  const problems = new Map(error.issues.map(({ path, message }) => [String(path[0]), message]));
  throw new SettingsError(
    [...problems].map(([name, rule]) => {
      const value = environment[name];
      if (value === undefined) return `${name} must be set, to ${rule}.`;
      const schema = shape[name] as z.ZodType | undefined;
      const got = schema?.meta()?.isSecret === true ? "another value" : JSON.stringify(value);
      return `${name} must be ${rule}, got ${got}.`;
    }),
  );
}
