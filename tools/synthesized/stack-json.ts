import { readFileSync } from "node:fs";
import { type Block, blockOf, blocksOf, mapOf, textOf } from "./fields";
import type { Resource } from "./resources";

export interface ProviderRequirement {
  readonly source: string;
  readonly version?: string;
}

export interface S3Backend {
  readonly bucket: string;
  readonly key: string;
}

/**
 * A stack's cdk.tf.json as it is written, with its expressions. `EvaluatedStack` has values in their place.
 */
export class StackJson {
  readonly json: Block;
  private knownAddresses?: ReadonlySet<string>;

  constructor(json: Block) {
    this.json = json;
  }

  static read(file: string): StackJson {
    return new StackJson(JSON.parse(readFileSync(file, "utf8")) as Block);
  }

  /** Where the state is kept, when that is a bucket. */
  get s3Backend(): S3Backend | undefined {
    const backend = blockOf(blockOf(this.json, "terraform"), "backend");
    return "s3" in backend ? (backend.s3 as S3Backend) : undefined;
  }

  /** Required providers by the name that resources know them by. */
  get requiredProviders(): Readonly<Record<string, ProviderRequirement>> {
    return blockOf(blockOf(this.json, "terraform"), "required_providers") as Record<
      string,
      ProviderRequirement
    >;
  }

  /** The region of the AWS provider. */
  get region(): string {
    return textOf(this.awsProvider, "region", "us-east-1");
  }

  /** The region of another AWS provider of the stack, by its alias. */
  regionOf(alias: string): string | undefined {
    const provider = blocksOf(blockOf(this.json, "provider"), "aws").find(
      (each) => each.alias === alias,
    );
    return provider && textOf(provider, "region", this.region);
  }

  /** Tags that the AWS provider gives to every resource of the stack that can have tags. */
  get defaultTags(): Readonly<Record<string, string>> {
    return mapOf(blockOf(this.awsProvider, "default_tags"), "tags");
  }

  /** Names of the variables that the stack declares. */
  get variables(): readonly string[] {
    return Object.keys(blockOf(this.json, "variable"));
  }

  /** Names of those that have no default. */
  get requiredVariables(): readonly string[] {
    const declared = blockOf(this.json, "variable");
    return Object.keys(declared).filter((name) => !("default" in blockOf(declared, name)));
  }

  /** The values among the given ones that are for variables of this stack. */
  valuesFor(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(values).filter(([name]) => this.variables.includes(name)),
    );
  }

  /** Resources of a type by their name. */
  resources(type: string): Readonly<Record<string, Block>> {
    return blockOf(blockOf(this.json, "resource"), type) as Record<string, Block>;
  }

  /** The resource at an address such as `aws_lb.entry`. */
  resource(address: string): Block | undefined {
    const [type = "", name = ""] = address.split(".");
    return this.resources(type)[name];
  }

  /** Data sources of a type by their name. */
  dataSources(type: string): Readonly<Record<string, Block>> {
    return blockOf(blockOf(this.json, "data"), type) as Record<string, Block>;
  }

  get resourceTypes(): readonly string[] {
    return Object.keys(blockOf(this.json, "resource"));
  }

  /** Every resource of the stack. */
  get allResources(): readonly Resource[] {
    return elements(blockOf(this.json, "resource"), "");
  }

  /** Every data source of the stack; addresses start with `data.`. */
  get allDataSources(): readonly Resource[] {
    return elements(blockOf(this.json, "data"), "data.");
  }

  /**
   * Addresses of the resources and data sources that a value of this JSON refers to: a text, a block or a list of them, in
   * the order of their first mention.
   */
  referencesIn(value: unknown): readonly string[] {
    const mentioned = JSON.stringify(value ?? "").match(ADDRESS) ?? [];
    return [...new Set(mentioned)].filter((address) => this.addresses.has(address));
  }

  private get addresses(): ReadonlySet<string> {
    this.knownAddresses ??= new Set(
      [...this.allResources, ...this.allDataSources].map(({ address }) => address),
    );
    return this.knownAddresses;
  }

  private get awsProvider(): Block {
    return blocksOf(blockOf(this.json, "provider"), "aws")[0] ?? {};
  }
}

const ADDRESS = /(?<![\w.-])(?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*/g;

function elements(section: Block, prefix: string): readonly Resource[] {
  return Object.entries(section).flatMap(([type, byName]) =>
    Object.entries(byName as Readonly<Record<string, Block>>).map(([name, block]) => ({
      address: `${prefix}${type}.${name}`,
      block,
    })),
  );
}
