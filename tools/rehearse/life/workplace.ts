import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../terminal/user-error";
import { awsEnvironment } from "../emulator/aws-environment";
import { projectRoot } from "../../project-root";
import type { SynthesizedStack } from "../../synthesized/synthesis";
import type { StackJson } from "../../synthesized/stack-json";
import { withoutInapplicable } from "../synthesized/without-inapplicable";
import { type LeftOut, withoutProviders } from "../synthesized/without-resources";
import {
  AWS_PROVIDER,
  MIRROR_VARIABLE,
  type ProviderInstallation,
  awsProviderVersion,
  providerInstallation,
} from "../terraform/provider-installation";
import { InstallableProviders } from "../terraform/installable-providers";
import { ProviderPool } from "../terraform/provider-pool";
import { Terraform } from "../terraform/terraform";
import { WorkCopy } from "../terraform/work-copy";

/** For commands that call no AWS service: nothing listens at this address. */
export const NO_ENDPOINT = "http://127.0.0.1:9";

/** The parts of a stack that this machine can rehearse. */
export interface Available {
  /** The part that is applied. */
  readonly json: StackJson;
  /** The part that can be planned: `json` and `onlyPlanned`. */
  readonly planned: StackJson;
  readonly onlyPlanned: readonly LeftOut[];
  /** Resources that can be neither planned nor applied. */
  readonly leftOut: readonly LeftOut[];
}

/** What the rehearsals of one run share: a work folder and the providers. */
export class Workplace {
  readonly folder: string;
  readonly awsProvider: string;
  private readonly installation: ProviderInstallation;
  /** Processes of the AWS provider, for accounts that contain only what these stacks created. */
  readonly providers: ProviderPool;
  private readonly installable: InstallableProviders;

  constructor(folder: string) {
    this.folder = folder;
    this.installation = providerInstallation(folder);
    this.awsProvider = awsProviderVersion(this.installation);
    const env = this.environment(NO_ENDPOINT);
    this.installable = new InstallableProviders(folder, env);
    this.providers = new ProviderPool({
      provider: AWS_PROVIDER,
      program: () => this.installable.program(AWS_PROVIDER, this.aws),
      env,
      folder,
    });
  }

  /** Creates a workplace in a new folder under the project's build folder. */
  static create(): Workplace {
    const rehearsals = join(projectRoot(), ".build", "rehearsals");
    mkdirSync(rehearsals, { recursive: true });
    return new Workplace(mkdtempSync(join(rehearsals, "run-")));
  }

  private get aws() {
    return { source: "hashicorp/aws", version: this.awsProvider };
  }

  get providersFrom(): string {
    return this.installation.description;
  }

  /** The environment of a Terraform that talks to an emulator. */
  environment(endpoint: string): NodeJS.ProcessEnv {
    const { cliConfiguration, mirrors } = this.installation;
    return {
      ...awsEnvironment(endpoint),
      ...(cliConfiguration ? { TF_CLI_CONFIG_FILE: cliConfiguration } : {}),
      ...(mirrors.length > 0 ? {} : pluginCache()),
    };
  }

  /** Terraform in a folder, for an account that contains only what this workplace's stacks created. */
  terraform(
    folder: string,
    endpoint: string,
    variables: Readonly<Record<string, string>> = {},
  ): Terraform {
    const { providers } = this;
    return new Terraform({ folder, env: this.environment(endpoint), variables, providers });
  }

  /** Checks once, before Terraform runs in parallel, that the AWS provider is available. */
  async installAwsProvider(): Promise<void> {
    const reason = await this.installable.whyNot(this.aws);
    if (reason === undefined) return;
    throw new UserError(
      `${reason}. Check the connection to registry.terraform.io, or name a folder that has the provider in ${MIRROR_VARIABLE} ` +
        "(https://developer.hashicorp.com/terraform/cli/commands/providers/mirror).",
    );
  }

  /** A copy of a stack's folder with the single AWS provider version, and the part of the stack that is applied. */
  async copyOf(stack: SynthesizedStack): Promise<Available & { readonly copy: WorkCopy }> {
    const available = await this.available(stack);
    const copy = WorkCopy.of(stack, join(this.folder, stack.name));
    if (available.json !== stack.json) copy.replaceStack(available.json);
    copy.pinAwsProvider(this.awsProvider);
    return { copy, ...available };
  }

  /** The parts of a stack that can be rehearsed with the emulator and the providers that this machine can install. */
  async available(stack: SynthesizedStack): Promise<Available> {
    const reasons = new Map<string, string>();
    for (const [name, requirement] of Object.entries(stack.json.requiredProviders)) {
      if (name === "aws") continue;
      const reason = await this.installable.whyNot(requirement);
      if (reason !== undefined) reasons.set(name, reason);
    }
    const provided = withoutProviders(stack.json, reasons);
    const { planned, applied, onlyPlanned, unknown } = withoutInapplicable(
      provided.json,
      this.awsProvider,
    );
    return { planned, json: applied, onlyPlanned, leftOut: [...provided.leftOut, ...unknown] };
  }

  /** Stops what is still running. The folder is kept for inspection. */
  close(): void {
    this.providers.stop();
  }

  remove(): void {
    this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Downloads each provider once for all stacks (700 MB). Terraform ignores its cache for a provider that is not in a
 * lock file, unless told that the lock file may lack the checksums of other platforms.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
function pluginCache(): NodeJS.ProcessEnv {
  const folder = join(projectRoot(), ".build", "terraform-plugins");
  mkdirSync(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true" };
}
