import { MessageQueue } from "../../../../tools/simulate/model/messages/message-queue";
import type { QueueSettings } from "../../../../tools/simulate/model/system";

const settings: QueueSettings = {
  name: "jobs",
  visibilityTimeoutSeconds: 60,
  retentionSeconds: 3600,
  maxReceives: 3,
};

const queueOf = (more: Partial<QueueSettings> = {}) =>
  new MessageQueue({ ...settings, ...more }, { deadLettered: 0, expired: 0 });

/** Receives everything that is visible, and deletes nothing. */
const failAll = (queue: MessageQueue, now: number): void => {
  for (const each of queue.take(Infinity)) queue.giveUp(each, now);
};

describe("a queue", () => {
  it("hands out what has been visible for longest, and hides it", () => {
    const queue = queueOf();
    queue.step(0, 10, 0, 1);
    queue.step(1, 5, 0, 1);
    const taken = queue.take(12);
    expect(taken.map(({ count, sentAt, receives }) => [count, sentAt, receives])).toEqual([
      [10, 0.5, 1],
      [2, 1.5, 1],
    ]);
    expect([queue.visible, queue.working]).toEqual([3, 12]);
    queue.delete(12);
    expect([queue.visible, queue.working, queue.idle]).toEqual([3, 0, 3]);
  });

  it("hands a message out again when its visibility timeout has passed since it was received", () => {
    const queue = queueOf();
    queue.step(0, 1, 0, 1);
    failAll(queue, 10);
    queue.step(69, 0, 0, 1);
    expect([queue.visible, queue.hidden]).toEqual([0, 1]);
    queue.step(70, 0, 0, 1);
    expect([queue.visible, queue.hidden]).toEqual([1, 0]);
    expect(queue.take(1)[0]?.receives).toBe(2);
  });

  it("moves a message to the dead-letter queue after maxReceives attempts, and never without such a queue", () => {
    const queue = queueOf();
    const forever = queueOf({ maxReceives: undefined });
    for (const each of [queue, forever]) each.step(0, 1, 0, 1);
    let attempts = 0;
    for (let time = 0; time <= 600; time++)
      for (const each of [queue, forever]) {
        each.step(time, 0, 0, 1);
        if (each === queue) attempts += each.visible;
        failAll(each, time);
      }
    expect([queue.outcome.deadLettered, queue.idle, attempts]).toEqual([1, 0, 3]);
    expect([forever.outcome.deadLettered, forever.idle]).toEqual([0, 1]);
  });

  it("deletes what is older than the retention period", () => {
    const queue = queueOf();
    queue.step(0, 7, 0, 0);
    queue.step(3600, 0, 0, 0);
    expect(queue.outcome.expired).toBe(0);
    queue.step(3601, 0, 0, 0);
    expect([queue.outcome.expired, queue.visible]).toEqual([7, 0]);
  });

  it("counts the age of the oldest message, but not of one that was received three times", () => {
    const queue = queueOf({ maxReceives: 10 });
    queue.step(0, 1, 0, 1);
    expect(queue.oldestSeconds(100, Infinity)).toBeCloseTo(99.5);
    // A task works on one that is older still.
    expect(queue.oldestSeconds(100, -20)).toBe(120);
    for (const time of [100, 200]) {
      failAll(queue, time);
      queue.step(time + 60, 0, 0, 1);
      expect(queue.oldestSeconds(time + 60, Infinity)).toBeCloseTo(time + 59.5);
    }
    failAll(queue, 300);
    queue.step(360, 0, 0, 1);
    expect(queue.oldestSeconds(360, Infinity)).toBe(0);
  });

  it("keeps every message of a long backlog, with little memory and nearly the right age", () => {
    const queue = queueOf({ retentionSeconds: 1e6 });
    for (let second = 0; second < 50_000; second++) queue.step(second, 3, 0, 0);
    expect(queue.visible).toBe(150_000);
    expect(queue.oldestSeconds(50_000, Infinity)).toBeGreaterThan(49_900);
    const taken = queue.take(Infinity);
    expect(taken.length).toBeLessThan(3000);
    expect(taken.reduce((sum, { count }) => sum + count, 0)).toBeCloseTo(150_000);
  });
});
