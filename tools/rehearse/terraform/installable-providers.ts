import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderRequirement } from "../../synthesized/stack-json";
import { Terraform, TerraformError } from "./terraform";

/** The folder that a provider was installed from, or why it cannot be installed. */
type Installation = { readonly folder: string } | { readonly reason: string };

/** Finds out once per provider whether this machine can install it. */
export class InstallableProviders {
  private readonly attempts = new Map<string, Promise<Installation>>();
  private readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  /** @param folder folder to install providers to */
  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.env = env;
  }

  /** Why the provider cannot be installed here, or undefined if it can. */
  async whyNot(requirement: ProviderRequirement): Promise<string | undefined> {
    const installation = await this.install(requirement);
    return "reason" in installation ? installation.reason : undefined;
  }

  /**
   * The executable of an installed provider, such as .../linux_amd64/terraform-provider-aws_v5.100.0_x5.
   *
   * @param address for example registry.terraform.io/hashicorp/aws
   */
  async program(address: string, requirement: ProviderRequirement): Promise<string> {
    const installation = await this.install(requirement);
    if ("reason" in installation) throw new Error(installation.reason);
    const providers = join(installation.folder, ".terraform", "providers");
    const version = join(providers, address, requirement.version ?? "");
    const [platform = ""] = readdirSync(version);
    const name = readdirSync(join(version, platform)).find((file) =>
      file.startsWith("terraform-provider-"),
    );
    if (name === undefined) throw new Error(`There is no provider in ${join(version, platform)}.`);
    return join(version, platform, name);
  }

  private install(requirement: ProviderRequirement): Promise<Installation> {
    const key = JSON.stringify(requirement);
    const attempt = this.attempts.get(key) ?? this.tryToInstall(requirement);
    this.attempts.set(key, attempt);
    return attempt;
  }

  private async tryToInstall(requirement: ProviderRequirement): Promise<Installation> {
    const folder = mkdtempSync(join(this.folder, "provider-"));
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { it: requirement } } }),
    );
    try {
      await new Terraform({ folder, env: this.env, variables: {} }).init("-backend=false");
      return { folder };
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      const { source, version = "" } = requirement;
      return {
        reason: `provider ${source} ${version} cannot be installed here (${firstLine(error)})`,
      };
    }
  }
}

function firstLine(error: TerraformError): string {
  const [, summary = error.message] = /Error: (.+)/.exec(error.message) ?? [];
  return summary;
}
