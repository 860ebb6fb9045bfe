import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { LocalRun } from "./local-run";

let run: LocalRun;
let api: string;

beforeAll(async () => {
  run = await LocalRun.start("rest-api", "--speed", "20");
  api = run.url("stage Test");
});

afterAll(() => run.stop());

async function call(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${api}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as any };
}

async function newStudent() {
  const subject = (await call("POST", "/subject", { name: "Maths", teacher: "Noether" })).body;
  const student = {
    name: "Ann",
    email: `${randomUUID()}@example.com`,
    subject_id: subject.subject_id,
  };
  return { subject, student, answer: await call("POST", "/student", student) };
}

async function healthOf(prefix: string): Promise<number> {
  return (await fetch(`${run.url("HTTP 80")}${prefix}/health-check`)).status;
}

describe("rest-api", () => {
  it("[rest-api 30, 32] stores a student and answers it with its subject", async () => {
    const { subject, student, answer } = await newStudent();
    expect(answer).toMatchObject({ status: 201, body: student });
    expect(await call("GET", `/student/${answer.body.student_id}`)).toMatchObject({
      status: 200,
      body: { ...student, subject },
    });
  });

  it("[rest-api 31] answers 404 to an unknown id and 400 to a bad body", async () => {
    expect((await call("GET", "/student/999999")).status).toBe(404);
    expect((await call("POST", "/student", { name: 1 })).status).toBe(400);
  });

  it("[rest-api 34] answers the same below /demo1 and /demo2, which only the balancer knows", async () => {
    const { subject, answer } = await newStudent();
    const balancer = run.url("HTTP 80");
    const student = await fetch(`${balancer}/demo1/student/${answer.body.student_id}`);
    expect(await student.json()).toMatchObject({ ...answer.body, subject });
    const same = await fetch(`${balancer}/demo2/subject/${subject.subject_id}`);
    expect(await same.json()).toEqual(subject);
    expect((await call("GET", "/demo1/student/1")).status).toBe(403);
  });

  it("[rest-api 29, 33] answers 502 without the subject service, and both stay well", async () => {
    const { answer } = await newStudent();
    const path = `/student/${answer.body.student_id}`;
    expect(await healthOf("/demo1")).toBe(200);
    expect(await healthOf("/demo2")).toBe(200);

    const { tasks } = await run.service("ecs-fargate-demo2-service");
    for (const pid of tasks.flatMap(({ pids }) => pids)) process.kill(pid, "SIGSTOP");
    expect((await call("GET", path)).status).toBe(502);
    expect(await healthOf("/demo1")).toBe(200);

    // Their health checks fail, too: others take their place.
    while ((await call("GET", path)).status !== 200) await wait(100);
  });

  it.each(["GET /", "GET /health-check", "DELETE /student/1", "GET /student"])(
    "answers %s, which is no method of the API, with 403",
    async (request) => {
      const [method, path] = request.split(" ");
      expect(await call(method!, path!)).toEqual({
        status: 403,
        body: { message: "Missing Authentication Token" },
      });
    },
  );
});
