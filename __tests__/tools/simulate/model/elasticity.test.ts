import { ElasticityMeter, elasticSpeedup } from "../../../../tools/simulate/model/elasticity";

function measure(pairs: readonly (readonly [demand: number, supply: number])[]) {
  const meter = new ElasticityMeter();
  // A minute each, for trends are of minutes.
  for (const [demand, supply] of pairs)
    for (let second = 0; second < 60; second++) meter.add(demand, supply);
  return meter.result;
}

describe("elasticity", () => {
  it("is the mean of missing and surplus capacity, and their share of the time", () => {
    expect(
      measure([
        [4, 2],
        [4, 4],
        [4, 5],
        [4, 7],
      ]),
    ).toMatchObject({
      underProvisioned: 0.5,
      overProvisioned: 1,
      underTimeshare: 25,
      overTimeshare: 50,
    });
  });

  it("counts as instability when supply and demand do not go the same way", () => {
    // Up and up, still and up, down and up, still and still.
    expect(
      measure([
        [1, 1],
        [2, 2],
        [2, 3],
        [1, 4],
        [1, 4],
      ]).instability,
    ).toBe(50);
  });

  it("counts changes of direction, not of number", () => {
    expect(
      measure([
        [1, 1],
        [1, 2],
        [1, 3],
        [1, 2],
        [1, 2],
        [1, 1],
        [1, 2],
      ]).reversals,
    ).toBe(2);
  });

  it("has a speed-up of 1 against itself, and of 2 where everything is half as wrong", () => {
    const one = measure([
      [4, 2],
      [4, 6],
    ]);
    const half = {
      ...one,
      underProvisioned: one.underProvisioned / 2,
      overProvisioned: one.overProvisioned / 2,
      underTimeshare: one.underTimeshare / 2,
      overTimeshare: one.overTimeshare / 2,
    };
    expect(elasticSpeedup(one, one)).toBe(1);
    expect(elasticSpeedup(half, one)).toBeCloseTo(2);
  });
});
