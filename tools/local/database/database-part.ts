import { join } from "node:path";
import type { PartContext, PreparedPart, SystemPart } from "../part";
import { textOf } from "../../synthesized/fields";
import { UserError } from "../../terminal/user-error";
import { Database, findDatabaseServer } from "./database";

const TYPE = "aws_db_instance";

/** A database server in place of each of RDS, reached under the names that the stack gives to its tasks. */
export const databasePart: SystemPart = {
  name: "database",
  isIn: ({ json }) => Object.keys(json.resources(TYPE)).length > 0,
  prepare,
};

async function prepare(context: PartContext): Promise<PreparedPart> {
  const [found, ...others] = context.evaluated.resources(TYPE);
  if (found === undefined || others.length > 0) {
    throw new UserError("This tool knows systems with one database.");
  }
  const { address, block } = found;
  const engine = textOf(block, "engine", "mysql");
  if (engine !== "mysql" && engine !== "mariadb") {
    throw new UserError(`${address} is a ${engine}: this tool knows mysql and mariadb.`);
  }
  const server = findDatabaseServer();
  if (server === undefined) {
    throw new UserError(
      "The system needs a MySQL-compatible database, and there is neither mariadbd nor mysqld here.\n" +
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
    // The stack writes the port out, and asks for TLS, which is the cloud's.
    environment: { DB_PORT: String(port), DB_TLS: "false" },
    secrets: (valueFrom) => {
      if (!valueFrom.startsWith(`${address}.master_user_secret`)) return undefined;
      return valueFrom.includes(":username:") ? user : password;
    },
    close: () => database.close(),
  };
}
