import fc from "fast-check";
import { simulate } from "../../../../tools/simulate/model/simulation";
import { withDefaults } from "../../../../tools/simulate/model/parameters";
import type { Incident } from "../../../../tools/simulate/model/load";
import type { ServicePolicy, SimulatedSystem } from "../../../../tools/simulate/model/system";
import { propertyRuns } from "../../../support/property-runs";
import {
  consumer,
  cpuTarget,
  group,
  managedGroup,
  scaling,
  service,
} from "../support/sample-systems";

const policy: fc.Arbitrary<ServicePolicy> = fc
  .record({
    target: fc.integer({ min: 5, max: 100 }),
    periodSeconds: fc.constantFrom(20, 60),
    cooldown: fc.integer({ min: 0, max: 600 }),
    metric: fc.constantFrom("cpu", "memory", "requests-per-target"),
  })
  .map(({ target, periodSeconds, cooldown, metric }) =>
    cpuTarget(target, {
      metric,
      periodSeconds,
      scaleOutCooldownSeconds: cooldown,
      scaleInCooldownSeconds: cooldown,
    }),
  );

const bounds = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 20 }))
  .map(([min, more]) => ({ min, max: min + more }));

const anySystem: fc.Arbitrary<SimulatedSystem> = fc
  .record({
    tasks: bounds,
    instances: bounds,
    policies: fc.array(policy, { maxLength: 3 }),
    isManaged: fc.boolean(),
    runsOn: fc.constantFrom("group", "fargate"),
    hostPorts: fc.constantFrom([], [80]),
    ownNetworkInterface: fc.boolean(),
    minimumHealthyPercent: fc.constantFrom(0, 50, 100),
    maximumPercent: fc.constantFrom(100, 150, 200),
    strategy: fc.constantFrom("binpack", "spread", "random"),
    spotPercent: fc.constantFrom(0, 50, 100),
    warmPoolSize: fc.integer({ min: 0, max: 3 }),
    isStandard: fc.boolean(),
    targets: fc.constantFrom(
      {},
      { slowStartSeconds: 60 },
      { algorithm: "least_outstanding_requests" as const },
    ),
  })
  .map((chosen): SimulatedSystem => {
    const { instance } = group();
    const nodes = (chosen.isManaged ? managedGroup : group)({
      min: chosen.instances.min,
      max: chosen.instances.max,
      desired: chosen.instances.min,
      spotPercent: chosen.spotPercent,
      warmPoolSize: chosen.warmPoolSize,
      instance: chosen.isStandard
        ? { ...instance, credits: { mode: "standard", baselinePercent: 10, launchCredits: 5 } }
        : instance,
    });
    const api = service({
      desiredCount: chosen.tasks.min,
      scaling: scaling(chosen.tasks.min, chosen.tasks.max, ...chosen.policies),
      capacity: [
        chosen.runsOn === "group"
          ? { kind: "group", group: "nodes", waitsForRoom: chosen.isManaged, base: 0, weight: 1 }
          : { kind: "fargate", spot: false, base: 0, weight: 1 },
      ],
      task: {
        ...service().task,
        cpuIsLimit: chosen.runsOn === "fargate",
        hostPorts: chosen.hostPorts,
        ownNetworkInterface: chosen.ownNetworkInterface,
      },
      placement: [{ type: chosen.strategy, field: "cpu" }],
      targets: { ...service().targets!, ...chosen.targets },
      deployment: {
        ...service().deployment,
        minimumHealthyPercent: chosen.minimumHealthyPercent,
        maximumPercent: chosen.maximumPercent,
      },
    });
    return { name: "any", zones: 3, services: [api], groups: [nodes] };
  });

const anyIncident: fc.Arbitrary<Incident> = fc.record({
  time: fc.integer({ min: 1, max: 500 }),
  kind: fc.constantFrom(
    "lose-zone",
    "lose-instance",
    "spot-reclaim",
    "release",
    "bad-release",
    "crash-release",
  ),
});

const anyConsumer = fc
  .record({
    visibilityTimeoutSeconds: fc.integer({ min: 1, max: 120 }),
    retentionSeconds: fc.integer({ min: 60, max: 1000 }),
    maxReceives: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    concurrency: fc.integer({ min: 1, max: 10 }),
    isProtected: fc.boolean(),
    messageSeconds: fc.double({ min: 0.05, max: 60, noNaN: true }),
    poisonMessagePercent: fc.double({ min: 0, max: 50, noNaN: true }),
  })
  .map((chosen) => {
    const { visibilityTimeoutSeconds, retentionSeconds, maxReceives } = chosen;
    const { messageSeconds, poisonMessagePercent, concurrency, isProtected } = chosen;
    const queue = { name: "jobs", visibilityTimeoutSeconds, retentionSeconds };
    return {
      ...consumer({ concurrency, isProtected }),
      queue: maxReceives === undefined ? queue : { ...queue, maxReceives },
      parameters: { messageSeconds, poisonMessagePercent },
    };
  });

/** Rates of equal parts of ten minutes. */
const anyLoad = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 6 });

describe("every run", () => {
  it("conserves requests, stays within its bounds, and costs what ran", () => {
    fc.assert(
      fc.property(
        anySystem,
        anyLoad,
        fc.array(anyIncident, { maxLength: 2 }),
        fc.integer(),
        (system, rates, incidents, seed) => {
          const seconds = 600;
          const load = {
            name: "any",
            seconds,
            rateAt: (second: number) => rates[Math.floor((second * rates.length) / seconds)] ?? 0,
          };
          const result = simulate(system, load, { parameters: withDefaults(), seed, incidents });
          const { offered, served, failed, inFlight, intervals, usage } = result;
          expect(served + failed + inFlight).toBeCloseTo(offered, 3);
          for (const value of [served, failed, inFlight])
            expect(value).toBeGreaterThanOrEqual(-1e-6);

          const [group] = system.groups;
          const { min, max } = system.services[0]!.scaling!;
          let instanceSeconds = 0;
          // Gathered, and not expected one by one: a run has hundreds of intervals.
          const broken: string[] = [];
          const isWithin = (value: number, low: number, high: number) =>
            value >= low - 1e-9 && value <= high + 1e-9;
          // A task of 256 CPU units and 256 MiB: three fit a t3.micro, one with a fixed port or interface of its own.
          const { task, capacity } = system.services[0]!;
          const fits = task.hostPorts.length > 0 || task.ownNetworkInterface ? 1 : 3;
          for (const { time, services, groups } of intervals) {
            const { desired, running } = services[0]!;
            const { booting, inService, draining } = groups[0]!;
            instanceSeconds += (booting + inService + draining) * result.intervalSeconds;
            if (!isWithin(desired, min, max)) broken.push(`${time}: ${desired} tasks`);
            if (!isWithin(groups[0]!.desired, group!.min, group!.max))
              broken.push(`${time}: ${groups[0]!.desired} instances`);
            if (capacity[0]!.kind === "group" && running > fits * (inService + draining) + 1e-9)
              broken.push(`${time}: ${running} tasks without room`);
          }
          expect(broken).toEqual([]);
          const { onDemand, spot } = usage.instanceSeconds[0]!;
          const last = intervals.at(-1)!;
          const ragged = (seconds % result.intervalSeconds) / result.intervalSeconds;
          const { booting, inService, draining } = last.groups[0]!;
          if (ragged > 0)
            instanceSeconds -=
              (booting + inService + draining) * result.intervalSeconds * (1 - ragged);
          // Instances come and go between two whole seconds.
          expect(Math.abs(onDemand + spot - instanceSeconds)).toBeLessThan(150);
        },
      ),
      propertyRuns(2000),
    );
  });

  it("conserves messages: sent = processed + dead letters + expired + in the queue + in work", () => {
    fc.assert(
      fc.property(
        anySystem,
        anyConsumer,
        anyLoad,
        fc.array(anyIncident, { maxLength: 2 }),
        fc.integer(),
        ({ services: [api], ...others }, { parameters, ...consumes }, rates, incidents, seed) => {
          const seconds = 600;
          const result = simulate(
            { ...others, services: [{ ...api!, targets: undefined, consumes }] },
            {
              name: "any",
              seconds,
              rateAt: (second) => rates[Math.floor((second * rates.length) / seconds)] ?? 0,
            },
            { parameters: withDefaults(parameters), seed, incidents },
          );
          const { offered, served, failures, intervals, failed } = result;
          const { waiting, inFlight } = intervals.at(-1)!.services[0]!.queue!;
          const { deadLettered, expired } = failures;
          expect(served + deadLettered + expired + waiting + inFlight).toBeCloseTo(offered, 3);
          expect(failed).toBeCloseTo(deadLettered + expired, 6);
          for (const value of [served, deadLettered, expired, waiting, inFlight])
            expect(value).toBeGreaterThanOrEqual(-1e-6);
        },
      ),
      propertyRuns(500),
    );
  });

  it("is the same for the same seed", () => {
    fc.assert(
      fc.property(anySystem, fc.integer(), (system, seed) => {
        const run = (of: number) =>
          simulate(
            system,
            { name: "any", seconds: 600, rateAt: () => 300 },
            { parameters: withDefaults(), seed: of },
          );
        expect(JSON.stringify(run(seed))).toBe(JSON.stringify(run(seed)));
      }),
      propertyRuns(50),
    );
  });
});
