import {
  compositionOf,
  compositionOfTimes,
  cpuErrorPercent,
  fit,
  isMachineTooBusy,
  type TaskMeasurement,
} from "../../../../tools/load-test/calibrate/fit";
import { Random } from "../../../../tools/simulate/model/random";

const random = new Random(1);

/** Times of a constant and an exponential part. */
const times = (constantMs: number, exponentialMs: number) =>
  Array.from({ length: 4000 }, () => constantMs + random.exponential(exponentialMs));

/** A task that uses one CPU at its limit. */
const measured = (more: Partial<TaskMeasurement>): TaskMeasurement => ({
  cpuMsPerRequest: 4,
  requests: 5000,
  aloneMs: times(0.5, 4),
  steps: [2, 4, 8].map((inProgress) => ({
    inProgress,
    servedPerSecond: 250,
    cpus: 0.98,
    idleShare: 0.4,
  })),
  ...more,
});

test("finds the constant and the exponential part of times, whatever a few outliers do", () => {
  const { constantMs, exponentialMs } = compositionOfTimes([...times(3, 2), 5000, 9000]);
  expect(constantMs).toBeCloseTo(3, 0);
  expect(exponentialMs).toBeCloseTo(2, 0);
});

test("takes times that hardly vary for constant, and never has a negative part", () => {
  expect(compositionOf(5, 5)).toEqual({ constantMs: 5, exponentialMs: 0 });
  expect(compositionOf(5, 4).exponentialMs).toBe(0);
  expect(compositionOf(1, 100).constantMs).toBeCloseTo(0);
});

test("knows the mean CPU time the better, the more requests there were and the less they differ", () => {
  const error = (more: Partial<TaskMeasurement>) => {
    const task = measured(more);
    return cpuErrorPercent(task, fit(task, 1000));
  };
  expect(error({})).toBeCloseTo(100 / Math.sqrt(5000), 1);
  expect(error({ requests: 20_000 })).toBeCloseTo(error({}) / 2, 1);
  expect(error({ aloneMs: times(4, 0) })).toBe(0);
});

test("variation is attributed to the request's CPU time first, and the rest to its wait", () => {
  const found = fit(measured({}), 1000);
  expect(found.serviceTimeVariation).toBeGreaterThan(0.9);
  expect(found.ioWaitMs).toBeGreaterThan(0.2);
  expect(found.ioWaitMs).toBeLessThan(0.8);
  expect(found).toMatchObject({
    cpuMsPerRequest: 4,
    workersPerTask: 1,
    concurrentRequestsPerTask: 1000,
  });
});

test("what varies beyond the CPU time is the wait", () => {
  const found = fit(measured({ cpuMsPerRequest: 0.1, aloneMs: times(10, 5) }), 1000);
  expect(found.serviceTimeVariation).toBe(1);
  expect(found.ioWaitMs).toBeCloseTo(14.9, 0);
  expect(found.ioWaitVariation).toBeCloseTo(4.9 / 14.9, 1);
});

test("finds how many requests a task works on at once when it waits for others meanwhile", () => {
  const steps = [2, 4, 8, 16, 32].map((inProgress) => ({
    inProgress,
    servedPerSecond: 100 * Math.min(10, inProgress),
    cpus: 0.01 * Math.min(10, inProgress),
    idleShare: 0.8,
  }));
  const found = fit(measured({ cpuMsPerRequest: 0.1, aloneMs: times(10, 0), steps }), 1000);
  expect(found.concurrentRequestsPerTask).toBe(10);
});

test("counts workers by the CPUs that are in use at once", () => {
  const steps = [2, 8].map((inProgress) => ({
    inProgress,
    servedPerSecond: 500,
    cpus: 1.93,
    idleShare: 0.2,
  }));
  expect(fit(measured({ steps }), 1000).workersPerTask).toBe(2);
});

test("draws no conclusion about concurrency from a machine that has no CPU left", () => {
  const steps = [2, 4, 8].map((inProgress) => ({
    inProgress,
    servedPerSecond: 70,
    cpus: 0.3,
    idleShare: 0.01,
  }));
  expect(isMachineTooBusy(measured({ steps }))).toBe(true);
  expect(isMachineTooBusy(measured({}))).toBe(false);
  expect(fit(measured({ steps }), 1000).concurrentRequestsPerTask).toBe(1000);
});
