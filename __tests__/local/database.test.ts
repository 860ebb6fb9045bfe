import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database, findDatabaseServer } from "../../tools/local/database/database";

const server = findDatabaseServer();
const here = server === undefined ? it.skip : it;
if (server === undefined) console.log("skipped: neither mariadbd nor mysqld is installed here");

here("a database server speaks its protocol, and leaves nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "database-test-"));
  const logFile = join(folder, "log");
  const database = await Database.start({
    server: server!,
    name: "school",
    user: "admin",
    folder,
    logFile,
  });
  const socket = connect(database.port, "127.0.0.1");
  const [greeting] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  // Protocol 10, after the packet's length and number.
  expect(greeting[4]).toBe(10);
  expect(existsSync(join(folder, "data", "school"))).toBe(true);
  await database.close();
  await expect(once(connect(database.port, "127.0.0.1"), "connect")).rejects.toThrow(
    "ECONNREFUSED",
  );
  rmSync(folder, { recursive: true });
});
