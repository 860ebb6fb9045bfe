import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { awsEnvironment } from "../emulator/aws-environment";
import { projectRoot } from "../project-root";
import { providerInstallation } from "../terraform/provider-installation";
import { awsProviderVersion } from "../terraform/provider-version";
import { UnavailableProviders } from "../terraform/unavailable-providers";

/** What the rehearsals of one run share: a folder to write to, and the providers they run with. */
export class Workplace {
  readonly awsProvider: string;
  readonly providersFrom: string;
  readonly unavailableProviders: UnavailableProviders;
  private readonly cliConfiguration: string | undefined;

  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    const installation = providerInstallation(folder);
    this.awsProvider = awsProviderVersion(installation);
    this.providersFrom = installation.description;
    this.cliConfiguration = installation.cliConfiguration;
    this.unavailableProviders = new UnavailableProviders(
      folder,
      this.environment("http://127.0.0.1:9"),
    );
  }

  /** A workplace in a new folder among the project's build products. */
  static create(): Workplace {
    const rehearsals = join(projectRoot(), ".build", "rehearsals");
    mkdirSync(rehearsals, { recursive: true });
    return new Workplace(mkdtempSync(join(rehearsals, "run-")));
  }

  /** The environment of a Terraform that talks to an emulator. */
  environment(endpoint: string): NodeJS.ProcessEnv {
    const environment = awsEnvironment(endpoint);
    return this.cliConfiguration
      ? { ...environment, TF_CLI_CONFIG_FILE: this.cliConfiguration }
      : environment;
  }
}
