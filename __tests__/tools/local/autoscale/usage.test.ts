import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpuSecondsByGroup, parsePs } from "../../../../tools/local/autoscale/process-cpu";
import { type MeasuredTask, ServiceUsage } from "../../../../tools/local/autoscale/service-usage";

/** Takes 0.3 s of CPU in a child process, then waits. */
const PROGRAM = `
  const { execFileSync } = require("node:child_process");
  const burn = "while (process.cpuUsage().user < 300000);";
  execFileSync(process.execPath, ["-e", burn]);
  console.log("done");
  setInterval(() => {}, 1000);`;

test("counts the CPU of a program together with that of its children, also of those that have ended", async () => {
  const child = spawn(process.execPath, ["-e", PROGRAM], { detached: true });
  await once(child.stdout, "data");
  const seconds = cpuSecondsByGroup().get(child.pid!)!;
  process.kill(-child.pid!, "SIGKILL");
  await once(child, "exit");
  expect(seconds).toBeGreaterThanOrEqual(0.3);
  expect(seconds).toBeLessThan(3);
});

test("reads what ps of macOS prints: minutes, hours and days", () => {
  const text = "  501   0:01.25\n  501   0:00.50\n 7 1:02:03.00\n 9 2-00:00:01\n garbage\n";
  expect(parsePs(text)).toEqual(
    new Map([
      [501, 1.75],
      [7, 3723],
      [9, 172_801],
    ]),
  );
});

describe("usage of a service", () => {
  const task = (id: string, more: Partial<MeasuredTask> = {}): MeasuredTask => ({
    id,
    state: "RUNNING",
    health: "healthy",
    pids: [1],
    requests: 0,
    ...more,
  });

  it("is a share of what the tasks reserve", () => {
    const usage = new ServiceUsage(256);
    const tasks = [task("a"), task("b", { pids: [2] })];
    usage.add(tasks, 1, new Map([[1, 5]]));
    usage.note(1);
    // 0.3 of 2 x 0.25 vCPU.
    usage.add(
      tasks,
      1,
      new Map([
        [1, 5.2],
        [2, 0.1],
      ]),
    );
    usage.note(2);
    expect(usage.cpuPercent).toBeCloseTo(60);
    expect([usage.cpuSeconds, usage.reservedSeconds]).toEqual([expect.closeTo(0.3), 0.5]);
  });

  it("counts no start of a task, and only healthy ones as targets", () => {
    const usage = new ServiceUsage(1024);
    const cpu = (seconds: number) => new Map([[1, seconds]]);
    usage.add([task("a", { state: "PENDING" })], 1, cpu(1));
    usage.add([task("a")], 1, cpu(2));
    expect(usage.reservedSeconds).toBe(0);
    usage.add([task("a", { health: "unknown", requests: 10 })], 1, cpu(2.5));
    usage.add([task("a", { requests: 30 })], 1, cpu(2.5));
    const { cpuSeconds, reservedSeconds, requests, targetSeconds } = usage;
    expect({ cpuSeconds, reservedSeconds, requests, targetSeconds }).toEqual({
      cpuSeconds: 0.5,
      reservedSeconds: 2,
      requests: 30,
      targetSeconds: 1,
    });
  });

  it("never falls when a process or a target is gone", () => {
    const usage = new ServiceUsage(1024);
    usage.add([task("a", { requests: 9 })], 1, new Map([[1, 3]]));
    usage.add([task("a", { requests: 0, pids: [] })], 1, new Map());
    expect([usage.cpuSeconds, usage.requests]).toEqual([0, 0]);
  });
});
