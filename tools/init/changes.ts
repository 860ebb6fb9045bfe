import { systems as schemas } from "../../settings/schema/environment";
import { requireKnown } from "../terminal/nearest";
import { UserError } from "../terminal/user-error";
import {
  EnvironmentEditor,
  listedEnvironments,
  withEnvironment,
} from "./settings-files/environment-editor";
import { environmentSource, freeBucketName } from "./settings-files/environment-file";
import type { FileChanges } from "./settings-files/file-changes";
import { type Ask, answer, type Given } from "./questions";
import { OF_SEVERAL, serviceSettings, systemSettings } from "./system-settings";

/** The input of every change to the settings. */
export interface Setting {
  readonly root: string;
  readonly changes: FileChanges;
  readonly given: Given;
  readonly ask: Ask;
  readonly environment: string;
}

export interface Change {
  readonly environment: string;
  /** The changed system; undefined if the change concerns a whole environment. */
  readonly system?: string;
  /** Messages for the user about what was written. */
  readonly lines: readonly string[];
}

export const ALL = "environments/all.ts";

export function fileOf(environment: string): string {
  return `environments/${environment}.ts`;
}

/** Writes an environment for one service, and replaces an existing one. */
export async function newEnvironment(setting: Setting): Promise<Change> {
  const { root, changes, given, ask, environment } = setting;
  requireEnvironmentName(environment);
  const system = given.system ?? "http-scale-out";
  const answers = await answer(given, ask, { root, system });
  const { settings, comments } = systemSettings(system, answers);
  const text = await environmentSource(
    "init",
    environment,
    {
      region: answers.region,
      bucket: freeBucketName(answers.name, environment),
      nameSuffix: environment === "dev" ? "" : `-${environment}`,
      httpsOnly: answers.domain !== undefined && OF_BALANCERS.includes(system),
    },
    { [system]: settings },
    Object.fromEntries(Object.entries(comments).map(([at, its]) => [`${system}/${at}`, its])),
  );
  const path = fileOf(environment);
  const copy = changes.keepCopy(path);
  changes.write(path, text);
  list(changes, environment);
  return {
    environment,
    system,
    lines: [
      `${path} runs ${answers.name} in the system ${system}.`,
      ...(copy === undefined ? [] : [`The previous file is kept in ${copy}.`]),
    ],
  };
}

const OF_BALANCERS = ["http-scale-out", "daemon-api", "talk-service"];

/** Adds a service to an environment, in a system that runs several. */
export async function addService(setting: Setting): Promise<Change> {
  const { root, changes, given, ask, environment } = setting;
  const editor = edit(changes, environment);
  const running = editor.namesIn(["systems"]);
  const system =
    given.system ?? running.find((name) => OF_SEVERAL.includes(name)) ?? freeSystem(running);
  if (!running.includes(system)) return addSystem(setting, system);
  if (!OF_SEVERAL.includes(system)) {
    throw new UserError(
      `${system} runs one service, and ${environment} has it already. Add the service to a system that runs several: ${OF_SEVERAL.map((name) => `--system ${name}`).join(", ")}.`,
    );
  }
  const services = ["systems", system, "services"];
  if (!editor.has(services)) {
    throw new UserError(
      `${fileOf(environment)}: systems.${system} must list its services before you can add one. Without the list, it runs the sample services.`,
    );
  }
  const taken = editor.namesIn(services);
  const region = regionOf(editor);
  const answers = await answer(given, ask, { root, system, taken, ...region });
  if (answers.domain !== undefined) {
    throw new UserError(
      `${system} has one domain name for all its services. Omit --domain: the service's path is /${answers.name}.`,
    );
  }
  const priorities = taken
    .map((name) => editor.literalAt([...services, name, "priority"]))
    .filter((priority) => typeof priority === "number");
  const { settings, comments } = serviceSettings(system, answers, priorities);
  editor.add([...services, answers.name], settings, comments);
  changes.write(fileOf(environment), await editor.text());
  return {
    environment,
    system,
    lines: [
      `${fileOf(environment)} has the service ${answers.name} in ${system}, at /${answers.name}.`,
    ],
  };
}

/** The first service of an environment is added to http-scale-out, further ones to a system that runs several. */
function freeSystem(running: readonly string[]): string {
  return running.includes("http-scale-out") ? "talk-service" : "http-scale-out";
}

/** Adds a system to an environment, with one service. */
export async function addSystem(setting: Setting, name?: string): Promise<Change> {
  const { root, changes, given, ask, environment } = setting;
  const known = Object.keys(schemas);
  const system = name ?? given.system;
  if (system === undefined)
    throw new UserError(`Name the system: npm run init -- system <${known.join("|")}>`);
  requireKnown("system", [system], known);
  const editor = edit(changes, environment);
  if (editor.has(["systems", system])) {
    throw new UserError(
      `${environment} runs ${system} already. ${OF_SEVERAL.includes(system) ? `Add a service to it: npm run init -- service --system ${system}` : `Edit it in ${fileOf(environment)}.`}`,
    );
  }
  const answers = await answer(given, ask, { root, system, ...regionOf(editor) });
  const { settings, comments } = systemSettings(system, answers);
  editor.add(["systems", system], settings, comments);
  changes.write(fileOf(environment), await editor.text());
  return {
    environment,
    system,
    lines: [`${fileOf(environment)} runs ${answers.name} in the system ${system}, too.`],
  };
}

/** Adds an environment as a copy of another, with its own names. */
export async function addEnvironment(setting: Setting, given?: string): Promise<Change> {
  const { changes, ask } = setting;
  const from = setting.given.from ?? setting.environment;
  const editor = edit(changes, from);
  const listed = listedEnvironments(changes.read(ALL) ?? "");
  const name =
    given ??
    (await ask("Name of the environment", "qa", (answer) => environmentProblem(answer, listed)));
  const problem = environmentProblem(name, listed);
  if (problem !== undefined) throw new UserError(problem);
  if (changes.read(fileOf(name)) !== undefined)
    throw new UserError(
      `${fileOf(name)} must not exist yet. Choose another name, or move the file.`,
    );
  const lines: string[] = [];
  editor.setText(["nameSuffix"], `-${name}`);
  const bucket = editor.literalAt(["state", "bucket"]);
  if (typeof bucket === "string") {
    const base = bucket.replace(/-tfstate(-.*)?$/, "");
    editor.setText(["state", "bucket"], freeBucketName(base, name));
  }
  const cidr = editor.literalAt(["network", "cidr"]);
  if (editor.literalAt(["network", "kind"]) === "own")
    editor.setText(["network", "cidr"], freeBlock(changes, listed, cidr));
  for (const { holder, field, value } of ONCE_AN_ACCOUNT)
    if (editor.has(holder)) editor.setText([...holder, field], value);
  // A DNS name can only point to one environment.
  const domains = editor.replaceTexts("domainName", (domain) => `${name}-${domain}`);
  if (domains.length > 0) lines.push(`It has its own domain names: ${domains.join(", ")}.`);
  const text = await editor.text();
  changes.write(fileOf(name), text.replace(`The environment ${from}.`, `The environment ${name}.`));
  list(changes, name);
  return {
    environment: name,
    lines: [`${fileOf(name)} is a copy of ${from} with its own names.`, ...lines],
  };
}

/** What an account has one of, and how an environment uses the one that another creates. */
const ONCE_AN_ACCOUNT = [
  { holder: ["systems", "rest-api", "api", "logs"], field: "accountRole", value: "present" },
  { holder: ["github"], field: "identityProvider", value: "existing" },
] as const;

/** A CIDR block that no other environment's file mentions. */
function freeBlock(
  changes: FileChanges,
  environments: readonly string[],
  own: string | number | boolean | undefined,
): string {
  const texts = environments.map((name) => changes.read(fileOf(name)) ?? "").join("\n");
  const taken = new Set(
    [...`${texts}\n10.0.\n${own ?? ""}`.matchAll(/\b10\.(\d{1,3})\./g)].map(([, second]) =>
      Number(second),
    ),
  );
  let second = 1;
  while (taken.has(second)) second++;
  return `10.${second}.0.0/16`;
}

function environmentProblem(name: string, listed: readonly string[]): string | undefined {
  if (listed.includes(name))
    return `The environment "${name}" already exists in ${ALL}. Choose another name.`;
  return ENVIRONMENT_NAME.test(name)
    ? undefined
    : `The name of an environment must be 1 to 16 lower-case letters, digits and inner hyphens, begin with a letter, and not with "account", "images", "pipeline" or "state", got "${name}".`;
}

const ENVIRONMENT_NAME = /^(?!(account|images|pipeline|state)(-|$))(?=.{1,16}$)[a-z](-?[a-z0-9])*$/;

function requireEnvironmentName(name: string): void {
  const problem = environmentProblem(name, []);
  if (problem !== undefined) throw new UserError(problem);
}

/** @throws UserError if the environment does not exist */
function edit(changes: FileChanges, environment: string): EnvironmentEditor {
  const listed = listedEnvironments(changes.read(ALL) ?? "");
  requireKnown("environment", [environment], listed);
  const path = fileOf(environment);
  const source = changes.read(path);
  if (source === undefined) throw new UserError(`${path} must exist, because ${ALL} lists it.`);
  return new EnvironmentEditor(path, source);
}

function regionOf(editor: EnvironmentEditor): { readonly region?: string } {
  const region = editor.literalAt(["region"]);
  return typeof region === "string" ? { region } : {};
}

/** Adds an environment's line to environments/all.ts. */
export function list(changes: FileChanges, environment: string): void {
  const all = changes.read(ALL) ?? "";
  const listed = withEnvironment(all, environment);
  if (listed !== all) changes.write(ALL, listed);
}
