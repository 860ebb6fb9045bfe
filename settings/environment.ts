import type * as z from "zod";
import { warningsOf } from "./warnings";
import type { environment } from "./schema/environment";
import { environments as schema } from "./schema/environment";
import { toProblems, wording } from "./wording/messages";
import type { Problem } from "./wording/show";

export { formatProblem, type Problem } from "./wording/show";

/** An environment as written in its file: what has a default may be left out. */
export type EnvironmentSettings = z.input<typeof environment>;

/** An environment after validation, defaults filled in. */
export type Environment = z.output<typeof environment>;

/** A system, as the settings and the stacks name it. */
export type SystemName = keyof Environment["systems"];

/** The settings of a system, defaults filled in. */
export type SystemSettings<Name extends SystemName> = NonNullable<Environment["systems"][Name]>;

export type HttpScaleOutSettings = SystemSettings<"http-scale-out">;
export type DaemonApiSettings = SystemSettings<"daemon-api">;
export type TalkServiceSettings = SystemSettings<"talk-service">;
export type RestApiSettings = SystemSettings<"rest-api">;
export type HttpApiSettings = SystemSettings<"http-api">;
/** A store of one kind of item. */
export type StoreService = HttpApiSettings["services"][string];
/** One of the services that share a balancer. */
export type PathService = TalkServiceSettings["services"][string];

export interface ParsedEnvironments {
  /** In the order given; empty when there is any problem. */
  readonly environments: readonly Environment[];
  /** Every mistake of every environment. */
  readonly problems: readonly Problem[];
  /** Settings that work, but cannot do what they say. Only looked for when there is no problem. */
  readonly warnings: readonly Problem[];
}

/** Validates all environments, by name. Never throws for wrong settings. */
export function parseEnvironments(settings: Readonly<Record<string, unknown>>): ParsedEnvironments {
  const parsed = schema.safeParse(settings, { error: wording, reportInput: true });
  if (!parsed.success) {
    return { environments: [], problems: toProblems(parsed.error.issues), warnings: [] };
  }
  return {
    environments: Object.values(parsed.data),
    problems: [],
    warnings: warningsOf(parsed.data),
  };
}
