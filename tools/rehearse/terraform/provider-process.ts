import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  type OutgoingHttpHeaders,
} from "node:http2";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { UserError } from "../../terminal/user-error";
import { endWithThisProcess } from "../../process/children";

/** How Terraform finds a running provider: https://developer.hashicorp.com/terraform/plugin/debugging. */
export interface Reattachment {
  readonly Protocol: string;
  readonly ProtocolVersion: number;
  readonly Pid: number;
  readonly Test: boolean;
  readonly Addr: { readonly Network: string; readonly String: string };
}

const START_SECONDS = 60;

/** By default, a provider writes each request and response to its log. */
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

/** A provider process that outlives a Terraform command. */
export class ProviderProcess {
  readonly reattachment: Reattachment;
  private readonly child: ChildProcess;
  private readonly session: ClientHttp2Session;

  private constructor(child: ChildProcess, reattachment: Reattachment) {
    this.child = child;
    this.reattachment = reattachment;
    this.session = connectHttp2("http://provider", {
      createConnection: () => connectTo(reattachment.Addr),
    });
    // If the connection breaks, the command that uses it fails and reports the reason.
    this.session.on("error", () => undefined);
    this.session.unref();
    child.unref();
  }

  /**
   * @param program path of the provider's executable
   * @param logFile file for its messages
   */
  static async start(
    program: string,
    env: NodeJS.ProcessEnv,
    logFile: string,
  ): Promise<ProviderProcess> {
    const log = openSync(logFile, "a");
    const stdio = ["ignore", "pipe", log] as const;
    const child = spawn(program, ["-debug"], { env: { ...env, ...QUIET }, stdio: [...stdio] });
    closeSync(log);
    endWithThisProcess(child);
    try {
      return new ProviderProcess(child, await reattachmentOf(child));
    } catch (error) {
      child.kill("SIGKILL");
      throw new UserError(
        `${(error as Error).message}\n${readFileSync(logFile, "utf8").trimEnd()}`,
      );
    }
  }

  /** Whether it can still be called. */
  get isAlive(): boolean {
    return this.child.exitCode === null && !this.session.destroyed;
  }

  request(headers: OutgoingHttpHeaders): ClientHttp2Stream {
    return this.session.request(headers);
  }

  stop(): void {
    this.session.destroy();
    this.child.kill("SIGKILL");
  }
}

/** The line that a provider prints when started for a debugger. */
function reattachmentOf(child: ChildProcess): Promise<Reattachment> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error("The provider has no standard output.");
    const timer = setTimeout(() => {
      reject(new Error(`The provider did not start within ${START_SECONDS} s.`));
    }, START_SECONDS * 1000);
    const fail = (error: Error): void => {
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
    child.once("error", fail);
    child.once("exit", (code) => {
      fail(new Error(`The provider ended with exit code ${code} before it listened.`));
    });
  });
}

function connectTo({ Network, String: address }: Reattachment["Addr"]) {
  if (Network === "unix") return connect(address);
  const { hostname, port } = new URL(`tcp://${address}`);
  return connect(Number(port), hostname);
}
