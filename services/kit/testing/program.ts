import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

export interface LogLine {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real program, running as a separate process. */
export interface Program {
  readonly process: ChildProcess;
  /** The lines of its standard output so far. */
  readonly output: readonly string[];
  /** Resolves when a line of the log matches. */
  readonly logged: (fits: (line: LogLine) => boolean) => Promise<LogLine>;
  readonly ended: Promise<Ended>;
}

export interface ListeningProgram extends Program {
  readonly port: number;
  readonly url: string;
}

/** A test, or the whole file with `after` of node:test. */
export interface Owner {
  readonly after: (cleanUp: () => Promise<void> | void) => unknown;
}

type Environment = Readonly<Record<string, string>>;

/** Starts one of the built programs with the environment of a test. */
export class ProgramStarter {
  private readonly file: string;
  private readonly usual: Environment;

  /**
   * @param name folder of the program
   * @param usual variables without which it does not start
   * @param file the file to run, relative to the folder services
   */
  constructor(name: string, usual: Environment = {}, file = `${name}/dist/main.cjs`) {
    this.file = file;
    this.usual = usual;
  }

  /** Starts it on a free loopback port and waits until it is listening. */
  async start(owner: Owner, environment: Environment = {}): Promise<ListeningProgram> {
    const program = this.spawn(owner, { PORT: "0", ...environment });
    const listening = await program.logged((line) => line.msg.startsWith("Server listening at"));
    const port = Number(/:(\d+)$/.exec(listening.msg)?.[1]);
    return { ...program, port, url: `http://127.0.0.1:${String(port)}` };
  }

  /** Starts it. The owner stops it. */
  spawn(owner: Owner, environment: Environment): Program {
    const child = spawn(process.execPath, [this.file], {
      env: { ...inheritedEnvironment(), ...this.usual, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = endOf(child);
    owner.after(async () => {
      child.kill("SIGKILL");
      await ended;
    });
    const output: string[] = [];
    const lines = createInterface(child.stdout);
    lines.on("line", (line) => output.push(line));
    const logged = (fits: (line: LogLine) => boolean) =>
      new Promise<LogLine>((resolve, reject) => {
        const look = () => {
          const found = output.map((line) => JSON.parse(line) as LogLine).find(fits);
          if (found === undefined) return;
          lines.off("line", look);
          resolve(found);
        };
        lines.on("line", look);
        lines.once("close", () => {
          reject(
            new Error(`The program ended without that line in its log:\n${output.join("\n")}`),
          );
        });
        look();
      });
    return { process: child, output, logged, ended };
  }

  /** Runs it with only these variables until it exits. */
  async runToEnd(environment: Environment): Promise<Ended & { readonly complaint: string }> {
    const child = spawn(process.execPath, [this.file], {
      env: { ...inheritedEnvironment(), ...environment },
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 10_000,
    });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    return { ...(await endOf(child)), complaint };
  }
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    child.once("close", (exitCode, signal) => {
      resolve({ exitCode, signal });
    });
  });
}

/** The variables that a process needs, without settings from the environment of the tests. */
function inheritedEnvironment(): Environment {
  const wanted = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot"];
  return {
    ...Object.fromEntries(
      wanted.flatMap((name) => {
        const value = process.env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    // Hides the SDK's warning about this Node.js version, which would clutter the output.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}
