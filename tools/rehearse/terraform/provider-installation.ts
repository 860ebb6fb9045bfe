import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../project-root";
import { UserError } from "../../terminal/user-error";

/** Where Terraform gets its providers from. */
export interface ProviderInstallation {
  readonly description: string;
  /** The CLI configuration for TF_CLI_CONFIG_FILE. Undefined for Terraform's own defaults. */
  readonly cliConfiguration?: string;
  /** Mirror folders whose content is known. */
  readonly mirrors: readonly string[];
}

/** Names a mirror folder, for machines that cannot reach a registry. */
export const MIRROR_VARIABLE = "TERRAFORM_PROVIDER_MIRROR";

/**
 * Finds out how this machine installs providers: from the user's CLI configuration, from Terraform's implied mirror
 * folders, from the folder in TERRAFORM_PROVIDER_MIRROR, or by download.
 *
 * @param folder folder for a CLI configuration, if one is needed
 */
export function providerInstallation(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): ProviderInstallation {
  const configuration = cliConfiguration(environment);
  if (configuration)
    return {
      description: `as ${configuration} says`,
      cliConfiguration: configuration,
      mirrors: [],
    };
  const mirrors = [...impliedMirrors(environment), ...namedMirror(environment)].filter(
    holdsProviders,
  );
  if (mirrors.length === 0) return { description: "by download", mirrors };
  return {
    description: `from ${mirrors.join(" and ")}`,
    cliConfiguration: writeCliConfiguration(folder, mirrors),
    mirrors,
  };
}

/** @see https://developer.hashicorp.com/terraform/cli/config/config-file#locations */
function cliConfiguration(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment.TF_CLI_CONFIG_FILE;
  // Terraform also continues if the variable names a missing file.
  if (named && existsSync(named)) return named;
  const users =
    process.platform === "win32"
      ? join(environment.APPDATA ?? "", "terraform.rc")
      : join(environment.HOME ?? homedir(), ".terraformrc");
  return existsSync(users) && readFileSync(users, "utf8").includes("provider_installation")
    ? users
    : undefined;
}

function namedMirror(environment: NodeJS.ProcessEnv): readonly string[] {
  const mirror = environment[MIRROR_VARIABLE];
  if (!mirror) return [];
  if (holdsProviders(mirror)) return [mirror];
  throw new UserError(
    `${MIRROR_VARIABLE} names ${mirror}, which holds no provider (HOST/NAMESPACE/TYPE/VERSION/TARGET).`,
  );
}

function holdsProviders(mirror: string): boolean {
  return mirroredProviders(mirror).size > 0;
}

/**
 * For a given version, Terraform asks every source that may have the provider and fails if one cannot be reached. So a
 * provider in a mirror must not be looked up elsewhere.
 */
function writeCliConfiguration(folder: string, mirrors: readonly string[]): string {
  const mirrored = mirrors.flatMap((mirror) => [...mirroredProviders(mirror).keys()]);
  const sources = mirrors.map(
    (mirror) => `  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n`,
  );
  const file = join(folder, "terraform-cli-configuration.tfrc");
  writeFileSync(
    file,
    `provider_installation {\n${sources.join("")}  direct {\n    exclude = ${JSON.stringify(mirrored)}\n  }\n}\n`,
  );
  return file;
}

/** The version that the emulator's fixes were tested with. */
export const MEASURED_AWS_PROVIDER = "5.100.0";

/** Selects another AWS provider version for rehearsals. */
export const VERSION_VARIABLE = "REHEARSAL_AWS_PROVIDER_VERSION";

export const AWS_PROVIDER = "registry.terraform.io/hashicorp/aws";

/** The single AWS provider version of a rehearsal. */
export function awsProviderVersion(
  installation: ProviderInstallation,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const wanted = environment[VERSION_VARIABLE] ?? MEASURED_AWS_PROVIDER;
  if (installation.mirrors.length === 0) return wanted;
  const available = installation.mirrors.flatMap(
    (mirror) => mirroredProviders(mirror).get(AWS_PROVIDER) ?? [],
  );
  if (available.includes(wanted)) return wanted;
  throw new UserError(
    `The rehearsal uses AWS provider ${wanted}, but providers come ${installation.description}, which has ` +
      `${available.join(", ") || "none"}. Add that version, or set another one in ${VERSION_VARIABLE}.`,
  );
}

/** A provider's full address, such as registry.terraform.io/hashicorp/aws. */
export type ProviderAddress = string;

/** The versions of every provider in a mirror folder. */
export function mirroredProviders(mirror: string): ReadonlyMap<ProviderAddress, readonly string[]> {
  const found = new Map<ProviderAddress, readonly string[]>();
  for (const host of foldersIn(mirror)) {
    for (const namespace of foldersIn(join(mirror, host))) {
      for (const type of foldersIn(join(mirror, host, namespace))) {
        found.set(
          `${host}/${namespace}/${type}`,
          versionsIn(join(mirror, host, namespace, type), type),
        );
      }
    }
  }
  return found;
}

/**
 * Supports both mirror layouts: folders TYPE/VERSION/TARGET, and files TYPE/terraform-provider-TYPE_VERSION_TARGET.zip.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
function versionsIn(folder: string, type: string): readonly string[] {
  const packed = new RegExp(`^terraform-provider-${type}_(\\d+\\.\\d+\\.\\d+[^_]*)_.+\\.zip$`);
  const names = readdirSync(folder);
  const versions = names.map((name) =>
    /^\d+\.\d+\.\d+/.test(name) ? name : packed.exec(name)?.[1],
  );
  return [...new Set(versions.filter((version) => version !== undefined))].sort();
}

/** Includes links, because a mirror often links to another one. */
function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name);
}

/**
 * Folders that Terraform uses as mirrors by default. The first is relative to Terraform's working folder, for which the
 * project's folder is used here.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function impliedMirrors(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const home = environment.HOME ?? homedir();
  const own = join(projectRoot(), "terraform.d", "plugins");
  if (platform === "win32")
    return [own, ...onWindows(environment.APPDATA ?? join(home, "AppData", "Roaming"))];
  const inHome = join(home, ".terraform.d", "plugins");
  return [own, inHome, ...(platform === "darwin" ? onMacos(home) : onOthers(home, environment))];
}

function onWindows(applicationData: string): readonly string[] {
  return [
    join(applicationData, "terraform.d", "plugins"),
    join(applicationData, "HashiCorp", "Terraform", "plugins"),
  ];
}

function onMacos(home: string): readonly string[] {
  const folder = join("Library", "Application Support", "io.terraform", "plugins");
  return [join(home, folder), join("/", folder)];
}

/** @see https://specifications.freedesktop.org/basedir-spec/latest/ */
function onOthers(home: string, environment: NodeJS.ProcessEnv): readonly string[] {
  const dataHome = environment.XDG_DATA_HOME ?? join(home, ".local", "share");
  const dataFolders = (environment.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":");
  return [dataHome, ...dataFolders].map((folder) => join(folder, "terraform", "plugins"));
}
