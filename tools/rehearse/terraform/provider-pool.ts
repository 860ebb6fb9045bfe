import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import {
  type ClientHttp2Stream,
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { ProviderProcess } from "./provider-process";
import { schemaAnswer } from "./provider-schema";

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

interface Member {
  readonly process: ProviderProcess;
  /** Its AWS configuration, which a provider reads whenever it is configured. */
  readonly configuration: string;
}

/** One configuration of the provider in one command: Terraform opens a connection for each. */
interface Use {
  readonly member: Promise<Member>;
  /** Calls that are not answered yet. */
  open: number;
}

/**
 * Processes of the AWS provider that go on between Terraform's commands, behind a proxy that passes on the schema of only
 * those types that are in use.
 *
 * By itself Terraform starts the provider for each command, and takes the schema of all 1,500 types from it: 2.8 CPU
 * seconds for a plan of one resource (measured with 5.100.0). With both saved the same plan takes 0.3.
 *
 * A provider has one configuration at a time; so each connection has a process of its own until it is closed.
 */
export class ProviderPool {
  private readonly options: ProviderPoolOptions;
  private readonly idle: Member[] = [];
  private readonly types = new Set<string>();
  /** By the endpoint of their account. */
  private readonly proxies = new Map<string, Promise<Http2Server>>();
  private readonly uses = new Map<ServerHttp2Session, Use>();
  private schema?: Buffer;
  private started = 0;

  constructor(options: ProviderPoolOptions) {
    this.options = options;
  }

  /**
   * Makes the pool's processes available to a command.
   *
   * @param folder where Terraform runs
   * @param endpoint of the account
   * @returns environment variables for the command; none where the provider has to read files of the folder: it finds
   *   them from where it was started, so that Terraform starts one of its own there
   */
  async attach(folder: string, endpoint: string): Promise<NodeJS.ProcessEnv> {
    const types = typesIn(folder);
    if (types.some((type) => READS_FILES.has(type))) return {};
    for (const type of types) this.types.add(type);
    if (this.idle.length === 0) this.idle.push(await this.start());
    const proxy = this.proxies.get(endpoint) ?? listening(this.proxyFor(endpoint));
    this.proxies.set(endpoint, proxy);
    const { port } = (await proxy).address() as AddressInfo;
    const reattachment = {
      ...this.reattachment,
      Pid: process.pid,
      Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
    };
    return { TF_REATTACH_PROVIDERS: JSON.stringify({ [this.options.provider]: reattachment }) };
  }

  /** Ends all processes. */
  stop(): void {
    for (const proxy of this.proxies.values()) void proxy.then((server) => server.close());
    for (const session of this.uses.keys()) session.destroy();
    for (const { process: idle } of this.idle.splice(0)) idle.stop();
  }

  private reattachment?: ProviderProcess["reattachment"];

  private async start(): Promise<Member> {
    const { program, env, folder } = this.options;
    this.started += 1;
    const configuration = join(folder, `provider-${this.started}.config`);
    const log = join(folder, `provider-${this.started}.log`);
    const own = { ...env, AWS_ENDPOINT_URL: undefined, AWS_CONFIG_FILE: configuration };
    const started = await ProviderProcess.start(await program(), own, log);
    this.reattachment = started.reattachment;
    return { process: started, configuration };
  }

  private proxyFor(endpoint: string): Http2Server {
    const proxy = createServer();
    proxy.on("stream", (call, headers) => {
      const path = headers[":path"] ?? "";
      if (path.startsWith("/plugin.")) refuse(call);
      else if (isForSchema(path) && this.schema) answerSchema(call, this.schema, this.types);
      else void this.passOn(call, headers, endpoint);
    });
    return proxy;
  }

  /** Passes a call on to the process of its connection, and streams the answer back. */
  private async passOn(
    call: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    endpoint: string,
  ): Promise<void> {
    const session = call.session as ServerHttp2Session | undefined;
    if (session === undefined) return;
    const use = this.uses.get(session) ?? this.begin(session, endpoint);
    use.open += 1;
    call.on("error", () => undefined);
    try {
      const { process: provider } = await use.member;
      const request = provider.request({ ...headers, ":authority": "provider" });
      request.once("close", () => (use.open -= 1));
      if (isForSchema(headers[":path"] ?? ""))
        void gathered(request).then((schema) => {
          this.schema = schema;
          answerSchema(call, schema, this.types);
        });
      else streamBack(request, call);
      call.once("close", () => {
        request.close(constants.NGHTTP2_CANCEL);
      });
      request.once("error", () => {
        call.close(constants.NGHTTP2_INTERNAL_ERROR);
      });
      call.pipe(request);
    } catch {
      call.close(constants.NGHTTP2_INTERNAL_ERROR);
    }
  }

  /** Gives a connection a process until it is closed; a process with an open call then may still be at work, and ends. */
  private begin(session: ServerHttp2Session, endpoint: string): Use {
    const use: Use = { member: this.take(endpoint), open: 0 };
    this.uses.set(session, use);
    session.once("close", () => {
      this.uses.delete(session);
      void use.member.then((member) => {
        if (use.open === 0 && member.process.isAlive) this.idle.push(member);
        else member.process.stop();
      });
    });
    return use;
  }

  private async take(endpoint: string): Promise<Member> {
    const member = this.idle.pop() ?? (await this.start());
    writeFileSync(member.configuration, `[default]\nendpoint_url = ${endpoint}\n`);
    return member;
  }
}

/** Types whose arguments name files by paths from the stack's folder. */
const READS_FILES = new Set(["aws_s3_object"]);

function isForSchema(path: string): boolean {
  return /\/Get(Provider)?Schema$/.test(path);
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

function listening(server: Http2Server): Promise<Http2Server> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      server.unref();
      resolve(server);
    });
  });
}

const UNIMPLEMENTED = "12";

/** What go-plugin asks of a program beside the provider's own calls, such as its output, nobody needs. */
function refuse(call: ServerHttp2Stream): void {
  call.on("error", () => undefined);
  call.respond(
    { ":status": 200, "content-type": "application/grpc", "grpc-status": UNIMPLEMENTED },
    { endStream: true },
  );
}

function answerSchema(call: ServerHttp2Stream, schema: Buffer, types: ReadonlySet<string>): void {
  if (call.destroyed) return;
  call.on("error", () => undefined);
  call.resume();
  call.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  call.once("wantTrailers", () => {
    call.sendTrailers({ "grpc-status": "0" });
  });
  call.end(schemaAnswer(schema, types));
}

function streamBack(answer: ClientHttp2Stream, call: ServerHttp2Stream): void {
  let trailers: IncomingHttpHeaders = {};
  answer.on("trailers", (received: IncomingHttpHeaders) => {
    trailers = received;
  });
  answer.on("response", (headers) => {
    if (call.destroyed) return;
    call.respond(headers, { waitForTrailers: true });
    call.once("wantTrailers", () => {
      call.sendTrailers(trailers);
    });
    answer.pipe(call);
  });
}

async function gathered(answer: ClientHttp2Stream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
