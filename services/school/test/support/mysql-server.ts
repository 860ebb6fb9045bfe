import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createConnection, type Connection } from "mysql2/promise";
import { freePort } from "@services/kit/testing/free-port";
import { requirePrograms, type MysqlPrograms } from "./mysql-programs";
import type { Owner } from "@services/kit/testing/program";

const startTimeoutMs = 60_000;
const user = "service";
export const password = "a-password-that-no-log-may-show";

/** A real database server on a free loopback port, with its data in a temporary folder. Both are removed with the owner. */
export class MysqlServer {
  readonly port: number;
  private readonly programs: MysqlPrograms;
  private readonly folder: string;
  private readonly options: readonly string[];
  private child: ChildProcess | undefined;
  private databases = 0;

  private constructor(
    programs: MysqlPrograms,
    folder: string,
    port: number,
    options: readonly string[],
  ) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.options = options;
  }

  /** @param options additional server options, such as `--max-connections=20` */
  static async start(owner: Owner, options: readonly string[] = []): Promise<MysqlServer> {
    const programs = requirePrograms();
    const folder = mkdtempSync(join(tmpdir(), "mysql-"));
    const server = new MysqlServer(programs, folder, await freePort(), options);
    const removeAll = () => {
      server.child?.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    };
    // Stops the server when this process exits, also after an error or Ctrl-C.
    const endBySignal = (signal: NodeJS.Signals) => {
      removeAll();
      process.kill(process.pid, signal);
    };
    process.once("exit", removeAll);
    process.once("SIGINT", endBySignal);
    process.once("SIGTERM", endBySignal);
    owner.after(async () => {
      await server.stop("SIGKILL");
      removeAll();
      process.off("exit", removeAll);
      process.off("SIGINT", endBySignal);
      process.off("SIGTERM", endBySignal);
    });
    server.install();
    await server.start();
    const root = await server.connect("root", "");
    await root.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
    await root.query(`GRANT ALL ON *.* TO '${user}'@'%' WITH GRANT OPTION`);
    await root.end();
    return server;
  }

  /** @returns environment variables that connect a service to a new empty database */
  async createDatabase(): Promise<Readonly<Record<string, string>>> {
    this.databases += 1;
    const name = `test_${String(this.databases)}`;
    await this.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    return {
      DB_HOST: "127.0.0.1",
      DB_PORT: String(this.port),
      DB_NAME: name,
      DB_USER: user,
      DB_PASSWORD: password,
    };
  }

  /** Runs one statement on a separate connection. */
  async query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const connection = await this.open();
    try {
      const [rows] = await connection.query(sql);
      return rows as never;
    } finally {
      await connection.end();
    }
  }

  /** A connection that the caller closes. */
  open(): Promise<Connection> {
    return this.connect(user, password);
  }

  /** Starts it again after {@link stop}, with the same data on the same port. Resolves when it accepts connections. */
  async start(): Promise<void> {
    const child = spawn(
      this.programs.server,
      [...commonOptions(join(this.folder, "data"), this.programs), ...this.serverOptions()],
      {
        stdio: "ignore",
      },
    );
    this.child = child;
    const deadline = performance.now() + startTimeoutMs;
    for (;;) {
      try {
        const connection = await this.connect("root", "");
        await connection.end();
        return;
      } catch (error) {
        if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline)
          throw new Error(`The database doesn't start:\n${this.log()}`, { cause: error });
        await delay(50);
      }
    }
  }

  /** SIGTERM shuts it down gracefully, SIGKILL simulates a crash, and SIGSTOP makes it hang until {@link signal} SIGCONT. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }

  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.child?.kill(signal);
  }

  private connect(name: string, secret: string): Promise<Connection> {
    const socketPath = join(this.folder, "s.sock");
    return createConnection({
      socketPath,
      user: name,
      password: secret,
      charset: "utf8mb4",
      timezone: "Z",
      supportBigNumbers: true,
    });
  }

  /** Copies an empty database that the first test creates for all tests. */
  private install(): void {
    const template = join("dist", "mysql");
    if (!existsSync(template)) makeTemplate(this.programs, template);
    cpSync(template, join(this.folder, "data"), { recursive: true });
  }

  private serverOptions(): readonly string[] {
    return [
      "--bind-address=127.0.0.1",
      `--port=${String(this.port)}`,
      `--socket=${join(this.folder, "s.sock")}`,
      `--pid-file=${join(this.folder, "server.pid")}`,
      `--log-error=${this.logFile}`,
      "--innodb-buffer-pool-size=32M",
      "--skip-name-resolve",
      // Ignores the machine's configuration files and disables the second protocol, because a test needs only one port.
      ...(this.programs.installer === undefined ? ["--mysqlx=OFF", "--skip-log-bin"] : []),
      ...this.options,
    ];
  }

  private get logFile(): string {
    return join(this.folder, "error.log");
  }

  private log(): string {
    return readFileSync(this.logFile, "utf8").split("\n").slice(-15).join("\n");
  }
}

function makeTemplate(programs: MysqlPrograms, template: string): void {
  mkdirSync("dist", { recursive: true });
  const folder = mkdtempSync(join("dist", "mysql-"));
  const { server, installer } = programs;
  const options = commonOptions(resolve(folder, "data"), programs);
  const [program, ...args] =
    installer === undefined
      ? [server, ...options, "--initialize-insecure"]
      : [installer, ...options, "--auth-root-authentication-method=normal", "--skip-test-db"];
  const { status, stdout, stderr, error } = spawnSync(program ?? "", args, { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`The database can't be installed:\n${stdout}${stderr}`, { cause: error });
  // Parallel tests may both have created one.
  if (!existsSync(template)) renameSync(join(folder, "data"), template);
  rmSync(folder, { recursive: true, force: true });
}

function commonOptions(data: string, { installer }: MysqlPrograms): readonly string[] {
  return [
    "--no-defaults",
    `--datadir=${data}`,
    // Without this option, a server refuses to run as root.
    `--user=${userInfo().username}`,
    // 4 MB in place of 100 MB, which would be copied for each server.
    ...(installer === undefined ? [] : ["--innodb-log-file-size=4M"]),
  ];
}
