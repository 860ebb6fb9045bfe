import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { impliedMirrors } from "./implied-mirrors";
import { mirroredProviders } from "./provider-mirror";

/** Where Terraform takes its providers from. */
export interface ProviderInstallation {
  readonly description: string;
  /** The CLI configuration to name in TF_CLI_CONFIG_FILE; none: Terraform's own defaults. */
  readonly cliConfiguration?: string;
  /** Mirror folders whose content is known. */
  readonly mirrors: readonly string[];
}

/** Names a mirror folder, for machines that reach no registry. */
export const MIRROR_VARIABLE = "TERRAFORM_PROVIDER_MIRROR";

/**
 * Finds out how providers are installed on this machine: as a CLI configuration of the user's says, from mirror
 * folders that Terraform knows by itself, from one named by TERRAFORM_PROVIDER_MIRROR, or else by a download.
 *
 * @param folder where a CLI configuration is written to, when one is needed
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
  // Terraform, too, goes on without when the variable names a file that isn't there.
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
  throw new Error(
    `${MIRROR_VARIABLE} names ${mirror}, which holds no provider (HOST/NAMESPACE/TYPE/VERSION/TARGET).`,
  );
}

function holdsProviders(mirror: string): boolean {
  return mirroredProviders(mirror).size > 0;
}

/**
 * Asked for a version, Terraform asks every source that may have the provider, and fails when one cannot be reached:
 * what a mirror has must not be looked for elsewhere.
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
