import { serveEach } from "../../../../tools/simulate/model/requests/exact-queue";
import { serveOnInstance } from "../../../../tools/simulate/model/requests/host";
import { waitingProbability } from "../../../../tools/simulate/model/requests/queue";
import { ServiceTraffic } from "../../../../tools/simulate/model/requests/service-traffic";
import { Station } from "../../../../tools/simulate/model/requests/station";
import { type Parameters, withDefaults } from "../../../../tools/simulate/model/parameters";

interface Load {
  readonly vcpus: number;
  readonly tasks?: number;
  readonly rate: (second: number) => number;
  readonly seconds: number;
  /** Requests before this second are not counted. @default - those of the first half */
  readonly countsFrom?: number;
  readonly parameters?: Partial<Parameters>;
}

/** Requests of a mean of 10 ms CPU, at a host of so many vCPUs. */
function serve({ vcpus, tasks = 1, rate, seconds, countsFrom = seconds / 2, parameters }: Load) {
  const given = withDefaults({ cpuMsPerRequest: 10, queueLimitPerTask: 1e9, ...parameters });
  const traffic = new ServiceTraffic({
    reservedVcpus: 0.25,
    vcpuLimit: Infinity,
    timeoutSeconds: 60,
  });
  const station = new Station(traffic, given);
  traffic.healthy = traffic.running = station.healthy = tasks;
  const backlog: number[] = [];
  for (let second = 0; second < seconds; second++) {
    traffic.offer(rate(second), 1);
    serveOnInstance([station], vcpus, 1);
    backlog.push(station.backlog);
    if (second === countsFrom) traffic.times.clear();
  }
  return { traffic, station, backlog, meanSeconds: traffic.times.meanSeconds };
}

const within = (share: number, expected: number, actual: number) => {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(share);
};

/** Mean time in the queue by queueing theory, for a service time of 10 ms. */
const theory = {
  "M/M/1": (utilization: number) => 0.01 / (1 - utilization),
  "M/D/1": (utilization: number) => 0.01 + (0.01 * utilization) / (2 * (1 - utilization)),
};

describe("queues in steps, against queueing theory", () => {
  it.each([0.1, 0.5, 0.8, 0.9, 0.95, 0.97])(
    "M/M/1 at utilization %d is within 2 %%",
    (utilization) => {
      const { meanSeconds } = serve({ vcpus: 1, rate: () => 100 * utilization, seconds: 4000 });
      within(0.02, theory["M/M/1"](utilization), meanSeconds);
    },
  );

  it.each([0.1, 0.5, 0.8, 0.9, 0.95])("M/D/1 at utilization %d is within 2 %%", (utilization) => {
    const { meanSeconds } = serve({
      vcpus: 1,
      rate: () => 100 * utilization,
      seconds: 4000,
      parameters: { serviceTimeVariation: 0 },
    });
    within(0.02, theory["M/D/1"](utilization), meanSeconds);
  });

  it.each(
    [2, 3, 4, 8].flatMap((servers) => [0.3, 0.7, 0.9, 0.95].map((u) => [servers, u] as const)),
  )("M/M/%d at utilization %d is within 2 %%", (servers, utilization) => {
    const { meanSeconds } = serve({
      vcpus: servers,
      rate: () => servers * 100 * utilization,
      seconds: 4000,
      parameters: { workersPerTask: servers },
    });
    within(0.02, erlangTime(servers, utilization), meanSeconds);
  });

  it("takes several tasks that share one vCPU for one shared processor", () => {
    const { meanSeconds } = serve({ vcpus: 1, tasks: 3, rate: () => 90, seconds: 4000 });
    within(0.02, theory["M/M/1"](0.9), meanSeconds);
  });

  it("gives the exponential distribution's percentiles for M/M/1", () => {
    const { traffic } = serve({ vcpus: 1, rate: () => 80, seconds: 4000 });
    within(0.02, 50 * Math.log(2), traffic.times.percentiles.p50);
    within(0.02, 50 * Math.log(100), traffic.times.percentiles.p99);
  });
});

describe("percentiles of constant service times", () => {
  it.each([0.2, 0.5, 0.8, 0.9])(
    "at utilization %d are within 5 %% of those of a real queue",
    (utilization) => {
      const rate = 100 * utilization;
      const exact = serveEach(
        { servers: 1, serviceSeconds: 0.01, variation: "constant", seed: 3 },
        { seconds: 8000, maxRate: rate, rateAt: () => rate },
      ).times.sort();
      const { traffic } = serve({
        vcpus: 1,
        rate: () => rate,
        seconds: 4000,
        parameters: { serviceTimeVariation: 0 },
      });
      const at = (share: number) => 1000 * exact[Math.floor(share * exact.length)]!;
      within(0.05, at(0.95), traffic.times.percentiles.p95);
      within(0.05, at(0.99), traffic.times.percentiles.p99);
    },
  );

  it("has waits for others vary as much as it is told", () => {
    const { traffic } = serve({
      vcpus: 1,
      rate: () => 1,
      seconds: 4000,
      parameters: {
        cpuMsPerRequest: 1,
        serviceTimeVariation: 0,
        ioWaitMs: 100,
        ioWaitVariation: 0.4,
      },
    });
    within(0.02, 61 + 40 * Math.log(2), traffic.times.percentiles.p50);
    within(0.02, 61 + 40 * Math.log(20), traffic.times.percentiles.p95);
  });
});

/** From the sum that defines Erlang C, which the model does not use. */
function erlangTime(servers: number, utilization: number): number {
  const load = servers * utilization;
  let term = 1;
  let sum = 1;
  for (let count = 1; count < servers; count++) {
    term *= load / count;
    sum += term;
  }
  const last = (term * load) / servers / (1 - utilization);
  return 0.01 + ((last / (sum + last)) * 0.01) / (servers * (1 - utilization));
}

describe("queues in steps, against every request by itself", () => {
  it.each([1, 2, 4])("agrees with %d exact servers in equilibrium", (servers) => {
    const rate = servers * 100 * 0.6;
    const exact = serveEach(
      { servers, serviceSeconds: 0.01, variation: "exponential", seed: 7 },
      { seconds: 6000 / servers, maxRate: rate, rateAt: () => rate },
    );
    within(0.02, erlangTime(servers, 0.6), exact.meanTimeSeconds);
    const { meanSeconds } = serve({
      vcpus: servers,
      rate: () => rate,
      seconds: 4000,
      parameters: { workersPerTask: servers },
    });
    within(0.02, exact.meanTimeSeconds, meanSeconds);
  });

  it("builds up and works off a backlog as the exact queue does", () => {
    // A minute of 130 % between two of 50 %: 1,800 requests too many, worked off in half a minute.
    const rateAt = (second: number) => (second >= 60 && second < 120 ? 130 : 50);
    const means = Array.from({ length: 30 }, (_, seed) =>
      serveEach(
        { servers: 1, serviceSeconds: 0.01, variation: "exponential", seed },
        { seconds: 240, maxRate: 130, rateAt },
      ),
    ).map(({ meanTimeSeconds }) => meanTimeSeconds);
    const exact = means.reduce((sum, mean) => sum + mean, 0) / means.length;
    const { traffic, station, backlog, meanSeconds } = serve({
      vcpus: 1,
      rate: rateAt,
      seconds: 240,
      countsFrom: 0,
    });
    within(0.02, 1800, Math.max(...backlog));
    within(0.05, exact, meanSeconds);
    expect(traffic.served).toBeCloseTo(traffic.offered - station.inFlight, 6);
  });
});

describe("Erlang C", () => {
  it("is 0.357 for 8 servers at a load of 6, and 1 for a full system", () => {
    expect(waitingProbability(8, 6 / 8)).toBeCloseTo(0.357, 3);
    expect(waitingProbability(8, 1)).toBeCloseTo(1, 9);
  });
});
