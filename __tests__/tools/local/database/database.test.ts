import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database, findDatabaseServer } from "../../../../tools/local/database/database";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "database-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function program(name: string, text = ""): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("a database server", () => {
  it("is MariaDB where its installer is there, too", () => {
    const mariadbd = program("mariadbd");
    expect(findDatabaseServer(folder, [])).toBeUndefined();
    const installer = program("mariadb-install-db");
    expect(findDatabaseServer("", [folder])).toEqual({
      kind: "mariadb",
      program: mariadbd,
      installer,
    });
  });

  it("is MySQL elsewhere", () => {
    const mysqld = program("mysqld");
    expect(findDatabaseServer(`/nowhere:${folder}`, [])).toEqual({
      kind: "mysql",
      program: mysqld,
    });
  });

  it("that cannot be set up is reported with its log", async () => {
    const server = { kind: "mysql", program: program("mysqld", "echo no room; exit 1") } as const;
    const logFile = join(folder, "log");
    await expect(Database.start({ server, name: "a", user: "b", folder, logFile })).rejects.toThrow(
      `The database could not be set up (it ended with exit code 1). See ${logFile}.`,
    );
  });
});
