import { withDefaults } from "../../../../tools/simulate/model/parameters";
import { simulate } from "../../../../tools/simulate/model/simulation";
import type { SimulatedGroup, SimulatedService } from "../../../../tools/simulate/model/system";
import {
  cpuTarget,
  fargateService,
  group,
  load,
  scaling,
  service,
  system,
} from "../support/sample-systems";

const countsOf = (of: SimulatedService, seconds: number, rate: (second: number) => number) => {
  const { intervals } = simulate(system([of], []), load(seconds, rate), {
    parameters: withDefaults(),
    seed: 1,
  });
  return (second: number) =>
    intervals.find(({ time }) => time >= second)?.services[0]?.desired ?? NaN;
};

describe("scheduled scaling", () => {
  // Runs start on a Monday, at midnight UTC.
  it.each([
    ["cron(0 2 ? * MON-FRI *)", "UTC", 2],
    ["cron(30 3 ? * 2 *)", "UTC", 3.5],
    ["cron(0 3 * * ? *)", "Europe/Berlin", 2],
    ["at(2026-11-30T01:00:00)", "UTC", 1],
  ])("%s in %s sets its bounds at its time", (expression, timezone, hour) => {
    const action = { name: "morning", expression, timezone, min: 6, max: 9 };
    const at = countsOf(
      fargateService({ scaling: { ...scaling(1, 20), schedule: [action] } }),
      5 * 3600,
      () => 10,
    );
    expect(at(hour * 3600 - 120)).toBe(1);
    expect(at(hour * 3600 + 120)).toBe(6);
  });

  it("does nothing on another day", () => {
    const action = { name: "x", expression: "cron(0 2 ? * SUN *)", timezone: "UTC", min: 6 };
    const at = countsOf(
      fargateService({ scaling: { ...scaling(1, 20), schedule: [action] } }),
      5 * 3600,
      () => 10,
    );
    expect(at(4 * 3600)).toBe(1);
  });
});

describe("predictive scaling", () => {
  const forecast = {
    kind: "predictive",
    name: "forecast",
    metric: "cpu",
    target: 80,
    scales: true,
    bufferSeconds: 300,
  } as const;
  // 500 requests/s from the second hour on: 10 tasks.
  const busy = (second: number) => (second < 3600 ? 20 : 500);

  it("has the tasks of an hour's forecast some minutes before it, and does not scale in", () => {
    const of = fargateService({ scaling: scaling(1, 20, forecast) });
    const at = countsOf(of, 4 * 3600, (second) => (second > 7200 ? 20 : busy(second)));
    expect(at(3600 - 400)).toBe(1);
    expect(at(3600 - 200)).toBe(10);
    expect(at(4 * 3600 - 60)).toBe(10);
  });

  it("raises a maximum that it reaches, where it may, and leaves it there", () => {
    const raising = { ...forecast, maxBreachPercent: 20 };
    const held = fargateService({ scaling: scaling(1, 6, forecast) });
    const raised = fargateService({ scaling: scaling(1, 6, raising, cpuTarget(10)) });
    expect(countsOf(held, 2 * 3600, busy)(5400)).toBe(6);
    // A forecast of 10 tasks, and 20 % more for what follows the load.
    expect(countsOf(raised, 4 * 3600, busy)(4 * 3600 - 60)).toBe(12);
  });

  it("does nothing in forecast-only mode", () => {
    const of = fargateService({ scaling: scaling(1, 20, { ...forecast, scales: false }) });
    expect(countsOf(of, 7200, busy)(7000)).toBe(1);
  });
});

describe("predictive scaling of a group", () => {
  const forecast = {
    kind: "predictive",
    name: "forecast",
    metric: "cpu",
    target: 50,
    scales: true,
    bufferSeconds: 300,
  } as const;
  // 4 ms of CPU: one vCPU for 250 requests/s, half of an instance with two.
  const busy = (second: number) => (second < 3600 || second > 7200 ? 10 : 1000);
  const instancesOf = (policies: SimulatedGroup["policies"]) => {
    const { intervals } = simulate(
      system(
        [service({ scaling: scaling(1, 30, cpuTarget(80)) })],
        [group({ min: 1, max: 9, policies })],
      ),
      load(3 * 3600, busy),
      { parameters: withDefaults(), seed: 1 },
    );
    return (second: number) =>
      intervals.find(({ time }) => time >= second)?.groups[0]?.desired ?? NaN;
  };

  it("has the instances of an hour's forecast some minutes before it, and does not scale in", () => {
    const at = instancesOf([forecast]);
    expect(at(3600 - 400)).toBe(1);
    expect(at(3600 - 200)).toBe(4);
    expect(at(3 * 3600 - 60)).toBe(4);
  });

  it("keeps what the forecast needs from other policies, until its hour is over", () => {
    const low = cpuTarget(90);
    const at = instancesOf([forecast, low]);
    expect(at(7200 - 400)).toBe(4);
    expect(at(3 * 3600 - 60)).toBe(1);
  });

  it("does nothing in forecast-only mode", () => {
    expect(instancesOf([{ ...forecast, scales: false }])(7000)).toBe(1);
  });
});

describe("a warm pool", () => {
  it("brings instances sooner", () => {
    const first = (warmPoolSize: number) =>
      simulate(
        system([service()], [group({ warmPoolSize, policies: [cpuTarget(30)] })]),
        load(1200, () => 300),
        { parameters: withDefaults(), seed: 2 },
      ).events.find(({ text }) => text.includes("can run tasks"))!.time;
    expect(first(0) - first(2)).toBeGreaterThan(10);
  });
});
