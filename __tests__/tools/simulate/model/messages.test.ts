import type { Incident } from "../../../../tools/simulate/model/load";
import { type Parameters, withDefaults } from "../../../../tools/simulate/model/parameters";
import { MessageQueue } from "../../../../tools/simulate/model/messages/message-queue";
import { MessageStation } from "../../../../tools/simulate/model/messages/message-station";
import { ServiceTraffic } from "../../../../tools/simulate/model/requests/service-traffic";
import { simulate } from "../../../../tools/simulate/model/simulation";
import type {
  QueueConsumer,
  SimulatedGroup,
  SimulatedService,
} from "../../../../tools/simulate/model/system";
import {
  backlogTarget,
  consumer,
  fargateService,
  group,
  load,
  scaling,
  service,
  system,
} from "../support/sample-systems";
import { sampleWorld } from "../support/sample-world";

interface Given {
  readonly rate: number | ((second: number) => number);
  readonly seconds?: number;
  readonly of?: SimulatedService;
  readonly groups?: readonly SimulatedGroup[];
  readonly parameters?: Partial<Parameters>;
  readonly incidents?: readonly Incident[];
}

/** A worker with 2 tasks that each work on 10 messages of a second at once. */
const worker = (more: Partial<SimulatedService> = {}, how: Partial<QueueConsumer> = {}) =>
  fargateService({
    name: "worker",
    desiredCount: 2,
    scaling: undefined,
    targets: undefined,
    consumes: consumer(how),
    ...more,
  });

function run({ rate, seconds = 3600, of = worker(), groups = [], parameters, incidents }: Given) {
  const result = simulate(
    system([of], groups),
    load(seconds, typeof rate === "number" ? () => rate : rate),
    {
      parameters: withDefaults({ messageSeconds: 1, ...parameters }),
      seed: 1,
      ...(incidents ? { incidents } : {}),
    },
  );
  const queue = result.intervals.map(({ services }) => services[0]!.queue!);
  return { ...result, queue, last: queue.at(-1)! };
}

describe("a service that works on a queue", () => {
  it("processes as many messages as its tasks can, and each takes as long as its work", () => {
    const { served, offered, last, latency } = run({ rate: 19 });
    expect(offered - served).toBeLessThan(20);
    expect(last.waiting).toBeLessThan(1);
    expect(latency.p99).toBeCloseTo(1000, 0);
  });

  it("keeps every message beyond that in the queue", () => {
    const { last, served, offered, inFlight } = run({ rate: 25 });
    // 20 of 25 a second are processed.
    expect(last.waiting).toBeGreaterThan(0.99 * 5 * 3600);
    expect(last.waiting).toBeLessThan(1.01 * 5 * 3600);
    expect(served + inFlight).toBeCloseTo(offered, 3);
    // The oldest one was sent when a fifth of the messages before it were still to come.
    expect(last.oldestSeconds).toBeGreaterThan(0.98 * (3600 / 5));
    expect(last.oldestSeconds).toBeLessThan(1.02 * (3600 / 5));
  });

  it.each([0.2, 20])(
    "works on its backlog at the same speed with messages of %d s",
    (messageSeconds) => {
      const rate = 20 / messageSeconds;
      const { served } = run({ rate: 2 * rate, parameters: { messageSeconds } });
      expect(Math.abs(served / (rate * 3600) - 1)).toBeLessThan(0.02);
    },
  );

  it("is as slow as its CPU where messages compute", () => {
    // A task of 0.25 vCPU computes 2.5 messages of 100 ms a second.
    const { served, intervals } = run({ rate: 20, parameters: { cpuMsPerRequest: 100 } });
    expect(Math.abs(served / (5 * 3600) - 1)).toBeLessThan(0.02);
    expect(intervals.at(-1)!.services[0]!.cpuPercent).toBeGreaterThan(95);
  });

  it("moves poison messages to the dead-letter queue after five attempts", () => {
    const { failures, last } = run({ rate: 10, parameters: { poisonMessagePercent: 1 } });
    // Those of the last 5 visibility timeouts still come back.
    expect(failures.deadLettered).toBeGreaterThan(0.9 * 0.1 * 3300);
    expect(failures.deadLettered).toBeLessThan(0.1 * 3300);
    expect(last.inFlight).toBeGreaterThan(0.1 * 250);
  });

  it("loses nothing when an instance fails: its messages come back", () => {
    const nodes = group({ min: 2, desired: 2, max: 2, policies: [] });
    const of = service({
      ...worker({ placement: [{ type: "spread", field: "zone" }] }),
      capacity: service().capacity,
      task: service().task,
    });
    const { served, offered, inFlight, failed } = run({
      rate: 15,
      of,
      groups: [nodes],
      incidents: [{ time: 600, kind: "lose-instance" }],
    });
    expect(failed).toBe(0);
    expect(served + inFlight).toBeCloseTo(offered, 3);
    expect(inFlight).toBeLessThan(20);
  });

  it("does not finish long messages when a task is stopped, unless it is protected", () => {
    const shrinks = (isProtected: boolean) =>
      run({
        rate: (second) => (second < 600 ? 0.3 : 0.1),
        seconds: 1200,
        of: worker(
          {},
          { isProtected, stopTimeoutSeconds: 30, queue: { ...consumer().queue, maxReceives: 1 } },
        ),
        parameters: { messageSeconds: 50, appStopSeconds: 0 },
        incidents: [{ time: 300, kind: "release" }],
      }).failures.deadLettered;
    expect(shrinks(true)).toBe(0);
    // A message that was received once does not come back when that is all it gets.
    expect(shrinks(false)).toBeGreaterThan(0.5);
  });

  it("fails every message that takes longer than a task gives it", () => {
    const { served } = run({
      rate: 1,
      of: worker({}, { timeoutSeconds: 20 }),
      parameters: { messageSeconds: 30 },
    });
    expect(served).toBe(0);
  });

  it("deletes what nobody works on for longer than the retention period", () => {
    const queue = { ...consumer().queue, retentionSeconds: 600 };
    const { failures } = run({ rate: 2, of: worker({ desiredCount: 0 }, { queue }) });
    expect(Math.abs(failures.expired / (2 * 3000) - 1)).toBeLessThan(0.01);
  });
});

it("gives the messages of a task that ends at once back to the queue, and no others", () => {
  const world = sampleWorld({ messageSeconds: 30 });
  const queue = new MessageQueue(consumer().queue, { deadLettered: 0, expired: 0 });
  const traffic = new ServiceTraffic({ reservedVcpus: 1, vcpuLimit: 1, timeoutSeconds: 60 });
  const station = new MessageStation(world, traffic, queue, consumer());
  traffic.healthy = station.healthy = 4;
  queue.step(0, 40, 0, 4);
  station.serve(1, 1);
  expect([queue.working, station.inFlight]).toEqual([40, 40]);
  station.lose(true);
  expect([station.healthy, station.inFlight, queue.working, queue.hidden]).toEqual([3, 30, 30, 10]);
});

describe("target tracking on the backlog per task", () => {
  const scaled = worker({ desiredCount: 1, scaling: scaling(1, 20, backlogTarget(100)) });

  it("adds tasks in proportion to the messages that wait for each", () => {
    const { events } = run({
      of: scaled,
      rate: (second) => (second < 600 ? 6 : 13),
      seconds: 1800,
    });
    const [first] = events.filter(({ kind }) => kind === "scaling");
    // 3 a second are left over: after so many minutes the alarm has seen three of more than 100.
    expect(first!.text).toMatch(/^1 to \d+ tasks: queue-target: \d+\.\d is above 100$/);
    const [, tasks, backlog] = /1 to (\d+) tasks.*: (\d+\.\d) is/.exec(first!.text)!;
    expect(Number(tasks)).toBe(Math.ceil(Number(backlog) / 100));
    expect(first!.time).toBeGreaterThan(600 + 100 / 3 + 120);
  });

  it("does not move while no more wait than the target", () => {
    const { events } = run({ of: scaled, rate: 9 });
    expect(events.filter(({ kind }) => kind === "scaling")).toEqual([]);
  });

  it("never adds a task where none runs: the backlog divided by nothing is no number", () => {
    const of = { ...scaled, desiredCount: 0, scaling: scaling(0, 20, backlogTarget(100)) };
    const { events, last } = run({ of, rate: 5 });
    expect(events.filter(({ kind }) => kind === "scaling")).toEqual([]);
    expect(last.waiting).toBe(5 * 3600);
  });
});
