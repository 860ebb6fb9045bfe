import { type Order, runToItsEnd } from "../../../../modules/service/tasks/runner/handler";
import { type Call, StubEcs } from "./stub-ecs";

const ARN = "arn:aws:ecs:us-east-2:111122223333:task/shop/0123456789abcdef";
const order: Order = {
  service: "shop-dev",
  container: "shop",
  request: {
    cluster: "arn:aws:ecs:us-east-2:111122223333:cluster/shop",
    taskDefinition: "arn:aws:ecs:us-east-2:111122223333:task-definition/shop-dev:7",
    overrides: { containerOverrides: [{ name: "shop", command: ["migrate"] }] },
  },
  timeoutSeconds: 60,
  log: { group: "/ecs/shop", streamPrefix: "shop" },
  appliedAt: "2026-11-29T02:00:00Z",
};

const stopped = (exitCode?: number, more: object = {}) => ({
  tasks: [
    {
      taskArn: ARN,
      lastStatus: "STOPPED",
      containers: [
        { name: "shop", exitCode },
        { name: "proxy", exitCode: 0 },
      ],
      ...more,
    },
  ],
});
const running = { tasks: [{ taskArn: ARN, lastStatus: "RUNNING", startedAt: 1 }] };

type Answers = Partial<Record<string, (earlier: number, call: Call) => object>>;

let ecs: StubEcs;
afterEach(() => ecs.close());

/** What becomes of the order, when ECS answers so. */
async function run(answers: Answers, change: Partial<Order> = {}, graceMilliseconds = 1000) {
  const all: Answers = {
    ListTasks: () => ({ taskArns: [] }),
    RunTask: () => ({ tasks: [{ taskArn: ARN }], failures: [] }),
    DescribeTasks: () => stopped(0),
    StopTask: () => ({}),
    ...answers,
  };
  ecs = await StubEcs.open((call, earlier) => {
    const before = earlier.filter(({ action }) => action === call.action).length;
    return all[call.action]!(before, call);
  });
  const surroundings = { ecs: ecs.client, pollMilliseconds: 5, graceMilliseconds };
  return runToItsEnd({ ...order, ...change }, surroundings).then(
    ({ taskArn }) => taskArn,
    (error: unknown) => (error as Error).message,
  );
}

const callsOf = (action: string) => ecs.calls.filter((call) => call.action === action);

const END =
  "The service keeps its former version. Fix the cause and apply again, which runs the task again.";
const WHERE = `Task: ${ARN}. Its output is in log group /ecs/shop, log stream shop/shop/0123456789abcdef. ${END}`;

test("runs the task once, waits for it, and succeeds when its container does", async () => {
  const outcome = await run({
    DescribeTasks: (earlier) => (earlier < 3 ? running : stopped(0)),
  });
  expect(outcome).toBe(ARN);
  expect(callsOf("RunTask")).toHaveLength(1);
  expect(callsOf("RunTask")[0]!.body).toMatchObject(order.request);
  expect(callsOf("DescribeTasks")).toHaveLength(4);
});

test("fails with the exit code, the task and its log", async () => {
  const outcome = await run({
    DescribeTasks: () => stopped(1, { stoppedReason: "Essential container in task exited" }),
  });
  expect(outcome).toBe(
    `The task before the release of shop-dev ended with exit code 1 (Essential container in task exited). ${WHERE}`,
  );
  expect(callsOf("RunTask")).toHaveLength(1);
});

test("counts only the container of the program", async () => {
  const containers = [
    { name: "proxy", exitCode: 0 },
    { name: "shop", exitCode: 137, reason: "OutOfMemoryError: killed" },
  ];
  expect(await run({ DescribeTasks: () => stopped(0, { containers }) })).toContain(
    "ended with exit code 137 (shop: OutOfMemoryError: killed)",
  );
});

test("fails when the image cannot be pulled", async () => {
  const outcome = await run({
    DescribeTasks: () =>
      stopped(undefined, {
        stopCode: "TaskFailedToStart",
        stoppedReason: "CannotPullContainerError: manifest unknown",
      }),
  });
  expect(outcome).toBe(
    `The task before the release of shop-dev stopped before its program ended (CannotPullContainerError: manifest unknown). ${WHERE}`,
  );
});

test("stops a task that runs for too long", async () => {
  const outcome = await run({ DescribeTasks: () => running }, { timeoutSeconds: 0.06 });
  expect(outcome).toBe(
    `The task before the release of shop-dev did not end within 0.001 minutes, and was stopped. ${WHERE}`,
  );
  expect(callsOf("StopTask")).toEqual([
    expect.objectContaining({ body: expect.objectContaining({ task: ARN }) as unknown }),
  ]);
});

test("says of a task that waits for an instance that it never started", async () => {
  const outcome = await run(
    { DescribeTasks: () => ({ tasks: [{ taskArn: ARN, lastStatus: "PROVISIONING" }] }) },
    { timeoutSeconds: 0.06 },
  );
  expect(outcome).toContain("did not start within 0.001 minutes (it is PROVISIONING)");
  expect(callsOf("StopTask")).toHaveLength(1);
});

test("waits for room, and starts the task when there is some", async () => {
  const outcome = await run({
    RunTask: (earlier) => {
      if (earlier === 0)
        return {
          error: "InvalidParameterException",
          message: "No Container Instances were found in your cluster.",
        };
      return earlier < 3
        ? { tasks: [], failures: [{ reason: "RESOURCE:MEMORY" }] }
        : { tasks: [{ taskArn: ARN }] };
    },
  });
  expect(outcome).toBe(ARN);
  expect(callsOf("RunTask")).toHaveLength(4);
});

test("gives the reason when no room is found in time, and names the log group", async () => {
  const outcome = await run(
    { RunTask: () => ({ tasks: [], failures: [{ reason: "RESOURCE:CPU" }] }) },
    { timeoutSeconds: 0.06 },
  );
  expect(outcome).toBe(
    `The task before the release of shop-dev found no room for 0.001 minutes: RESOURCE:CPU. Its log group is /ecs/shop. ${END}`,
  );
});

test.each([
  [{ tasks: [], failures: [{ reason: "MISSING", detail: "cluster" }] }, "MISSING, cluster"],
  [{ error: "InvalidParameterException", message: "Unknown subnet." }, "Unknown subnet."],
])("does not wait when time heals nothing (%j)", async (answer, reason) => {
  const outcome = await run({ RunTask: () => answer });
  expect(outcome).toContain(`could not be started: ${reason}`);
  expect(callsOf("RunTask")).toHaveLength(1);
});

test("joins the task that an earlier request of the same apply started, running or ended", async () => {
  expect(await run({ ListTasks: () => ({ taskArns: [ARN] }) })).toBe(ARN);
  expect(callsOf("RunTask")).toEqual([]);
  // ECS takes no other filter beside this one.
  expect(Object.keys(callsOf("ListTasks")[0]!.body).sort()).toEqual(["cluster", "startedBy"]);
  const { startedBy } = callsOf("ListTasks")[0]!.body;
  await ecs.close();
  const outcome = await run({
    ListTasks: (_, { body }) => ({ taskArns: body.family === "shop-dev" ? ["other", ARN] : [] }),
    DescribeTasks: () => {
      const [task] = stopped(0).tasks;
      return {
        tasks: [
          { ...task, taskArn: "other", startedBy: "x" },
          { ...task, startedBy },
        ],
      };
    },
  });
  expect(outcome).toBe(ARN);
  expect(callsOf("RunTask")).toEqual([]);
});

test("has one token in an apply, and another in the next, which runs the task again", async () => {
  await run({});
  const [first] = callsOf("RunTask");
  await ecs.close();
  await run({});
  expect(callsOf("RunTask")[0]!.body.startedBy).toBe(first!.body.startedBy);
  await ecs.close();
  await run({}, { appliedAt: "2026-11-29T03:00:00Z" });
  expect(callsOf("RunTask")[0]!.body.startedBy).not.toBe(first!.body.startedBy);
  const { clientToken } = callsOf("RunTask")[0]!.body as { clientToken: string };
  expect(clientToken).toMatch(/^[!-~]{1,64}$/);
});

test("waits until IAM knows the rights and the role, and no longer", async () => {
  const noRole = stopped(undefined, {
    stopCode: "TaskFailedToStart",
    stoppedReason: "ECS was unable to assume the role 'arn' that was provided for this task.",
  });
  const denied = { error: "AccessDeniedException", message: "not authorized" };
  const outcome = await run({
    RunTask: (earlier) => (earlier < 2 ? denied : { tasks: [{ taskArn: ARN }] }),
    DescribeTasks: (earlier) => (earlier === 0 ? noRole : stopped(0)),
  });
  expect(outcome).toBe(ARN);
  expect(callsOf("RunTask")).toHaveLength(4);
  await ecs.close();
  expect(await run({ RunTask: () => denied }, {}, 30)).toBe("not authorized");
  await ecs.close();
  expect(await run({ DescribeTasks: () => noRole }, {}, 0)).toContain("unable to assume the role");
});

test("waits while ECS does not know the new task yet", async () => {
  const outcome = await run({
    DescribeTasks: (earlier) => (earlier === 0 ? { tasks: [], failures: [] } : stopped(0)),
  });
  expect(outcome).toBe(ARN);
});
