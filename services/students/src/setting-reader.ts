export type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting that is wrong, one message each. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

export interface Parser<Value> {
  readonly rule: string;
  readonly read: (text: string) => Value | undefined;
  /** Whether the value must not be shown. @default false */
  readonly isSecret?: boolean;
}

/** Reads variables one after the other and remembers what is wrong with them. */
export class SettingReader {
  private readonly environment: Environment;
  private readonly problems: string[] = [];

  constructor(environment: Environment) {
    this.environment = environment;
  }

  optional<Value>(name: string, byDefault: Value, parser: Parser<Value>): Value {
    const text = this.environment[name];
    if (text === undefined) return byDefault;
    const value = parser.read(text);
    if (value !== undefined) return value;
    const got = parser.isSecret === true ? "another value" : JSON.stringify(text);
    this.problems.push(`${name} must be ${parser.rule}, got ${got}.`);
    return byDefault;
  }

  /** @returns the value; `instead` where there is none, which {@link check} refuses in the end */
  required<Value>(name: string, instead: Value, parser: Parser<Value>): Value {
    if (this.environment[name] === undefined)
      this.problems.push(`${name} must be set, to ${parser.rule}.`);
    return this.optional(name, instead, parser);
  }

  /** @throws SettingsError naming every variable that is wrong */
  check(): void {
    if (this.problems.length > 0) throw new SettingsError(this.problems);
  }
}

export const someText: Parser<string> = {
  rule: "one character or more",
  read: (value) => (value === "" ? undefined : value),
};

export const someSecret: Parser<string> = { ...someText, isSecret: true };

export const trueOrFalse: Parser<boolean> = {
  rule: "true or false",
  read: (text) => ({ true: true, false: false })[text],
};

export function wholeNumber(min: number, max: number): Parser<number> {
  return {
    rule: `a whole number from ${String(min)} to ${String(max)}`,
    read: (text) => {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
    },
  };
}

export function oneOf<Value extends string>(values: readonly Value[]): Parser<Value> {
  return {
    rule: `one of ${values.join(", ")}`,
    read: (text) => values.find((value) => value === text),
  };
}

export const pathPrefix: Parser<string> = {
  rule: "empty, or a path such as /demo1 without a slash at its end",
  read: (text) => (/^((\/[\w.~-]+)+)?$/.test(text) ? text : undefined),
};

/** The address of a service, without a slash at its end. */
export const httpUrl: Parser<string> = {
  rule: "an address such as http://peer.internal",
  read: (text) => {
    const isAddress = URL.canParse(text) && /^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(text);
    return isAddress ? text.replace(/\/+$/, "") : undefined;
  },
};
