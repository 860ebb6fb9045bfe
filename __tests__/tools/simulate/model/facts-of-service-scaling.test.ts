import {
  adjusted,
  stepFor,
  trackedCapacity,
} from "../../../../tools/simulate/model/scaling/adjustments";
import { ServiceAutoscaler } from "../../../../tools/simulate/model/scaling/service-autoscaler";
import { simulate } from "../../../../tools/simulate/model/simulation";
import { withDefaults } from "../../../../tools/simulate/model/parameters";
import type { ServicePolicy } from "../../../../tools/simulate/model/system";
import { cpuTarget, fargateService, scaling, stepLoad, system } from "../support/sample-systems";
import { sampleWorld } from "../support/sample-world";

/** Tasks that run as fast as on an instance with the image, and refuse what they can't do instead of failing checks. */
const STARTS_AT_ONCE = { imageMegabytes: 0, fargateStartSeconds: 3, queueLimitPerTask: 100 };

/** A service at Fargate under a tenfold step, as in AWS's benchmark of 20-second metrics; mean over many phases. */
function benchmark(periodSeconds: number) {
  const runs = Array.from({ length: 30 }, (_, seed) => {
    const at = 60 + ((seed * 61) % 60);
    const target = fargateService().targets!;
    const { events, intervals } = simulate(
      system(
        [
          fargateService({
            desiredCount: 2,
            targets: { ...target, checkIntervalSeconds: 10 },
            scaling: scaling(2, 40, cpuTarget(70, { periodSeconds })),
          }),
        ],
        [],
      ),
      stepLoad(40, 400, at, 540),
      { parameters: withDefaults(STARTS_AT_ONCE), seed },
    );
    const scaled = events.find(({ kind }) => kind === "scaling")!;
    const count = Number(/to (\d+) tasks/.exec(scaled.text)![1]);
    const healthy = intervals.find(({ services }) => services[0]!.healthy >= count)!;
    return { trigger: scaled.time - at, total: healthy.time - at };
  });
  const mean = (of: (run: (typeof runs)[number]) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return { trigger: mean(({ trigger }) => trigger), total: mean(({ total }) => total) };
}

const within10 = (expected: number, actual: number) => {
  expect(actual).toBeGreaterThan(expected * 0.9);
  expect(actual).toBeLessThan(expected * 1.1);
};

describe("a service's scaling", () => {
  it("[scaling 8.1] takes as long as in AWS's benchmark with 60- and 20-second metrics", () => {
    const slow = benchmark(60);
    const fast = benchmark(20);
    within10(363, slow.trigger);
    within10(386, slow.total);
    within10(86, fast.trigger);
    within10(109, fast.total);
    // What comes after the trigger does not depend on the metric.
    expect(slow.total - slow.trigger).toBeCloseTo(fast.total - fast.trigger, 0);
  });

  it("[scaling 8.7] follows the worked example of step scaling: 10, 11, 14, 13, 10", () => {
    const out = [
      { lower: 0, upper: 10, adjustment: 0 },
      { lower: 10, upper: 20, adjustment: 10 },
      { lower: 20, adjustment: 30 },
    ];
    const inward = [
      { lower: -10, upper: 0, adjustment: 0 },
      { lower: -20, upper: -10, adjustment: -10 },
      { upper: -20, adjustment: -30 },
    ];
    const after = (capacity: number, metric: number) => {
      const scalesOut = metric > 50;
      const step = stepFor(scalesOut ? out : inward, metric, 50, scalesOut)!;
      return adjusted(capacity, step.adjustment, "PercentChangeInCapacity");
    };
    expect(after(10, 60)).toBe(11);
    expect(after(11, 70)).toBe(14);
    expect(after(14, 40)).toBe(13);
    expect(after(13, 30)).toBe(10);
  });

  it("[scaling 8.7] adds only the difference when a step within the cooldown is larger", () => {
    const { autoscaler, service } = sampleAutoscaler(10);
    expect(autoscaler.scaleOut((tasks) => tasks + 2, 300, "two more")).toBe(true);
    expect(service.desired).toBe(12);
    service.running = 12;
    expect(autoscaler.scaleOut((tasks) => tasks + 2, 300, "two again")).toBe(false);
    expect(autoscaler.scaleOut((tasks) => tasks + 3, 300, "three")).toBe(true);
    expect(service.desired).toBe(13);
  });

  it("[scaling 8.8] leaves half a task too many, and adds two for one and a half missing", () => {
    // 10 tasks at 76 % of a target of 80 are half a task too many.
    expect(trackedCapacity(10, 76, 80)).toBe(10);
    expect(trackedCapacity(10, 92, 80)).toBe(12);
    expect(trackedCapacity(3, 80, 80)).toBe(3);
  });

  it("[scaling 8.9] goes out on one of two policies, and in only when both agree", () => {
    const memory = cpuTarget(60, { metric: "memory", name: "memory-target" });
    const calm = run([cpuTarget(80), memory], 50);
    // Memory is at 50 % always, above 0.9 x 55 %: CPU alone does not scale in.
    const held = run([cpuTarget(80), { ...memory, target: 55 }], 50);
    expect(calm.min).toBe(1);
    expect(held.max).toBeGreaterThan(2);
    expect(held.last).toBe(held.max);
    expect(calm.last).toBeLessThan(calm.max);
  });

  it("[scaling 8.9] does not scale in during a deployment, and scales out", () => {
    const { autoscaler, service } = sampleAutoscaler(10);
    service.isDeploying = true;
    expect(autoscaler.scaleIn(5, 300, "less")).toBe(false);
    expect(autoscaler.scaleOut(() => 11, 300, "more")).toBe(true);
    service.isDeploying = false;
    expect(autoscaler.scaleIn(5, 300, "less")).toBe(true);
  });

  it("starts each step from the tasks that run, so tasks without room do not make it run away", () => {
    const { autoscaler, service } = sampleAutoscaler(4);
    for (let round = 0; round < 20; round++) autoscaler.scaleOut((tasks) => tasks + 1, 0, "more");
    expect(service.desired).toBe(5);
  });

  it("stays as it is when requests end, where it follows requests: then there is no metric", () => {
    const requests = cpuTarget(600, { metric: "requests-per-target" });
    const counts = (policy: ServicePolicy) =>
      simulate(
        system([fargateService({ scaling: scaling(1, 20, policy) })], []),
        stepLoad(40, 0, 1500, 4000),
        { parameters: withDefaults(), seed: 1 },
      ).intervals.map(({ services }) => services[0]!.desired);
    expect(Math.max(...counts(requests))).toBe(4);
    expect(counts(requests).at(-1)).toBe(4);
    expect(counts(cpuTarget(16)).at(-1)).toBe(1);
  });

  it("does nothing above the maximum and below the minimum", () => {
    const { autoscaler, service } = sampleAutoscaler(20);
    expect(autoscaler.scaleOut((tasks) => tasks + 1, 0, "more")).toBe(false);
    service.running = service.desired = 2;
    expect(autoscaler.scaleIn(1, 0, "less")).toBe(false);
  });
});

function sampleAutoscaler(count: number) {
  const service = {
    name: "http-api",
    desired: count,
    running: count,
    isDeploying: false,
    setDesired(desired: number) {
      this.desired = desired;
    },
  };
  const autoscaler = new ServiceAutoscaler(sampleWorld(), service, scaling(2, 20), () => {
    throw new Error("no policies here");
  });
  return { autoscaler, service };
}

/** Half an hour of much load between two of little; counts at the end and at most. */
function run(policies: readonly ServicePolicy[], rate: number) {
  const result = simulate(
    system([fargateService({ scaling: scaling(1, 20, ...policies) })], []),
    {
      name: "hill",
      seconds: 9000,
      rateAt: (second) => (second > 1800 && second < 3600 ? rate * 4 : rate / 2),
    },
    { parameters: withDefaults(), seed: 3 },
  );
  const counts = result.intervals.map(({ services }) => services[0]!.desired);
  return { min: Math.min(...counts), max: Math.max(...counts), last: counts.at(-1)! };
}
