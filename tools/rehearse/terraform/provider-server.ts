import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { createInterface } from "node:readline";
import { endWithThisProcess } from "../../process/children";

/** How Terraform finds a provider that runs already: https://developer.hashicorp.com/terraform/plugin/debugging. */
interface Reattachment {
  readonly ProtocolVersion: number;
  readonly Addr: { readonly Network: string; readonly String: string };
}

/** The answer of a provider to the question what it knows, with only what is needed of it. */
export interface ProviderSchema {
  /** Types of resources and data sources whose schema is needed. */
  readonly types: ReadonlySet<string>;
  /** Everything, as the provider told it. @default - it has not been asked yet */
  whole?: Buffer;
}

const START_SECONDS = 60;

/**
 * A provider that runs on between Terraform's commands, behind a proxy that passes on the schema of only those types that
 * are in use.
 *
 * By itself Terraform starts the provider for each command, and takes the schema of all 1,500 types from it: 2.8 CPU
 * seconds for a plan of one resource (measured with 5.100.0). With both saved the same plan takes 0.3.
 */
export class ProviderServer {
  private readonly child: ChildProcess;
  private readonly proxy: Http2Server;
  private readonly provider: ClientHttp2Session;
  private readonly own: Reattachment;

  private constructor(
    child: ChildProcess,
    own: Reattachment,
    provider: ClientHttp2Session,
    proxy: Http2Server,
  ) {
    this.child = child;
    this.own = own;
    this.provider = provider;
    this.proxy = proxy;
  }

  /**
   * @param binary the provider's program
   * @param logFile where its messages go
   * @param schema shared by all servers of the same program
   */
  static async start(
    binary: string,
    env: NodeJS.ProcessEnv,
    logFile: string,
    schema: ProviderSchema,
  ): Promise<ProviderServer> {
    const log = openSync(logFile, "a");
    const child = spawn(binary, ["-debug"], { env, stdio: ["ignore", "pipe", log] });
    closeSync(log);
    endWithThisProcess(child);
    try {
      const own = await reattachmentOf(child);
      const provider = connectHttp2("http://provider", {
        createConnection: () => connectTo(own.Addr),
      });
      // Whatever breaks the connection breaks the command that uses it, which tells what it lost.
      provider.on("error", () => undefined);
      const proxy = await listening(createServer().on("stream", passOn(provider, schema)));
      proxy.unref();
      provider.unref();
      child.unref();
      return new ProviderServer(child, own, provider, proxy);
    } catch (error) {
      child.kill("SIGKILL");
      throw new Error(`${(error as Error).message}\n${readFileSync(logFile, "utf8").trimEnd()}`, {
        cause: error,
      });
    }
  }

  /** What Terraform is to find in TF_REATTACH_PROVIDERS to use it as the provider at this address. */
  reattachment(provider: string): string {
    const { port } = this.proxy.address() as AddressInfo;
    return JSON.stringify({
      [provider]: {
        ...this.own,
        Pid: process.pid,
        Addr: { Network: "tcp", String: `127.0.0.1:${port}` },
      },
    });
  }

  stop(): void {
    this.proxy.close();
    this.provider.destroy();
    this.child.kill("SIGKILL");
  }
}

/** What a provider that was started for a debugger prints. */
function reattachmentOf(child: ChildProcess): Promise<Reattachment> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error("The provider has no standard output.");
    const timer = setTimeout(() => {
      reject(new Error(`The provider did not start within ${START_SECONDS} s.`));
    }, START_SECONDS * 1000);
    const end = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    createInterface(child.stdout).on("line", (line) => {
      const [, value] = /TF_REATTACH_PROVIDERS[^{]*(\{.*\})/.exec(line) ?? [];
      if (value === undefined) return;
      clearTimeout(timer);
      const [own] = Object.values(JSON.parse(value) as Record<string, Reattachment>);
      if (own) resolve(own);
    });
    child.once("error", end);
    child.once("exit", (code) => {
      end(new Error(`The provider ended with exit code ${code} before it listened.`));
    });
  });
}

function connectTo({ Network, String: address }: Reattachment["Addr"]) {
  if (Network === "unix") return connect(address);
  const { hostname, port } = new URL(`tcp://${address}`);
  return connect(Number(port), hostname);
}

function listening(server: Http2Server): Promise<Http2Server> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}

/** Passes a call on to the provider and streams its answer back, unless the call asks for the schema. */
function passOn(provider: ClientHttp2Session, schema: ProviderSchema) {
  return (call: ServerHttp2Stream, headers: IncomingHttpHeaders): void => {
    const isForSchema = /\/Get(Provider)?Schema$/.test(headers[":path"] ?? "");
    if (isForSchema && schema.whole) {
      call.resume();
      answerSchema(call, { ":status": 200, "content-type": "application/grpc" }, OK, schema);
      return;
    }
    const { ":authority": _, ...others } = headers;
    const request = provider.request(others as OutgoingHttpHeaders);
    let trailers: IncomingHttpHeaders = {};
    request.on("trailers", (received) => (trailers = received));
    request.on("response", (response) => {
      if (call.destroyed) return;
      if (isForSchema)
        void gathered(request).then((message) => {
          schema.whole = message;
          answerSchema(call, response, trailers, schema);
        });
      else {
        call.respond(response, { waitForTrailers: true });
        call.once("wantTrailers", () => {
          call.sendTrailers(trailers);
        });
        request.pipe(call);
      }
    });
    endTogether(call, request);
    call.pipe(request);
  };
}

const OK = { "grpc-status": "0" };

/** Whoever is left alone need not go on. */
function endTogether(call: ServerHttp2Stream, request: ClientHttp2Stream): void {
  request.on("error", () => {
    call.close(constants.NGHTTP2_INTERNAL_ERROR);
  });
  call.on("error", () => {
    request.close(constants.NGHTTP2_CANCEL);
  });
  call.once("close", () => {
    request.close(constants.NGHTTP2_CANCEL);
  });
}

async function gathered(answer: ClientHttp2Stream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Before each message gRPC puts a byte that says whether it is compressed, and its length. */
const PREFIX_BYTES = 5;

function answerSchema(
  call: ServerHttp2Stream,
  headers: OutgoingHttpHeaders,
  trailers: OutgoingHttpHeaders,
  { whole = Buffer.alloc(PREFIX_BYTES), types }: ProviderSchema,
): void {
  const message = schemaOf(whole.subarray(PREFIX_BYTES), types);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  call.respond(headers, { waitForTrailers: true });
  call.once("wantTrailers", () => {
    call.sendTrailers(trailers);
  });
  call.end(Buffer.concat([prefix, message]));
}

/**
 * The fields of `GetProviderSchema.Response` that are maps by type: of resources, data sources and ephemeral resources.
 * @see https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/tfplugin5.8.proto
 */
const MAPS_BY_TYPE = [2, 3, 8];

/**
 * A provider's schema with only some types.
 *
 * @param message a `GetProviderSchema.Response`
 */
export function schemaOf(message: Uint8Array, types: ReadonlySet<string>): Uint8Array {
  const reader = new BinaryReader(message);
  const writer = new BinaryWriter();
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, wireType] = reader.tag();
    if (MAPS_BY_TYPE.includes(field) && wireType === WireType.LengthDelimited) {
      const entry = new BinaryReader(reader.bytes());
      entry.tag();
      if (!types.has(entry.string())) continue;
    } else reader.skip(wireType, field);
    writer.raw(message.subarray(start, reader.pos));
  }
  return writer.finish();
}
