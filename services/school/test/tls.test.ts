import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { makeCertificates, whyNoCertificates, type Certificates } from "./support/certificates";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { Peer } from "./support/peer";
import type { Owner } from "@services/kit/testing/program";
import { studentService } from "./support/programs";

const student = { name: "Anna", email: "anna@example.com", subject_id: 1 };

describe("DB_TLS", { skip: whyNoDatabase() || whyNoCertificates(), timeout: 600_000 }, () => {
  const owner = ownerOfFile();
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  let certificates: Certificates;
  let mysql: MysqlServer;
  let peer: Peer;
  before(async () => {
    owner.after(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    certificates = makeCertificates(folder, "localhost");
    const { key, certificate, authority } = certificates;
    mysql = await MysqlServer.start(owner, [
      `--ssl-key=${key}`,
      `--ssl-cert=${certificate}`,
      `--ssl-ca=${authority}`,
      "--require-secure-transport=ON",
    ]);
    peer = await Peer.start(owner);
  });

  /** Runs the program with a new database until its tables exist, or returns the reason in its log. */
  async function start(t: Owner, more: Readonly<Record<string, string>>) {
    const environment = { ...(await mysql.createDatabase()), PEER_URL: peer.url, ...more };
    const program = await studentService.start(t, environment);
    const { msg, reason } = await program.logged((line) => line.msg.includes("up to date"));
    const { status } = await post(`${program.url}/student`, student);
    return { isReady: msg === "tables are up to date", status, why: JSON.stringify(reason) };
  }

  test("true reaches a server whose certificate is of the authority and of its name", async (t) => {
    const more = { DB_TLS: "true", DB_HOST: "localhost", DB_TLS_CA_FILE: certificates.authority };
    const { isReady, status, why } = await start(t, more);
    assert.ok(isReady, why);
    assert.equal(status, 201);
    const [row] = await mysql.query("SHOW GLOBAL STATUS LIKE 'Ssl_accepts'");
    assert.ok(Number(row?.Value) > 0);
  });

  test("true refuses a server of another name", async (t) => {
    const { key, certificate, authority } = makeCertificates(
      mkdtempSync(join(folder, "other-")),
      "db.example.com",
    );
    const other = await MysqlServer.start(t, [
      `--ssl-key=${key}`,
      `--ssl-cert=${certificate}`,
      `--ssl-ca=${authority}`,
    ]);
    const { DB_PORT = "", DB_NAME = "" } = await other.createDatabase();
    const more = {
      DB_TLS: "true",
      DB_HOST: "localhost",
      DB_PORT,
      DB_NAME,
      DB_TLS_CA_FILE: authority,
    };
    const { isReady, status, why } = await start(t, more);
    assert.equal(isReady, false);
    assert.equal(status, 503);
    assert.match(why, /ERR_TLS_CERT_ALTNAME_INVALID|altnames/);
  });

  test("true refuses a server of another authority", async (t) => {
    const more = {
      DB_TLS: "true",
      DB_HOST: "localhost",
      DB_TLS_CA_FILE: certificates.otherAuthority,
    };
    const { isReady, status, why } = await start(t, more);
    assert.equal(isReady, false);
    assert.equal(status, 503);
    assert.match(why, /signature|certificate/i);
  });

  test("true knows the authorities of Amazon RDS and no other, unless told", async (t) => {
    const { isReady, why } = await start(t, { DB_TLS: "true", DB_HOST: "localhost" });
    assert.equal(isReady, false);
    assert.match(why, /self.signed|unable to/i);
  });

  test("false is refused by a server that insists on it", async (t) => {
    const { isReady, why } = await start(t, { DB_TLS: "false", DB_HOST: "localhost" });
    assert.equal(isReady, false);
    assert.match(why, /ER_SECURE_TRANSPORT_REQUIRED|ER_ACCESS_DENIED_ERROR/);
  });
});
