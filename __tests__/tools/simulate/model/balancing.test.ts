import { Random } from "../../../../tools/simulate/model/random";
import { balance } from "../../../../tools/simulate/model/requests/balancing";
import { ServiceTraffic } from "../../../../tools/simulate/model/requests/service-traffic";
import { Station } from "../../../../tools/simulate/model/requests/station";
import { type Parameters, withDefaults } from "../../../../tools/simulate/model/parameters";
import { simulate } from "../../../../tools/simulate/model/simulation";
import type { TargetGroup } from "../../../../tools/simulate/model/system";
import { fargateService, group, load, service, stepLoad, system } from "../support/sample-systems";

const SERVICE_SECONDS = 0.01;

/** Stations of one task each, with a vCPU of its own. */
function stations(count: number, parameters: Partial<Parameters> = {}) {
  const traffic = new ServiceTraffic({ reservedVcpus: 1, vcpuLimit: 1, timeoutSeconds: 60 });
  traffic.healthy = traffic.running = count;
  const given = withDefaults({ cpuMsPerRequest: 1000 * SERVICE_SECONDS, ...parameters });
  const all = Array.from({ length: count }, () => {
    const station = new Station(traffic, given);
    station.healthy = 1;
    return station;
  });
  return { traffic, all };
}

/** Mean time of a request with `count` tasks, each of which is served individually and goes to the least busy task. */
function exactLeastOutstanding(count: number, rate: number, seconds: number): number {
  const random = new Random(3);
  const departures: number[][] = Array.from({ length: count }, () => []);
  let sum = 0;
  let requests = 0;
  for (let now = 0; now < seconds; now += random.exponential(1 / rate)) {
    let chosen = departures[0]!;
    // Among equally busy tasks, any.
    let ties = 0;
    for (const each of departures) {
      while (each.length > 0 && each[0]! <= now) each.shift();
      if (each.length > chosen.length) continue;
      if (each.length < chosen.length) ties = 0;
      if (random.next() < 1 / ++ties || each.length < chosen.length) chosen = each;
    }
    const begin = Math.max(now, chosen.at(-1) ?? 0);
    const end = begin + random.exponential(SERVICE_SECONDS);
    chosen.push(end);
    sum += end - now;
    requests++;
  }
  return sum / requests;
}

describe("least outstanding requests", () => {
  it.each([
    [2, 0.5],
    [2, 0.8],
    [4, 0.9],
  ])(
    "with %d tasks at utilization %d takes as long as serving each request",
    (count, utilization) => {
      const rate = (count * utilization) / SERVICE_SECONDS;
      const { traffic, all } = stations(count);
      for (let second = 0; second < 600; second++) {
        traffic.offer(rate, 1);
        balance(all, { algorithm: "least_outstanding_requests" }, second);
        for (const station of all) station.serve(1, 1);
      }
      const exact = exactLeastOutstanding(count, rate, 500);
      const alone = SERVICE_SECONDS / (1 - utilization);
      // One queue for all is a lower bound, which the algorithm nearly reaches.
      expect(traffic.times.meanSeconds).toBeLessThanOrEqual(1.02 * exact);
      expect(traffic.times.meanSeconds / exact).toBeGreaterThan(0.85);
      expect(traffic.times.meanSeconds).toBeLessThan(0.8 * alone);
    },
  );

  it("gives a slower task fewer requests, and hardly any to one that is behind", () => {
    const { traffic, all } = stations(2);
    const [fast, slow] = all as [Station, Station];
    for (let second = 0; second < 300; second++) {
      traffic.offer(110, 1);
      balance(all, { algorithm: "least_outstanding_requests" }, second);
      fast.serve(1, 1);
      slow.serve(0.25, 1);
    }
    // 100 and 25 requests a second are possible: 88 and 22 are sent.
    expect(fast.arrivalFactor / slow.arrivalFactor).toBeCloseTo(4, 1);
    expect(slow.inFlight).toBeLessThan(10);
    const even = stations(2);
    for (let second = 0; second < 300; second++) {
      even.traffic.offer(110, 1);
      even.all[0]!.serve(1, 1);
      even.all[1]!.serve(0.25, 1);
    }
    expect(even.all[1]!.inFlight).toBeGreaterThan(1000);
  });
});

describe("slow start", () => {
  it("raises a new task's share linearly, and leaves the rate as it is", () => {
    const { all } = stations(3);
    const fresh = all[2]!;
    fresh.healthySince = 100;
    const shares = [110, 130, 160, 400].map((now) => {
      balance(all, { slowStartSeconds: 60 }, now);
      expect(all.reduce((sum, { arrivalFactor }) => sum + arrivalFactor, 0)).toBeCloseTo(3);
      return fresh.arrivalFactor / all[0]!.arrivalFactor;
    });
    expect(shares[0]).toBeCloseTo(1 / 6);
    expect(shares[1]).toBeCloseTo(0.5);
    expect(shares.slice(2)).toEqual([1, 1]);
  });

  it("has no effect while all targets are new", () => {
    const { all } = stations(2);
    for (const station of all) station.healthySince = 95;
    balance(all, { slowStartSeconds: 60 }, 100);
    expect(all.map(({ arrivalFactor }) => arrivalFactor)).toEqual([1, 1]);
  });

  it.each([
    ["on Fargate", 60, "release", fargateService, []],
    ["on instances", 200, "lose-instance", service, [group({ min: 3, desired: 3, policies: [] })]],
  ] as const)(
    "makes the tasks that are there slower %s, until it is over",
    (_, rate, kind, of, groups) => {
      const worst = (more: Partial<TargetGroup>) => {
        const base = of({
          desiredCount: 2,
          scaling: undefined,
          placement: [{ type: "spread", field: "zone" }],
        });
        const each = { ...base, targets: { ...base.targets!, ...more } };
        const { latency, failed, offered, served, inFlight } = simulate(
          system([each], [...groups]),
          stepLoad(20, rate, 600, 1800),
          // One new task beside one that has been there for longer.
          {
            parameters: withDefaults({ cpuMsPerRequest: 6 }),
            seed: 1,
            incidents: [{ time: 900, kind }],
          },
        );
        expect(served + failed + inFlight).toBeCloseTo(offered, 3);
        return latency.p99;
      };
      expect(worst({ slowStartSeconds: 300 })).toBeGreaterThan(1.1 * worst({}));
    },
  );

  it("has a station for each task, and removes it when the task has ended", () => {
    const of = fargateService({ desiredCount: 3, scaling: undefined });
    const slow = { ...of, targets: { ...of.targets!, slowStartSeconds: 60 } };
    const { served, offered, inFlight, failed } = simulate(
      system([slow], []),
      load(3600, () => 60),
      {
        parameters: withDefaults(),
        seed: 2,
        incidents: [600, 1200, 1800].map((time) => ({ time, kind: "release" as const })),
      },
    );
    expect(failed).toBeLessThan(1e-6);
    expect(served + inFlight).toBeCloseTo(offered, 3);
  });
});
