import { problemsOf, parsed, system } from "./settings";

const httpScaleOut = (change: Parameters<typeof system>[0]) =>
  parsed(system({ preset: "responsive", ...change })).systems["http-scale-out"]!;

describe("a preset", () => {
  it("replaces defaults and leaves all other settings as they are", () => {
    const { serviceScaling, clusterScaling, capacity, loadBalancer } = httpScaleOut({});
    expect(serviceScaling.strategies[0]).toMatchObject({
      kind: "step",
      scaleOut: { evaluationPeriods: 1, adjustmentUnit: "percent" },
    });
    expect(serviceScaling.maxTasks).toBe(20);
    expect(clusterScaling.kind).toBe("managed");
    expect(capacity).toMatchObject({ minInstances: 2 });
    expect(loadBalancer.healthCheck).toMatchObject({ path: "/", intervalSeconds: 6 });
  });

  it("gives way to a setting of one's own, field by field", () => {
    const { capacity, loadBalancer } = httpScaleOut({
      "capacity.maxInstances": 9,
      "loadBalancer.healthCheck.intervalSeconds": 20,
    });
    expect(capacity).toMatchObject({ minInstances: 2, maxInstances: 9 });
    expect(loadBalancer.healthCheck).toMatchObject({ intervalSeconds: 20, unhealthyThreshold: 5 });
  });

  it("gives way as a whole to strategies of one's own", () => {
    const { serviceScaling, clusterScaling } = httpScaleOut({
      "serviceScaling.strategies": [{ kind: "cpu-target" }],
      clusterScaling: { kind: "cpu-target" },
    });
    expect(serviceScaling.strategies.map(({ kind }) => kind)).toEqual(["cpu-target"]);
    expect(clusterScaling).toEqual({ kind: "cpu-target", targetPercent: 30 });
  });

  it("goes to each service of talk-service, those of the reference and one's own", () => {
    const maxTasks = (settings: object) =>
      Object.entries(
        parsed({ "systems.talk-service": settings }).systems["talk-service"]!.services,
      ).map(([name, { serviceScaling, priority }]) => [name, serviceScaling.maxTasks, priority]);
    expect(maxTasks({ preset: "responsive" })).toEqual([
      ["talk", 20, 1],
      ["speaker", 20, 2],
    ]);
    expect(
      maxTasks({
        preset: "responsive",
        services: { shop: { priority: 7, serviceScaling: { maxTasks: 5 } } },
      }),
    ).toEqual([["shop", 5, 7]]);
  });

  it("leaves mistakes to be told where they are", () => {
    expect(problemsOf(system({ preset: "fast" }))).toEqual([
      'dev.systems.http-scale-out.preset must be "responsive", got "fast".',
    ]);
    expect(problemsOf(system({ preset: "responsive", capacity: 5 }))[0]).toMatch(
      /^dev\.systems\.http-scale-out\.capacity must be .*, got 5\./,
    );
  });
});
