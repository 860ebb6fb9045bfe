/** The addresses that the deployment writes into settings.json. */
export interface Settings {
  readonly region: string;
  /** Without a trailing slash. */
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** @default - Cognito's endpoint in the Region */
  readonly cognitoEndpoint?: string;
  /** Whether users can create accounts. @default true */
  readonly selfSignUp: boolean;
  /** Whether the pool asks for a code in addition to the password. @default "off" */
  readonly mfa: Mfa;
  /** Cognito's own sign-in pages. @default - users sign in on this page */
  readonly signInPages?: SignInPages;
  /** Minutes that the services need to start, if they stop while nobody calls. @default - they do not stop */
  readonly wakeUpMinutes?: number;
  readonly stores: readonly [Store, ...Store[]];
}

export type Mfa = "off" | "optional" | "required";

export interface SignInPages {
  /** Host name. */
  readonly domain: string;
  /** Scopes of the tokens. */
  readonly scopes: readonly string[];
}

export interface Store {
  readonly name: string;
  /** The path of an item is this path, a slash, and the item's ID. */
  readonly path: string;
  readonly idName: string;
}

/** Lists every problem with the settings, one sentence each. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join(" "));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

/** @throws SettingsError */
export async function loadSettings(): Promise<Settings> {
  let answer: Response;
  try {
    answer = await fetch("settings.json", { cache: "no-store", credentials: "omit" });
  } catch {
    throw new SettingsError([
      "settings.json could not be loaded: the page's host does not respond.",
    ]);
  }
  if (!answer.ok)
    throw new SettingsError([
      `settings.json could not be loaded: the page's host returned ${String(answer.status)}.`,
    ]);
  return readSettings(await answer.text());
}

/** @throws SettingsError that lists every invalid field */
export function readSettings(text: string): Settings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new SettingsError([`settings.json must be JSON: ${(error as Error).message}.`]);
  }
  if (!isRecord(json)) throw new SettingsError(["settings.json must be a JSON object."]);
  const problems: string[] = [];
  const read = (record: Fields, prefix: string, name: string, rule: Rule): string => {
    const value = record[name];
    if (typeof value === "string" && rule.holds(value)) return value;
    problems.push(`${prefix}${name} must be ${rule.says}, ${found(value)}.`);
    return "";
  };
  const stores = Array.isArray(json.stores) ? (json.stores as unknown[]) : [];
  if (stores.length === 0)
    problems.push(`stores must be a list of one store or more, ${found(json.stores)}.`);
  const settings = {
    region: read(json, "", "region", region),
    apiUrl: read(json, "", "apiUrl", url).replace(/\/+$/, ""),
    userPoolId: read(json, "", "userPoolId", userPoolId),
    userPoolClientId: read(json, "", "userPoolClientId", clientId),
    ...(json.cognitoEndpoint !== undefined && {
      cognitoEndpoint: read(json, "", "cognitoEndpoint", url),
    }),
    selfSignUp: json.selfSignUp !== false,
    mfa: (json.mfa === undefined ? "off" : read(json, "", "mfa", mfa)) as Mfa,
    ...(isRecord(json.signInPages) && {
      signInPages: {
        domain: read(json.signInPages, "signInPages.", "domain", host),
        scopes: Array.isArray(json.signInPages.scopes) ? json.signInPages.scopes.map(String) : [],
      },
    }),
    ...(json.wakeUpMinutes !== undefined && {
      wakeUpMinutes: readMinutes(json.wakeUpMinutes, problems),
    }),
    stores: stores.map((store, index) => {
      const record = isRecord(store) ? store : {};
      const prefix = `stores[${String(index)}].`;
      return {
        name: read(record, prefix, "name", someText),
        path: read(record, prefix, "path", path),
        idName: read(record, prefix, "idName", someText),
      };
    }) as unknown as Settings["stores"],
  };
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

function readMinutes(value: unknown, problems: string[]): number {
  if (typeof value === "number" && value >= 1 && value <= 60) return value;
  problems.push(`wakeUpMinutes must be a number from 1 to 60, ${found(value)}.`);
  return 1;
}

type Fields = Readonly<Record<string, unknown>>;

interface Rule {
  readonly says: string;
  readonly holds: (text: string) => boolean;
}

const someText: Rule = { says: "a text", holds: (text) => text.trim() !== "" };
const region: Rule = {
  says: 'a region, as in "us-east-2"',
  holds: (text) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(text),
};
const userPoolId: Rule = {
  says: 'the id of a user pool, as in "us-east-2_AbCdEf123"',
  holds: (text) => /^[\w-]+_[0-9a-zA-Z]+$/.test(text),
};
const clientId: Rule = {
  says: "the id of an app client: letters and digits",
  holds: (text) => /^\w+$/.test(text),
};
const mfa: Rule = {
  says: '"off", "optional" or "required"',
  holds: (text) => ["off", "optional", "required"].includes(text),
};
const host: Rule = {
  says: 'a host name, as in "stores.auth.us-east-2.amazoncognito.com"',
  holds: (text) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/.test(text),
};
const path: Rule = {
  says: 'a path, as in "/foodstore/foods"',
  holds: (text) => /^(\/[\w.~-]+)+$/.test(text),
};
const url: Rule = {
  says: "an https address, or an http address of this machine",
  holds: (text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname } = new URL(text);
    return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
  },
};

function isLoopback(hostname: string): boolean {
  return ["127.0.0.1", "localhost"].includes(hostname);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function found(value: unknown): string {
  return value === undefined ? "and is missing" : `got ${JSON.stringify(value)}`;
}
