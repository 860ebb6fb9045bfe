import * as z from "zod";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Lists every invalid setting with one message each. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SettingsError";
  }
}

/** A variable that must match a rule. The rule completes the sentence "must be ...". */
export function variable(rule: string, accepts: (text: string) => boolean) {
  return z.string({ error: rule }).refine(accepts, { error: rule });
}

export function text() {
  return variable("one character or more", (value) => value !== "");
}

/** A text that no message may contain. */
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

/** The settings that every program has, by the name of the environment variable. */
export function commonSettings(defaultPort: number) {
  return {
    /** 0 uses a free port, which the log shows. */
    PORT: wholeNumber(0, 65_535).default(defaultPort),
    /** Address to listen on: all addresses in a container, loopback on a developer's machine. */
    HOST: text().default("0.0.0.0"),
    LOG_LEVEL: oneOf("trace", "debug", "info", "warn", "error", "fatal", "silent").default("info"),
    /** Time for which an idle connection stays open. It must exceed the load balancer's idle timeout (60 s by default). */
    KEEP_ALIVE_TIMEOUT_SECONDS: wholeNumber(1, 4000).default(65),
    /**
     * Time for which the program continues to serve requests after SIGTERM. Clients that find it by DNS name need it,
     * because they may cache the address for the record's time to live. A load balancer stops sending requests before.
     */
    DRAIN_SECONDS: wholeNumber(0, 115).default(0),
    /** Time limit for requests in flight after that. Both together must be shorter than the time before ECS sends SIGKILL. */
    STOP_TIMEOUT_SECONDS: wholeNumber(1, 120).default(25),
  };
}

export type CommonSettings = z.output<z.ZodObject<ReturnType<typeof commonSettings>>>;

/** @throws SettingsError that lists every invalid variable */
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
