import type * as z from "zod";
import { warningsOf } from "./warnings";
import { missingFiles } from "./missing-files";
import { withPresets } from "./presets/with-presets";
import type { environment } from "./schema/environment";
import { environments as schema } from "./schema/environments";
import { settingOf } from "./schema/containers/added-containers";
import { type Fields, isFields } from "./presets/fields";
import { toProblems, wording } from "./wording/messages";
import type { Problem } from "./wording/show";

export { formatInDetail, formatProblem, type Problem } from "./wording/show";

/** An environment as written in its file: what has a default may be left out. */
export type EnvironmentSettings = Omit<z.input<typeof environment>, "name"> & {
  /** @default the name by which environments/all.ts lists it */
  readonly name?: string;
};

/** An environment after validation, defaults filled in. */
export type Environment = z.output<typeof environment>;

/** A system, as the settings and the stacks name it. */
export type SystemName = keyof Environment["systems"];

/** The settings of a system, defaults filled in. */
export type SystemSettings<Name extends SystemName> = NonNullable<Environment["systems"][Name]>;

export type HttpScaleOutSettings = SystemSettings<"http-scale-out">;
export type DaemonApiSettings = SystemSettings<"daemon-api">;
export type TalkServiceSettings = SystemSettings<"talk-service">;
export type GithubSettings = NonNullable<Environment["github"]>;
export type PipelineSettings = NonNullable<Environment["pipelines"]>[string];
export type LoadTestSettings = NonNullable<Environment["loadTest"]>;
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
  const parsed = schema.safeParse(withPresets(settings), { error: wording, reportInput: true });
  if (!parsed.success) {
    const problems = toProblems(parsed.error.issues);
    return { environments: [], problems: asWritten(problems, settings), warnings: [] };
  }
  return {
    environments: Object.values(parsed.data),
    problems: [],
    warnings: asWritten(warningsOf(parsed.data), settings),
  };
}

/** Leads from a sidecar that nobody wrote to the setting that adds it. */
function asWritten(problems: readonly Problem[], settings: Fields): Problem[] {
  return problems.map((problem) => {
    const { path } = problem;
    const at = path.indexOf("sidecars");
    const name = path[at + 1];
    const setting = at < 0 || typeof name !== "string" ? undefined : settingOf(name);
    const written = path
      .slice(0, at + 2)
      .reduce<unknown>(
        (value, step) => (isFields(value) ? value[String(step)] : undefined),
        settings,
      );
    return setting === undefined || written !== undefined
      ? problem
      : { ...problem, path: [...path.slice(0, at), setting, ...imageField(path.slice(at + 2))] };
  });
}

/** A sidecar's image is an object; that of an added container is its reference. */
function imageField(path: readonly PropertyKey[]): readonly PropertyKey[] {
  return path[0] === "image" ? ["image"] : path;
}

/** What the settings files hold: the environments by name, or what went wrong in one of them. */
export interface LoadedEnvironments extends ParsedEnvironments {
  /** In the order in which they are listed; none where a file could not be read. */
  readonly names: readonly string[];
}

/** Loads the settings files, and validates them. A file that throws is a problem like any other. */
export async function loadEnvironments(
  load: () => Promise<Readonly<Record<string, unknown>>>,
): Promise<LoadedEnvironments> {
  let settings: Readonly<Record<string, unknown>>;
  try {
    settings = { ...(await load()) };
  } catch (error) {
    return { names: [], environments: [], problems: [thrown(error)], warnings: [] };
  }
  const parsed = parseEnvironments(settings);
  const missing = missingFiles(parsed.environments);
  return {
    names: Object.keys(settings),
    ...parsed,
    // What names a file that is not there cannot be synthesized, either.
    environments: missing.length === 0 ? parsed.environments : [],
    problems: [...parsed.problems, ...missing],
  };
}

/** esbuild names the function of each module after its file. */
function thrown(error: unknown): Problem {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const [file = "environments/"] = /environments\/[\w.-]+\.ts/.exec(stack) ?? [];
  return {
    environment: "",
    path: [],
    message: `${file} cannot be read: ${message}. Mend it there.`,
  };
}
