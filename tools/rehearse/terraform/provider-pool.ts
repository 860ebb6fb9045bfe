import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ProviderSchema, ProviderServer } from "./provider-server";

export interface ProviderPoolOptions {
  /** As in registry.terraform.io/hashicorp/aws. */
  readonly provider: string;
  /** The provider's program; asked for when the first of its processes is started. */
  readonly program: () => Promise<string>;
  /** The environment of the provider, but for what leads it to an account. */
  readonly env: NodeJS.ProcessEnv;
  /** For logs and configurations. */
  readonly folder: string;
}

/** Unless told otherwise a provider writes each request and answer into its log: a tenth of what it computes. */
const QUIET = Object.fromEntries(
  [
    "PROVIDER",
    "PROVIDER_AWS",
    "SDK",
    "SDK_PROTO",
    "SDK_MUX",
    "SDK_HELPER_SCHEMA",
    "SDK_FRAMEWORK",
  ].map((logger) => [`TF_LOG_${logger}`, "ERROR"]),
);

interface Member {
  readonly server: ProviderServer;
  /** AWS configuration of the process, read again for each command. */
  readonly configuration: string;
}

/** Processes of the AWS provider that serve Terraform's commands, each one command at a time, and are used again. */
export class ProviderPool {
  private readonly options: ProviderPoolOptions;
  private readonly idle: Member[] = [];
  private readonly types = new Set<string>();
  private readonly schema: ProviderSchema = { types: this.types };
  private started = 0;

  constructor(options: ProviderPoolOptions) {
    this.options = options;
  }

  /**
   * Runs a command of Terraform's with a provider of the pool.
   *
   * @param folder where Terraform runs
   * @param endpoint of the account
   * @param command gets the environment variables that it is to add; a provider whose command failed is not used again,
   * for nobody knows what it is still at
   */
  async use<T extends { readonly exitCode: number }>(
    folder: string,
    endpoint: string,
    command: (variables: NodeJS.ProcessEnv) => Promise<T>,
  ): Promise<T> {
    for (const type of typesIn(folder)) this.types.add(type);
    const member = this.idle.pop() ?? (await this.start());
    writeFileSync(member.configuration, `[default]\nendpoint_url = ${endpoint}\n`);
    let isReusable = false;
    try {
      const reattachment = member.server.reattachment(this.options.provider);
      const result = await command({ TF_REATTACH_PROVIDERS: reattachment });
      isReusable = result.exitCode !== 1;
      return result;
    } finally {
      if (isReusable) this.idle.push(member);
      else member.server.stop();
    }
  }

  /** Ends the processes that are not in use. */
  stop(): void {
    for (const { server } of this.idle.splice(0)) server.stop();
  }

  private async start(): Promise<Member> {
    const { program, env, folder } = this.options;
    this.started += 1;
    const configuration = join(folder, `provider-${this.started}.config`);
    const log = join(folder, `provider-${this.started}.log`);
    const { AWS_ENDPOINT_URL: _, ...others } = env;
    const own = { ...others, ...QUIET, AWS_CONFIG_FILE: configuration };
    return {
      server: await ProviderServer.start(await program(), own, log, this.schema),
      configuration,
    };
  }
}

/** Types of the resources and data sources in a folder's configuration. */
function typesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tf.json"))
    .map(
      (name) =>
        JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, object | undefined>,
    )
    .flatMap(({ resource = {}, data = {}, ephemeral = {} }) =>
      [resource, data, ephemeral].flatMap((block) => Object.keys(block)),
    );
}
