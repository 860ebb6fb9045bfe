import assert from "node:assert/strict";
import { describe, test, before } from "node:test";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { Peer } from "./support/peer";
import { studentService, upToDate } from "./support/programs";

describe(
  "what clients send to the student service",
  { skip: whyNoDatabase(), timeout: 600_000 },
  () => {
    const owner = ownerOfFile();
    let mysql: MysqlServer;
    let peer: Peer;
    let url: string;
    let environment: Readonly<Record<string, string>>;
    before(async () => {
      mysql = await MysqlServer.start(owner);
      peer = await Peer.start(owner);
      environment = {
        ...(await mysql.createDatabase()),
        PEER_URL: peer.url,
        PATH_PREFIX: "/demo1",
      };
      const program = await studentService.start(owner, { ...environment, TZ: "America/New_York" });
      await program.logged(upToDate);
      url = program.url;
    });

    const anna = { name: "Anna Schmidt", email: "anna@example.com", subject_id: 7 };

    const texts: Readonly<Record<string, string>> = {
      "SQL that ends the statement": `Robert'); DROP TABLE student;-- `,
      "SQL in double quotes": `" OR ""="`,
      "a backslash at the end": `a\\`,
      "a place holder": "? :name $1 %s",
      "a comment of MySQL": "/*! UNION SELECT 1 */ # --",
      "4-byte characters": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 😀👩‍👩‍👧 𠮷",
      "100 characters of 4 bytes": "😀".repeat(100),
      "both directions of writing": "שלום مرحبا",
      "combining marks": "e\u0301 is not \u00e9",
      "blanks around": "  x  ",
      "keys of every object": "__proto__",
    };
    for (const [index, [what, name]] of Object.entries(texts).entries()) {
      test(`keeps a name as it is: ${what}`, async () => {
        const email = `text-${String(index)}@example.com`;
        const stored = await post(`${url}/student`, { name, email, subject_id: 1 });
        assert.equal(stored.status, 201, JSON.stringify(stored.body));
        assert.equal(stored.body.name, name);
        const found = await get(`${url}/student/${String(stored.body.student_id)}`);
        assert.equal(found.body.name, name);
        // Reads the record directly, not through the service.
        const [row] = await mysql.query(
          `SELECT HEX(name) AS name FROM ${environment.DB_NAME ?? ""}.student WHERE email = '${email}'`,
        );
        assert.equal(row?.name, Buffer.from(name).toString("hex").toUpperCase());
      });
    }

    for (const email of [
      `'or'1'='1@example.com`,
      `x'--@example.com`,
      `a/*!union*/@example.com`,
      `{$where}@example.com`,
    ]) {
      test(`takes ${email} for the address that it is, and for no SQL`, async () => {
        const stored = await post(`${url}/student`, { ...anna, email });
        assert.equal(stored.status, 201, JSON.stringify(stored.body));
        assert.equal(stored.body.email, email);
        assert.equal((await post(`${url}/student`, { ...anna, email })).status, 409);
      });
    }

    test("the tables are still there after all of that", async () => {
      const tables = await mysql.query(`SHOW TABLES FROM ${environment.DB_NAME ?? ""}`);
      assert.deepEqual(tables.map((row) => Object.values(row)[0]).sort(), [
        "student",
        "student_migration",
      ]);
    });
  },
);
