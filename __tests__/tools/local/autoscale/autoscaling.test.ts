import {
  Autoscaling,
  type AutoscaledService,
  type Decision,
} from "../../../../tools/local/autoscale/autoscaling";
import { IdleWatch } from "../../../../tools/local/autoscale/idle-watch";
import { ServiceUsage } from "../../../../tools/local/autoscale/service-usage";
import type { TargetTrackingPolicy } from "../../../../tools/simulate/model/system";

const TRACKING = {
  kind: "target-tracking",
  name: "tracking",
  periodSeconds: 60,
  scaleOutCooldownSeconds: 300,
  scaleInCooldownSeconds: 300,
  scaleInDisabled: false,
} as const;

/** Tasks of 256 units that use so much CPU, and answer so many requests, as the load says; a clock that a test moves. */
function scaled(
  metric: TargetTrackingPolicy["metric"],
  target: number,
  speed: number,
  idle?: { afterMinutes: number },
) {
  const decisions: Decision[] = [];
  const counts: number[] = [];
  let milliseconds = 0;
  let cpu = 0;
  let requests = 0;
  const state = { desired: 1, isDeploying: false };
  const each: AutoscaledService = {
    scaling: { min: 1, max: 4, schedule: [], policies: [{ ...TRACKING, metric, target }] },
    service: {
      name: "api",
      get desired() {
        return state.desired;
      },
      get running() {
        return state.desired;
      },
      get isDeploying() {
        return state.isDeploying;
      },
      setDesired(count) {
        state.desired = count;
        counts.push(count);
      },
    },
    usage: new ServiceUsage(256),
    tasks: () =>
      Array.from({ length: state.desired }, (_, index) => ({
        id: String(index),
        state: "RUNNING",
        health: "healthy",
        pids: [index],
        requests: requests / state.desired,
      })),
  };
  const autoscaling = new Autoscaling({
    services: [each],
    speed,
    milliseconds: () => milliseconds,
    idle: idle && new IdleWatch({ ...idle, alarm: "shop-dev-idle" }, () => Math.floor(requests)),
    readCpu: () => new Map([0, 1, 2, 3].map((pid) => [pid, cpu / state.desired])),
    onDecision: (decision) => decisions.push(decision),
  });
  /** Lets seconds of the real clock pass, with a load in vCPU and requests a second. */
  const pass = (seconds: number, vcpus: number, rate = 0): void => {
    for (let step = 0; step < 5 * seconds; step += 1) {
      milliseconds += 200;
      cpu += vcpus / 5;
      requests += rate / 5;
      autoscaling.look();
    }
  };
  return { pass, counts, decisions, state };
}

test("follows the CPU up to the bound and down to the other, no faster than AWS at speed 1", () => {
  const { pass, counts, state } = scaled("cpu", 80, 1);
  pass(180, 2);
  expect(counts).toEqual([]);
  // AWS's own figure for three points of a minute is 363 s (scaling facts 2.1).
  pass(240, 2);
  expect(counts).toEqual([4]);
  pass(1500, 0.01);
  expect([counts, state.desired]).toEqual([[4, 1], 1]);
});

test("does in a sixtieth of the time at speed 60 what it does at speed 1", () => {
  const { pass, counts } = scaled("cpu", 80, 60);
  pass(3, 2);
  expect(counts).toEqual([]);
  pass(4, 2);
  expect(counts).toEqual([4]);
  pass(25, 0.01);
  expect(counts).toEqual([4, 1]);
});

test("counts requests of healthy tasks by the minute", () => {
  const { pass, counts, decisions } = scaled("requests-per-target", 600, 60);
  pass(8, 0, 19);
  expect(counts).toEqual([2]);
  expect(decisions[0]?.text).toMatch(
    /AlarmHigh is ALARM: requests-per-target 1\d{3}\.\d, above 600/,
  );
});

test("does not scale in while a deployment runs", () => {
  const { pass, counts, state } = scaled("cpu", 80, 60);
  pass(7, 2);
  state.isDeploying = true;
  pass(60, 0.01);
  expect(counts).toEqual([4]);
  state.isDeploying = false;
  pass(5, 0.01);
  expect(counts).toEqual([4, 1]);
});

test("stops the tasks after minutes without a request, and starts them when the alarm has read the next one", () => {
  const { pass, counts, state } = scaled("cpu", 80, 60, { afterMinutes: 10 });
  // A second here is a minute of AWS.
  pass(5, 0, 1);
  pass(9, 0);
  expect(counts).toEqual([]);
  pass(2, 0);
  expect([counts, state.desired]).toEqual([[0], 0]);
  pass(30, 0);
  pass(1, 0, 1);
  expect(counts).toEqual([0]);
  pass(3, 0);
  expect(counts).toEqual([0, 1]);
});
