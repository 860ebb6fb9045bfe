import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../settings/environment";
import { configureBackend, type StateBackend } from "../modules/state/state-backend";

/** What every stack of an environment has: an id, versions, a provider with default tags, a place for its state. */
export abstract class SystemStack extends TerraformStack {
  /** First part of the stack's id, `<unit>-<environment>`. */
  readonly unit: string;
  protected readonly environment: Environment;
  /** Tags of everything in the stack; for what the provider's default tags do not reach. */
  protected readonly allTags: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    environment: Environment,
    unit: string,
    state: StateBackend = environment.state,
  ) {
    super(scope, `${unit}-${environment.name}`);
    this.unit = unit;
    this.environment = environment;
    this.allTags = {
      Project: "http-scale-out",
      Environment: environment.name,
      System: unit,
      ManagedBy: "terraform",
      ...environment.tags,
    };
    this.requireVersions();
    new AwsProvider(this, "aws", {
      region: environment.region,
      defaultTags: [{ tags: this.allTags }],
    });
    configureBackend(this, state, environment.region);
  }

  /** A physical name that can stand beside another environment's in one account. */
  protected named(name: string): string {
    return `${name}${this.environment.nameSuffix}`;
  }

  protected addOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new TerraformOutput(this, name, { value });
  }

  private requireVersions(): void {
    // Locks in S3 itself, without a DynamoDB table, are no experiment since 1.11.
    this.addOverride("terraform.required_version", ">= 1.11");
    // The bindings write `aws`, which OpenTofu takes for a provider of its own registry.
    this.addOverride("terraform.required_providers.aws", {
      source: "hashicorp/aws",
      version: this.environment.awsProviderVersion,
    });
  }
}
