import {
  type Environment,
  type EnvironmentSettings,
  formatProblem,
  type ParsedEnvironments,
  parseEnvironments,
} from "../../settings/environment";

/** Fields to set, each by its path with dots; `undefined` takes a field out. */
export type Change = Readonly<Record<string, unknown>>;

/** Settings that leave everything out that may be left out. */
export const minimal: EnvironmentSettings = {
  name: "dev",
  region: "us-east-2",
  state: { kind: "s3", bucket: "acme-state-dev" },
  network: { kind: "default-vpc" },
  protections: { deletionProtection: false, httpsOnly: false },
  logRetentionDays: 30,
  systems: {
    // What a user would be warned about otherwise.
    "http-scale-out": {
      image: { kind: "repository", pushedElsewhere: true },
      capacity: { cpuCredits: "unlimited" },
    },
  },
};

/** A changed copy of `settings`. */
export function changed(settings: object, change: Change): Record<string, unknown> {
  const copy = structuredClone(settings) as Record<string, unknown>;
  for (const [path, value] of Object.entries(change)) {
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    let at = copy;
    for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>;
    if (value === undefined) Reflect.deleteProperty(at, last);
    else at[last] = structuredClone(value);
  }
  return copy;
}

/** A change of the system http-scale-out, by paths within it. */
export function system(change: Change): Change {
  return Object.fromEntries(
    Object.entries(change).map(([path, value]) => [`systems.http-scale-out.${path}`, value]),
  );
}

function parse(change: Change): ParsedEnvironments {
  return parseEnvironments({ dev: changed(minimal, change) });
}

/** What a user reads of one changed environment. */
export function problemsOf(change: Change): string[] {
  return parse(change).problems.map(formatProblem);
}

/** The warnings about one changed environment, which must have no problem. */
export function warningsOf(change: Change): string[] {
  parsed(change);
  return parse(change).warnings.map(formatProblem);
}

/** One changed environment, defaults filled in; it must have no problem. */
export function parsed(change: Change): Environment {
  const { environments, problems } = parse(change);
  const [environment] = environments;
  if (environment === undefined) throw new Error(problems.map(formatProblem).join("\n"));
  return environment;
}

/** One test a line: what is wrong, the change that makes it so, and the one message for it, after `dev.` */
export function errorIf(table: readonly (readonly [string, Change, string])[]): void {
  test.each(table)("error if %s", (_, change, message) => {
    expect(problemsOf(change)).toEqual([`dev.${message}`]);
  });
}

/** The same within the system http-scale-out. */
export function systemErrorIf(table: readonly (readonly [string, Change, string])[]): void {
  errorIf(
    table.map(([name, change, message]) => [
      name,
      system(change),
      `systems.http-scale-out.${message}`,
    ]),
  );
}
