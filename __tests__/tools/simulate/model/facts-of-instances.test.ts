import { CpuCredits } from "../../../../tools/simulate/model/instances/cpu-credits";
import { reservation } from "../../../../tools/simulate/model/instances/managed-scaling";
import { instancesFor } from "../../../../tools/simulate/model/instances/room";
import { withDefaults } from "../../../../tools/simulate/model/parameters";
import { simulate } from "../../../../tools/simulate/model/simulation";
import type { SimulatedGroup, SimulatedService } from "../../../../tools/simulate/model/system";
import {
  cpuTarget,
  group,
  load,
  managedGroup,
  scaling,
  service,
  system,
} from "../support/sample-systems";

const waiting = { kind: "group", group: "nodes", waitsForRoom: true, base: 0, weight: 1 } as const;

function run(
  seconds: number,
  rateAt: (second: number) => number,
  services: readonly SimulatedService[],
  groups: readonly SimulatedGroup[],
  seed = 1,
) {
  const result = simulate(system(services, groups), load(seconds, rateAt), {
    parameters: withDefaults(),
    seed,
  });
  const steps = result.events
    .filter(({ kind, subject }) => kind === "scaling" && subject === "nodes")
    .map(({ time, text }) => ({ time, to: Number(/to (\d+) instances/.exec(text)?.[1]) }));
  return { ...result, steps };
}

describe("managed scaling", () => {
  it("[scaling 8.4] reports 200 with need and no instance, 100 with neither", () => {
    expect(reservation(1, 0)).toBe(200);
    expect(reservation(0, 0)).toBe(100);
    expect(reservation(3, 2)).toBe(150);
  });

  it("[scaling 8.4] goes from zero to two instances, and on only after the warm-up", () => {
    const { steps } = run(
      1500,
      () => 10,
      [service({ capacity: [waiting], desiredCount: 0, scaling: scaling(12, 20, cpuTarget(80)) })],
      [managedGroup({ min: 0, desired: 0, max: 10 })],
    );
    expect(steps[0]?.to).toBe(2);
    expect(steps[1]!.to).toBeGreaterThan(2);
    expect(steps[1]!.time - steps[0]!.time).toBeGreaterThanOrEqual(300);
  });

  it("[scaling 8.5] removes nothing within 15 minutes of a scale-out, then less than half each minute", () => {
    const { steps } = run(
      9000,
      (second) => (second < 900 ? 900 : 20),
      [service({ capacity: [waiting], scaling: scaling(1, 40, cpuTarget(80)) })],
      [managedGroup({ max: 12 })],
    );
    const out = steps.findLast(({ to }, index) => to > (steps[index - 1]?.to ?? 1))!;
    const inward = steps.filter(({ time }) => time > out.time);
    expect(inward.length).toBeGreaterThan(0);
    expect(inward[0]!.time - out.time).toBeGreaterThanOrEqual(900);
    inward.reduce((before, { time, to }) => {
      expect(to).toBeGreaterThanOrEqual(Math.floor(before.to / 2));
      expect(time - before.time).toBeGreaterThanOrEqual(59);
      return { time, to };
    }, out);
  });

  it("[scaling 8.6] is never moved by a task that is larger than an instance", () => {
    const size = { ...service().task, memoryMiB: 2000 };
    expect(instancesFor([size, size], group().instance)).toBe(0);
    expect(instancesFor([service().task, size], group().instance)).toBe(1);
    const { steps, intervals } = run(
      3600,
      () => 10,
      [service({ capacity: [waiting], task: size })],
      [managedGroup()],
    );
    expect(steps).toEqual([]);
    expect(intervals.at(-1)?.services[0]?.pending).toBe(1);
  });
});

describe("CPU credits", () => {
  const micro = { mode: "unlimited", baselinePercent: 10, launchCredits: 0 } as const;

  it("are earned at 12 an hour by a t3.micro, a day's worth at most", () => {
    const credits = new CpuCredits(2, micro);
    credits.use(0, 3600);
    expect(credits.balance).toBeCloseTo(12);
    credits.use(0, 10 * 86_400);
    expect(credits.balance).toBeCloseTo(288);
  });

  it("make an unlimited t3.micro pay all day at the reference's 30 %", () => {
    const credits = new CpuCredits(2, micro);
    for (let hour = 0; hour < 24; hour++) credits.use(0.3 * 2 * 3600, 3600);
    // 36 an hour are spent, 12 earned.
    expect(credits.owed).toBeCloseTo(24 * 24);
  });

  it("throttle a t2.micro in standard mode to 10 %, so that its alarm at 30 % never fires", () => {
    const t2 = group({
      instance: {
        type: "t2.micro",
        vcpus: 1,
        memoryMiB: 919,
        networkInterfaces: 1,
        credits: { mode: "standard", baselinePercent: 10, launchCredits: 0 },
      },
      max: 5,
    });
    const fixed = service({ scaling: undefined, desiredCount: 3 });
    const { steps, intervals, failed } = run(7200, () => 100, [fixed], [t2]);
    expect(steps).toEqual([]);
    expect(intervals.at(-1)?.groups[0]?.cpuPercent).toBeCloseTo(10, 1);
    expect(intervals.at(-1)?.groups[0]?.throttled).toBe(1);
    expect(failed).toBeGreaterThan(0);
  });
});

describe("Spot Instances", () => {
  /** What a service of 3 tasks on one Spot Instance goes through when that is reclaimed. */
  const reclaimed = (bootSeconds: number, minimumHealthyPercent: number) => {
    const { intervals, failures, failed } = simulate(
      system(
        [
          service({
            scaling: undefined,
            desiredCount: 3,
            deployment: { minimumHealthyPercent, maximumPercent: 200, circuitBreaker: true },
          }),
        ],
        [group({ policies: [], spotPercent: 100, min: 1, max: 3 })],
      ),
      load(1200, () => 10),
      {
        parameters: withDefaults({ bootSeconds }),
        seed: 1,
        incidents: [{ time: 300, kind: "spot-reclaim" }],
      },
    );
    const fewest = Math.min(...intervals.map(({ services }) => services[0]!.healthy));
    return { fewest, failed, lost: failures.lost, last: intervals.at(-1)?.services[0]?.healthy };
  };

  it("[scaling 8.12] lose tasks where 100 % must stay healthy and a replacement takes longer than two minutes", () => {
    const { fewest, failed, lost, last } = reclaimed(200, 100);
    // They served until EC2 took the instance away, and with it what they had begun.
    expect(fewest).toBe(0);
    expect(lost).toBeGreaterThan(0);
    expect(failed).toBeGreaterThan(100);
    expect(last).toBe(3);
  });

  it("[scaling 8.12] lose none if the replacement is ready within the two minutes", () => {
    expect(reclaimed(20, 100)).toEqual({ fewest: 3, failed: 0, lost: 0, last: 3 });
  });

  it("[scaling 8.12] let tasks end in time where fewer than 100 % must stay healthy", () => {
    const { lost, fewest } = reclaimed(200, 0);
    expect(lost).toBe(0);
    expect(fewest).toBe(0);
  });
});

it("instances that drain keep their tasks until those are replaced", () => {
  // Less load after an hour: managed scaling ends instances, of which some have tasks.
  const { intervals, failed, events } = simulate(
    system(
      [
        service({
          scaling: undefined,
          desiredCount: 6,
          placement: [{ type: "spread", field: "instance" }],
        }),
      ],
      [
        group({
          policies: [],
          desired: 4,
          min: 2,
          max: 4,
          schedule: [{ name: "night", expression: "30 0 * * *", timezone: "UTC", min: 2, max: 2 }],
        }),
      ],
    ),
    load(3600, () => 30),
    { parameters: withDefaults(), seed: 2 },
  );
  expect(events.some(({ text }) => text.startsWith("4 to 2 instances"))).toBe(true);
  expect(Math.min(...intervals.map(({ services }) => services[0]!.healthy))).toBe(6);
  expect(failed).toBeLessThan(1e-6);
  expect(intervals.at(-1)?.groups[0]?.inService).toBe(2);
});
