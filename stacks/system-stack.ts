import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import type { Environment } from "../settings/environment";
import { limitRoles } from "../modules/identity/permissions-boundary";
import { NotificationTopic } from "../modules/observability/notification-topic";
import type { Publisher } from "../modules/encryption/topic-key";
import { tellProgress } from "../modules/synthesis/progress";
import { configureBackend, type StateBackend } from "../modules/state/state-backend";

/** The base of every stack of an environment: ID, versions, a provider with default tags, and a state backend. */
export abstract class SystemStack extends TerraformStack {
  /** First part of the stack's ID, `<unit>-<environment>`. */
  readonly unit: string;
  readonly environment: Environment;
  /** Tags of everything in the stack, for resources that the provider's default tags do not cover. */
  readonly allTags: Readonly<Record<string, string>>;
  /** The service that publishes to the stack's own topic. */
  protected readonly publisher: Publisher = "cloudwatch.amazonaws.com";
  private topic?: NotificationTopic;
  private topicElsewhere?: NotificationTopic;

  constructor(
    scope: Construct,
    environment: Environment,
    unit: string,
    state: StateBackend = environment.state,
  ) {
    super(scope, `${unit}-${environment.name}`);
    tellProgress(this.node.id);
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
    this.addProvider(environment.region);
    configureBackend(this, state, environment.region);
    const { permissionsBoundaryArn } = environment;
    if (permissionsBoundaryArn !== undefined) limitRoles(this, permissionsBoundaryArn);
  }

  override prepareStack(): void {
    tellProgress(this.node.id);
    super.prepareStack();
  }

  /** What is written, one stack after the other. */
  override toTerraform(): unknown {
    tellProgress(this.node.id);
    return super.toTerraform() as unknown;
  }

  /** A physical name that differs from those of other environments in the account. */
  named(name: string): string {
    return `${name}${this.environment.nameSuffix}`;
  }

  /** Retention in days of logs without their own setting. */
  logRetentionDays(own?: number): number {
    return own ?? this.environment.logRetentionDays;
  }

  /** Whether someone hears of alarms. */
  get notifies(): boolean {
    const { notificationEmail, notifications } = this.environment;
    return notificationEmail !== undefined || notifications !== undefined;
  }

  /**
   * Name, receiver and threshold of a service's alarms; undefined if the environment sets no receiver.
   *
   * @param part what the alarms watch, if the stack has several of its kind
   */
  alarms(part?: string): AlarmSettings | undefined {
    if (!this.notifies) return undefined;
    const { id } = this.node;
    this.topic ??= this.addTopic();
    return {
      name: part === undefined ? id : `${id}-${part}`,
      topicArn: this.topic.arn,
      serverErrorPercent: this.environment.alarms?.serverErrorPercent,
    };
  }

  /**
   * Receiver of alarms in CloudFront's region, which is not the environment's: CloudWatch notifies only topics of an alarm's
   * own region. Its messages reach the same people.
   */
  receiverIn(region: string): { readonly topicArn: string; readonly provider: AwsProvider } {
    const { notificationEmail: email, notifications } = this.environment;
    const provider = this.addProviderFor(region);
    this.topicElsewhere ??= new NotificationTopic(this, `notifications-${region}`, {
      name: `${this.node.id}-${region}`,
      existingTopicArn: notifications?.cloudFrontTopicArn,
      email,
      shownWith: this.topic,
      provider,
    });
    return { topicArn: this.topicElsewhere.arn, provider };
  }

  /** A provider for another region than the environment's. */
  addProviderFor(region: string): AwsProvider {
    const added = this.node.tryFindChild(`aws-${region}`);
    return (added as AwsProvider | undefined) ?? this.addProvider(region, region);
  }

  /** A provider for a region, where the environment's own does not do. */
  providerOf(region: string): AwsProvider | undefined {
    return region === this.environment.region ? undefined : this.addProviderFor(region);
  }

  addOutputs(outputs: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(outputs)) {
      if (value !== undefined) new TerraformOutput(this, name, { value });
    }
  }

  /**
   * The address of a resource: the IDs on its path, without CDKTF's hash. Addresses are unique, because an ID of letters,
   * digits and hyphens contains no underscore. A path with other IDs keeps the hash.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((each) => each.node.id);
    const ids = path.filter((id) => id !== "Default");
    const address = ids.join("_");
    return ids.every((id) => /^[a-z0-9-]+$/i.test(id)) && /^[a-z].{0,200}$/i.test(address)
      ? address
      : super.allocateLogicalId(element);
  }

  private addTopic(): NotificationTopic {
    const { notificationEmail: email, notifications: { topicArn, slack, teams } = {} } =
      this.environment;
    return new NotificationTopic(this, "notifications", {
      name: this.node.id,
      existingTopicArn: topicArn,
      email,
      publisher: this.publisher,
      chat:
        slack === undefined && teams === undefined
          ? undefined
          : { slack, teams, provider: this.chatProvider() },
    });
  }

  /**
   * The API of chat configurations is in few regions; this one serves topics of all.
   * @see https://docs.aws.amazon.com/general/latest/gr/chatbot.html
   */
  private chatProvider(): AwsProvider | undefined {
    const region = "us-east-2";
    return this.environment.region === region ? undefined : this.addProviderFor(region);
  }

  private addProvider(region: string, alias?: string): AwsProvider {
    const { accountId } = this.environment;
    return new AwsProvider(this, alias === undefined ? "aws" : `aws-${alias}`, {
      alias,
      region,
      allowedAccountIds: accountId === undefined ? undefined : [accountId],
      defaultTags: [{ tags: this.allTags }],
    });
  }

  private requireVersions(): void {
    // S3 locking without a DynamoDB table is generally available since 1.11.
    this.addOverride("terraform.required_version", ">= 1.11");
    // The bindings write `aws`, which OpenTofu resolves in its own registry.
    this.addOverride("terraform.required_providers.aws", {
      source: "hashicorp/aws",
      version: this.environment.awsProviderVersion,
    });
  }
}

/** What alarms of a module have of the environment. */
export interface AlarmSettings {
  /** Prefix of the alarms' names. */
  readonly name: string;
  readonly topicArn: string;
  /** @default 5 */
  readonly serverErrorPercent?: number;
}
