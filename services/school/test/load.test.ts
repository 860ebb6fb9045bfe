import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { ownerOfFile } from "@services/kit/testing/file-owner";
import { get, post } from "@services/kit/testing/json";
import { whyNoDatabase } from "./support/mysql-programs";
import { MysqlServer } from "./support/mysql-server";
import { pick, randomFrom, seed } from "./support/random";
import { Journal, type Attempt } from "./support/journal";
import type { ListeningProgram, Owner } from "@services/kit/testing/program";
import { studentService, subjectService, upToDate } from "./support/programs";

const workers = 24;
const studentsPerWorker = 40;
const racedEmails = 60;

/** Both real services with a real database: several processes of each write while failures are injected. */
describe(
  "no record is lost and none is doubled",
  { skip: whyNoDatabase(), timeout: 600_000 },
  () => {
    const owner = ownerOfFile();
    let mysql: MysqlServer;
    before(async () => {
      mysql = await MysqlServer.start(owner);
    });

    async function start(t: Owner, count: number) {
      const database = await mysql.createDatabase();
      const subject = await subjectService.start(t, { ...database, PATH_PREFIX: "/demo2" });
      const environment = { ...database, PEER_URL: subject.url, PATH_PREFIX: "/demo1" };
      const students = await Promise.all(
        Array.from({ length: count }, () => studentService.start(t, environment)),
      );
      for (const program of [subject, ...students]) await program.logged(upToDate);
      const subjectIds: number[] = [];
      for (let index = 0; index < 10; index++) {
        const { status, body } = await post(`${subject.url}/subject`, {
          name: `Subject ${String(index)}`,
          teacher: "😀",
        });
        assert.equal(status, 201);
        subjectIds.push(Number(body.subject_id));
      }
      return { table: `${database.DB_NAME ?? ""}.student`, students, subjectIds };
    }

    const faults: Readonly<Record<string, readonly (() => Promise<void>)[]>> = {
      "nothing breaks": [],
      "the database is restarted four times, twice by SIGKILL": (
        ["SIGTERM", "SIGKILL", "SIGTERM", "SIGKILL"] as const
      ).map((signal) => async () => {
        await mysql.stop(signal);
        await delay(300);
        await mysql.start();
      }),
      "connections are killed eight times": Array.from({ length: 8 }, () => async () => {
        const open = await mysql.query(
          "SELECT ID FROM information_schema.PROCESSLIST WHERE DB LIKE 'test_%'",
        );
        for (const { ID } of open) await mysql.query(`KILL ${String(ID)}`).catch(() => undefined);
      }),
    };
    for (const [what, breakThings] of Object.entries(faults)) {
      test(
        `of students that four processes write at once, while ${what}`,
        { timeout: 180_000 },
        async (t) => {
          const { table, students, subjectIds } = await start(t, 4);
          const journal = new Journal();
          const total = workers * studentsPerWorker;
          let settled = 0;
          let injected = 0;

          const worker = async (number: number) => {
            const random = randomFrom(seed() * 1000 + number);
            for (let index = 0; index < studentsPerWorker; index++) {
              const email = `w${String(number)}-${String(index)}@example.com`;
              const student = {
                name: randomName(random),
                email,
                subject_id: pick(subjectIds, random),
              };
              await storeFinally(student, students, random, journal);
              settled += 1;
            }
          };
          const breaking = async () => {
            for (const [index, fault] of breakThings.entries()) {
              while (settled < (total * (index + 1)) / (breakThings.length + 2)) await delay(5);
              await fault();
              injected += 1;
            }
          };
          await Promise.all([
            breaking(),
            ...Array.from({ length: workers }, (_, number) => worker(number)),
          ]);

          const rows = await mysql.query(
            `SELECT student_id, name, email, subject_id FROM ${table}`,
          );
          const checked = journal.check(rows);
          console.log(
            `${what} (seed ${String(seed())}): ${String(journal.attempts.length)} requests tried ${journal.statuses()}, ${String(injected)} faults injected, ${String(checked)} records checked, ${String(journal.foundOut)} of unknown outcome were stored`,
          );
          assert.equal(injected, breakThings.length);
          assert.equal(checked, total);
          assert.equal(new Set(rows.map(({ email }) => email)).size, total);
          const [row] = rows;
          const found = await get(
            `${students[0]?.url ?? ""}/demo1/student/${String(row?.student_id)}`,
          );
          assert.equal(found.status, 200);
          assert.equal((found.body.subject as { subject_id: number }).subject_id, row?.subject_id);
        },
      );
    }

    test(
      "of addresses that four processes race for, each is stored once",
      { timeout: 120_000 },
      async (t) => {
        const { table, students, subjectIds } = await start(t, 4);
        let conflicts = 0;
        for (let index = 0; index < racedEmails; index++) {
          const student = {
            email: `raced-${String(index)}@example.com`,
            subject_id: subjectIds[0],
          };
          const answers = await Promise.all(
            students.map(({ url }, number) =>
              post(`${url}/student`, { ...student, name: `Racer ${String(number)}` }),
            ),
          );
          const statuses = answers.map(({ status }) => status).sort();
          assert.deepEqual(statuses, [201, 409, 409, 409]);
          conflicts += 3;
          const winner = answers.find(({ status }) => status === 201);
          const rows = await mysql.query(
            `SELECT student_id, name FROM ${table} WHERE email = '${student.email}'`,
          );
          assert.deepEqual(rows, [
            { student_id: winner?.body.student_id, name: winner?.body.name },
          ]);
        }
        console.log(
          `raced: ${String(racedEmails * 4)} requests tried, ${String(conflicts)} answered 409, ${String(racedEmails)} records checked`,
        );
      },
    );
  },
);

/** A client that needs its student stored: retries until it is, or finds that it already was. */
async function storeFinally(
  student: Attempt["student"],
  programs: readonly ListeningProgram[],
  random: () => number,
  journal: Journal,
): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const { status, body } = await post(`${pick(programs, random).url}/demo1/student/`, student);
    journal.attempts.push({ student, status, id: body.student_id });
    if (status === 201 || status === 409) return;
    assert.ok([502, 503, 504].includes(status), `${String(status)} ${JSON.stringify(body)}`);
    await delay(50 + 50 * random());
  }
  throw new Error(`${student.email} can't be stored within a minute.`);
}

const alphabet = [
  "a",
  "Z",
  "'",
  '"',
  "\\",
  ";",
  "--",
  "😀",
  "𝔘",
  "é",
  "%",
  "\u202e",
  "?",
  "`",
  "学",
  "0",
];

function randomName(random: () => number): string {
  return `x${Array.from({ length: Math.floor(random() * 40) }, () => pick(alphabet, random)).join("")}`;
}
