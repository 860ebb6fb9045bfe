import { readFileSync } from "node:fs";

/** A block of Terraform JSON. */
export type Block = Readonly<Record<string, unknown>>;

export interface ProviderRequirement {
  readonly source: string;
  readonly version?: string;
}

export interface S3Backend {
  readonly bucket: string;
  readonly key: string;
}

/** What a rehearsal asks of a stack's cdk.tf.json. */
export class StackJson {
  readonly json: Block;

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

  /** Tags that the AWS provider gives to everything in the stack that can have some. */
  get defaultTags(): Readonly<Record<string, string>> {
    const [aws] = (blockOf(this.json, "provider").aws ?? []) as readonly {
      readonly default_tags?: readonly { readonly tags: Record<string, string> }[];
    }[];
    return aws?.default_tags?.[0]?.tags ?? {};
  }

  get variables(): readonly string[] {
    return Object.keys(blockOf(this.json, "variable"));
  }

  /** Of some values those that are for variables of the stack. */
  valuesFor(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(values).filter(([name]) => this.variables.includes(name)),
    );
  }

  /** Resources of a type by their name. */
  resources(type: string): Readonly<Record<string, Block>> {
    return blockOf(blockOf(this.json, "resource"), type) as Record<string, Block>;
  }

  dataSources(type: string): Readonly<Record<string, Block>> {
    return blockOf(blockOf(this.json, "data"), type) as Record<string, Block>;
  }

  get resourceTypes(): readonly string[] {
    return Object.keys(blockOf(this.json, "resource"));
  }
}

/** A block inside a block, empty when there is none. */
export function blockOf(block: Block, name: string): Block {
  return (block[name] ?? {}) as Block;
}
