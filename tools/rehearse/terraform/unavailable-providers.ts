import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderRequirement } from "../../synthesized/stack-json";
import { Terraform } from "./terraform";
import { TerraformError } from "./terraform-error";

/** Finds out, once for each, which providers this machine cannot install. */
export class UnavailableProviders {
  private readonly answers = new Map<string, Promise<string | undefined>>();

  private readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.env = env;
  }

  /** Why the provider cannot be installed here, or undefined when it can. */
  reason(requirement: ProviderRequirement): Promise<string | undefined> {
    const key = JSON.stringify(requirement);
    const answer = this.answers.get(key) ?? this.tryToInstall(requirement);
    this.answers.set(key, answer);
    return answer;
  }

  private async tryToInstall(requirement: ProviderRequirement): Promise<string | undefined> {
    const folder = mkdtempSync(join(this.folder, "provider-"));
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { it: requirement } } }),
    );
    try {
      await new Terraform({ folder, env: this.env, variables: {} }).init("-backend=false");
      return undefined;
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      return `provider ${requirement.source} ${requirement.version ?? ""} cannot be installed here (${firstLine(error)})`;
    }
  }
}

function firstLine(error: TerraformError): string {
  const [, summary = error.message] = /Error: (.+)/.exec(error.message) ?? [];
  return summary;
}
