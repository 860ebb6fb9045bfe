import { join } from "node:path";
import type { PartContext, PreparedPart, SystemPart } from "../part";
import { textOf } from "../../synthesized/fields";
import { UserError } from "../../terminal/user-error";
import { Database, findDatabaseServer } from "./database";

const TYPE = "aws_db_instance";

/** Runs a database server in place of each RDS instance, at the names that the stack gives to its tasks. */
export const databasePart: SystemPart = {
  name: "database",
  isIn: ({ json }) => Object.keys(json.resources(TYPE)).length > 0,
  prepare,
};

async function prepare(context: PartContext): Promise<PreparedPart> {
  const [found, ...others] = context.evaluated.resources(TYPE);
  if (found === undefined || others.length > 0) {
    throw new UserError("A local run supports one database in a system.");
  }
  const { address, block } = found;
  const engine = textOf(block, "engine", "mysql");
  if (engine !== "mysql" && engine !== "mariadb") {
    throw new UserError(`${address} must use the engine mysql or mariadb, got ${engine}.`);
  }
  const server = findDatabaseServer();
  if (server === undefined) {
    throw new UserError(
      "The system needs a MySQL-compatible database, but neither mariadbd nor mysqld is installed.\n" +
        "Install MariaDB: apt-get install mariadb-server, dnf install mariadb-server, or brew install mariadb.",
    );
  }
  const user = textOf(block, "username", "admin");
  const database = await Database.start({
    server,
    name: textOf(block, "db_name", "local"),
    user,
    folder: join(context.workFolder, "database"),
    logFile: join(context.logFolder, "database.log"),
  });
  const { port, password } = database;
  const endpoint = `127.0.0.1:${port}`;
  context.say(`Database: ${server.kind} at ${endpoint}, user ${user}, password ${password}`);
  return {
    attributes: { [address]: { address: "127.0.0.1", endpoint, port } },
    // The stack sets the port explicitly and requires TLS, which the local server does not offer.
    environment: { DB_PORT: String(port), DB_TLS: "false" },
    secrets: (valueFrom) => {
      if (!valueFrom.startsWith(`${address}.master_user_secret`)) return undefined;
      return valueFrom.includes(":username:") ? user : password;
    },
    close: () => database.close(),
  };
}
