import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { randomFrom, seed } from "./support/random";
import { subjectService, upToDate } from "./support/programs";

const workers = 16;
const storedPerWorker = 50;

describe(
  "no subject is lost and none is doubled",
  { skip: whyNoDatabase(), timeout: 600_000 },
  () => {
    const owner = ownerOfFile();
    let mysql: MysqlServer;
    before(async () => {
      mysql = await MysqlServer.start(owner);
    });

    test(
      "while four processes write and the database is restarted four times, twice by SIGKILL",
      { timeout: 120_000 },
      async (t) => {
        const database = await mysql.createDatabase();
        const programs = await Promise.all(
          Array.from({ length: 4 }, () => subjectService.start(t, database)),
        );
        for (const program of programs) await program.logged(upToDate);

        // Each request has a unique name, by which its record is found.
        const answers = new Map<string, { readonly status: number; readonly id: unknown }>();
        let stored = 0;
        const worker = async (number: number) => {
          const random = randomFrom(seed() * 1000 + number);
          const deadline = performance.now() + 60_000;
          for (let index = 0, own = 0; own < storedPerWorker; index++) {
            assert.ok(performance.now() < deadline, "the database is long back");
            const name = `w${String(number)}-${String(index)} 😀`;
            const program = programs[Math.floor(random() * programs.length)];
            const { status, body } = await post(`${program?.url ?? ""}/subject`, { name });
            assert.ok(
              [201, 503, 504].includes(status),
              `${String(status)} ${JSON.stringify(body)}`,
            );
            answers.set(name, { status, id: body.subject_id });
            if (status === 201) {
              own += 1;
              stored += 1;
            } else await delay(20 + 60 * random());
          }
        };
        let injected = 0;
        const breaking = async () => {
          for (const signal of ["SIGTERM", "SIGKILL", "SIGTERM", "SIGKILL"] as const) {
            while (stored < (workers * storedPerWorker * (injected + 1)) / 6) await delay(5);
            await mysql.stop(signal);
            await delay(300);
            await mysql.start();
            injected += 1;
          }
        };
        await Promise.all([
          breaking(),
          ...Array.from({ length: workers }, (_, number) => worker(number)),
        ]);

        const rows = await mysql.query(
          `SELECT subject_id, name FROM ${database.DB_NAME ?? ""}.subject`,
        );
        const ids = new Map<unknown, unknown>(
          rows.map(({ name, subject_id }) => [name, subject_id]),
        );
        assert.equal(ids.size, rows.length, "none is stored twice");
        let foundOut = 0;
        for (const [name, { status, id }] of answers) {
          const found = ids.get(name);
          ids.delete(name);
          if (status === 201) assert.equal(found, id, `${name} was answered 201`);
          else if (status === 503)
            assert.equal(found, undefined, `${name} was said not to be stored`);
          else if (found !== undefined) foundOut += 1;
        }
        assert.deepEqual([...ids.keys()], [], "nothing is stored that nobody sent");
        const unknown = [...answers.values()].filter(({ status }) => status === 504).length;
        console.log(
          `restarts (seed ${String(seed())}): ${String(answers.size)} requests tried, ${String(stored)} answered 201, ${String(unknown)} of unknown outcome of which ${String(foundOut)} were stored, ${String(injected)} faults injected, ${String(rows.length)} records checked`,
        );
        assert.equal(rows.length, stored + foundOut);
        assert.ok(answers.size > stored, "the faults were felt");
      },
    );
  },
);
