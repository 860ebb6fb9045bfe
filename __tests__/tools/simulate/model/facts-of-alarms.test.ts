import { Alarm } from "../../../../tools/simulate/model/cloudwatch/alarm";
import type { Datapoint } from "../../../../tools/simulate/model/cloudwatch/metric-series";
import { trackingAlarms } from "../../../../tools/simulate/model/scaling/adjustments";
import type { AlarmSettings } from "../../../../tools/simulate/model/system";
import { cpuTarget } from "../support/sample-systems";
import { sampleWorld } from "../support/sample-world";

const settings: AlarmSettings = {
  name: "high",
  source: { of: "service", name: "http-api", metric: "cpu" },
  statistic: "Average",
  comparison: "above",
  threshold: 80,
  periodSeconds: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: "missing",
};

const point = (value: number | undefined): Datapoint => ({
  end: 0,
  average: value,
  minimum: value,
  maximum: value,
});

/** An alarm over points that are there from the start. */
function alarmOver(values: readonly (number | undefined)[], more: Partial<AlarmSettings> = {}) {
  const world = sampleWorld();
  const invokedAt: number[] = [];
  const latest = (count: number) => values.slice(-count).map(point);
  let looks = 0;
  const alarm = new Alarm(
    world,
    { ...settings, ...more },
    {
      latest: (count) => {
        looks++;
        return latest(count);
      },
    },
    () => invokedAt.push(world.queue.now),
  );
  return { world, alarm, invokedAt, looks: () => looks };
}

describe("an alarm", () => {
  it("[scaling 8.2] goes to ALARM with 3 points of 3 above", () => {
    const { world, alarm } = alarmOver([81, 81, 81]);
    world.queue.runUntil(60);
    expect(alarm.state).toBe("ALARM");
  });

  it("[scaling 8.2] does not with 2 of 3, and does where 2 of 3 suffice", () => {
    const strict = alarmOver([81, 79, 81]);
    strict.world.queue.runUntil(60);
    expect(strict.alarm.state).toBe("OK");
    const lax = alarmOver([81, 79, 81], { datapointsToAlarm: 2 });
    lax.world.queue.runUntil(60);
    expect(lax.alarm.state).toBe("ALARM");
  });

  it("[scaling 8.2] is evaluated every minute, with a period of 20 s every 10 seconds", () => {
    const slow = alarmOver([50, 50, 50]);
    slow.world.queue.runUntil(600);
    expect(slow.looks()).toBe(10);
    const fast = alarmOver([50, 50, 50], { periodSeconds: 20 });
    fast.world.queue.runUntil(600);
    expect(fast.looks()).toBe(60);
  });

  it.each([20, 60])(
    "[scaling 8.2] invokes its action each minute with a period of %d s",
    (periodSeconds) => {
      const { world, invokedAt } = alarmOver([90, 90, 90], { periodSeconds });
      world.queue.runUntil(600);
      expect(invokedAt).toHaveLength(10);
      const gaps = invokedAt.slice(1).map((time, index) => time - (invokedAt[index] ?? 0));
      for (const gap of gaps) expect(gap).toBeCloseTo(60, 6);
    },
  );

  it.each([
    ["missing", "INSUFFICIENT_DATA"],
    ["notBreaching", "OK"],
    ["breaching", "ALARM"],
  ] as const)("takes missing data as %s says", (treatMissingData, state) => {
    const { world, alarm } = alarmOver([undefined, undefined, undefined], { treatMissingData });
    world.queue.runUntil(60);
    expect(alarm.state).toBe(state);
  });

  it("keeps its state where missing data are ignored", () => {
    const values: (number | undefined)[] = [90, 90, 90];
    const { world, alarm } = alarmOver(values, { treatMissingData: "ignore" });
    world.queue.runUntil(60);
    values.fill(undefined);
    world.queue.runUntil(600);
    expect(alarm.state).toBe("ALARM");
  });
});

describe("the alarms of a target-tracking policy", () => {
  it("[scaling 8.3] have their low threshold at 27 for a service at 30, at 21 for a group", () => {
    const low = (of: "service" | "group") => trackingAlarms(cpuTarget(30), { of, name: "x" }).low;
    expect(low("service").threshold).toBeCloseTo(27);
    expect(low("group").threshold).toBeCloseTo(21);
  });

  it("look at 3 points to scale out and a quarter of an hour to scale in", () => {
    const { high, low } = trackingAlarms(cpuTarget(30), { of: "service", name: "x" });
    expect([high.evaluationPeriods, low.evaluationPeriods]).toEqual([3, 15]);
    const fast = trackingAlarms(cpuTarget(30, { periodSeconds: 20 }), { of: "service", name: "x" });
    expect([fast.high.evaluationPeriods, fast.low.evaluationPeriods]).toEqual([3, 45]);
  });
});
