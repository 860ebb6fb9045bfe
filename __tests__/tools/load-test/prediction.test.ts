import { asLocal, localParameters } from "../../../tools/load-test/prediction/local-system";
import { predict } from "../../../tools/load-test/prediction/prediction";
import type { Status } from "../../../tools/local/control/status";
import { withDefaults } from "../../../tools/simulate/model/parameters";
import type { ReadSystem } from "../../../tools/simulate/system/read-system";
import { cpuTarget, fargateService, scaling, system } from "../simulate/support/sample-systems";

const readOf = (services: Parameters<typeof system>[0]): ReadSystem => ({
  system: system(services, []),
  region: "us-east-2",
  notModelled: [],
  balancers: ["application"],
});

const constant = (rate: number, seconds: number) => ({
  name: "constant",
  seconds,
  rateAt: () => rate,
});

const parameters = withDefaults({ cpuMsPerRequest: 4, imageMegabytes: 0, fargateStartSeconds: 1 });

test("says the same about requests however fast AWS's clock goes", () => {
  const at = (speed: number) =>
    predict({
      read: readOf([fargateService({ desiredCount: 2 })]),
      load: constant(60, 120),
      parameters,
      basis: "test",
      speed,
    });
  const [slow, fast] = [at(1), at(20)];
  expect(slow.servedPerSecond).toBeCloseTo(60, 0);
  expect(fast.servedPerSecond).toBeCloseTo(60, 0);
  expect(slow.latency.p95).toBeGreaterThan(4);
  expect(fast.latency.p95! / slow.latency.p95!).toBeCloseTo(1, 1);
  expect(fast.points.at(-1)?.second).toBeCloseTo(120, 0);
});

test("scales in a twentieth of the time at speed 20", () => {
  const { points, events } = predict({
    read: readOf([fargateService({ desiredCount: 1, scaling: scaling(1, 9, cpuTarget(60)) })]),
    load: constant(55, 60),
    parameters,
    basis: "test",
    speed: 20,
  });
  const [name = ""] = Object.keys(points[0]!.services);
  const grown = points.find(({ services }) => services[name]!.desired > 1.5);
  // 363 s of AWS's clock.
  expect(grown?.second).toBeGreaterThan(10);
  expect(grown?.second).toBeLessThan(25);
  expect(events.some(({ text }) => text.includes("is ALARM"))).toBe(true);
});

test("describes only the part of a load that was sent", () => {
  const { points } = predict({
    read: readOf([fargateService({ desiredCount: 1 })]),
    load: constant(5, 600),
    seconds: 30,
    parameters,
    basis: "test",
  });
  expect(points.at(-1)?.second).toBe(30);
});

describe("a local run", () => {
  const service = fargateService({ desiredCount: 3, scaling: scaling(1, 9, cpuTarget(60)) });
  const status = (scales: boolean): Status =>
    ({
      services: [{ name: service.name, desiredCount: 2, scaling: scales ? {} : null }],
    }) as unknown as Status;

  it("has the tasks that run now, what CPU the machine has, and no instances", () => {
    const local = asLocal(readOf([service]), status(true));
    expect(local.system.groups).toEqual([]);
    expect(local.system.services[0]).toMatchObject({
      desiredCount: 2,
      task: { cpuIsLimit: false },
      scaling: { min: 1, max: 9 },
    });
  });

  it("does not scale without --autoscale", () => {
    expect(asLocal(readOf([service]), status(false)).system.services[0]?.scaling).toBeUndefined();
  });

  it("adds to each request what the local balancer takes", () => {
    const added = localParameters(
      { ioWaitMs: 10, ioWaitVariation: 0.5 },
      { constantMs: 8, exponentialMs: 2 },
      60,
    );
    expect([added.ioWaitMs, added.ioWaitVariation]).toEqual([20, 0.35]);
    expect(added.appStartSeconds).toBeCloseTo(24);
  });
});

test("sends the mean rate of a second in which the load changes", () => {
  const { servedPerSecond } = predict({
    read: readOf([fargateService({ desiredCount: 4 })]),
    // A peak of 1.2 s that begins within a second: sampled at whole seconds it would be one or two seconds long.
    load: {
      name: "peak",
      seconds: 10,
      rateAt: (second) => (second >= 4.5 && second < 5.7 ? 200 : 10),
    },
    parameters,
    basis: "test",
  });
  expect(servedPerSecond).toBeCloseTo((10 * 8.8 + 200 * 1.2) / 10, 0);
});
