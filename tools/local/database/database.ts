import { randomBytes } from "node:crypto";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort, giveBackPort, listening } from "../service/ports";
import { Program } from "../service/program";
import { UserError } from "../../terminal/user-error";

/** A MySQL-compatible server installed on this machine. */
export interface DatabaseServer {
  readonly kind: "mariadb" | "mysql";
  readonly program: string;
  /** MariaDB's program that creates the system tables. MySQL's server creates them itself. */
  readonly installer?: string;
}

/** Folders where distributions install servers outside a user's PATH. */
const BESIDE_PATH = [
  "/usr/sbin",
  "/usr/local/sbin",
  "/usr/local/mysql/bin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/usr/libexec",
];

export function findDatabaseServer(
  path: string = process.env.PATH ?? "",
  others: readonly string[] = BESIDE_PATH,
): DatabaseServer | undefined {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ""), ...others];
  const find = (...names: readonly string[]): string | undefined =>
    names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);

  const mariadb = find("mariadbd");
  const installer = find("mariadb-install-db", "mysql_install_db");
  if (mariadb !== undefined && installer !== undefined) {
    return { kind: "mariadb", program: mariadb, installer };
  }
  const mysql = find("mysqld");
  return mysql === undefined ? undefined : { kind: "mysql", program: mysql };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface DatabaseOptions {
  readonly server: DatabaseServer;
  readonly name: string;
  readonly user: string;
  /** Folder of its tables for the duration of the run. */
  readonly folder: string;
  readonly logFile: string;
}

const START_SECONDS = 60;
const STOP_SECONDS = 20;

/** A database server on a free loopback port, with one database and one user. */
export class Database {
  readonly password = randomBytes(18).toString("base64url");
  readonly port: number;
  private readonly program: Program;
  private readonly socketFolder: string;

  private constructor(options: DatabaseOptions, port: number) {
    const { server, folder, logFile } = options;
    this.port = port;
    // The path of a socket is limited to about 100 characters, and a path in the project's folder is often longer.
    this.socketFolder = mkdtempSync(join(tmpdir(), "local-database-"));
    // The file holds the password, so only its owner can read it.
    const firstStatements = join(this.socketFolder, "first.sql");
    writeFileSync(firstStatements, statements(options, this.password), { mode: 0o600 });
    this.program = new Program({
      command: [
        server.program,
        "--no-defaults",
        `--datadir=${join(folder, "data")}`,
        "--bind-address=127.0.0.1",
        `--port=${port}`,
        `--socket=${join(this.socketFolder, "socket")}`,
        `--pid-file=${join(this.socketFolder, "pid")}`,
        `--init-file=${firstStatements}`,
        // The data is deleted after the run, so it need not survive a power failure.
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-buffer-pool-size=64M",
        ...(server.kind === "mysql" ? ["--mysqlx=OFF"] : []),
        ...asRoot(),
      ],
      folder,
      environment: { PATH: process.env.PATH ?? "" },
      logFile,
    });
  }

  /** @throws UserError if the server does not start */
  static async start(options: DatabaseOptions): Promise<Database> {
    mkdirSync(options.folder, { recursive: true });
    await install(options);
    const port = await freePort();
    const database = new Database(options, port);
    let hasEnded = false;
    void database.program.ended.then(() => (hasEnded = true));
    if (await listening(port, START_SECONDS, () => hasEnded)) return database;
    await database.close();
    throw new UserError(`${options.server.program} did not start. See ${options.logFile}.`);
  }

  async close(): Promise<void> {
    this.program.signal("SIGTERM");
    const force = setTimeout(() => {
      this.program.signal("SIGKILL");
    }, STOP_SECONDS * 1000);
    await this.program.ended;
    clearTimeout(force);
    giveBackPort(this.port);
    rmSync(this.socketFolder, { recursive: true, force: true });
  }
}

async function install({ server, folder, logFile }: DatabaseOptions): Promise<void> {
  const data = `--datadir=${join(folder, "data")}`;
  const program = new Program({
    command:
      server.installer === undefined
        ? [server.program, "--no-defaults", "--initialize-insecure", data, ...asRoot()]
        : [
            server.installer,
            ...[
              "--no-defaults",
              data,
              "--skip-test-db",
              "--auth-root-authentication-method=normal",
            ],
            ...asRoot(),
          ],
    folder,
    environment: { PATH: process.env.PATH ?? "" },
    logFile,
  });
  const how = await program.ended;
  if (how !== "ended with exit code 0") {
    throw new UserError(`The database could not be set up (it ${how}). See ${logFile}.`);
  }
}

/** Servers refuse to run as root without this option. */
function asRoot(): readonly string[] {
  return process.getuid?.() === 0 ? ["--user=root"] : [];
}

/** One statement per line, which is the format of an init file. */
function statements({ name, user }: DatabaseOptions, password: string): string {
  const database = `\`${name.replaceAll("`", "``")}\``;
  const account = `'${user.replaceAll("'", "''")}'@'%'`;
  return [
    `CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4;`,
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}';`,
    // The privileges of RDS's master user, who creates users for programs.
    `GRANT ALL PRIVILEGES ON ${database}.* TO ${account} WITH GRANT OPTION;`,
    `GRANT CREATE USER ON *.* TO ${account};`,
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${randomBytes(18).toString("base64url")}';`,
    "",
  ].join("\n");
}
