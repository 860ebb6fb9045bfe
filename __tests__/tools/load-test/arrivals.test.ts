import { arrivalsOf, seededRandom } from "../../../tools/load-test/generator/arrivals";
import type { Load } from "../../../tools/load-test/load/load";

const constant = (rate: number, seconds: number): Load => ({
  name: "",
  seconds,
  rateAt: () => rate,
});

function arrivals(load: Load, kind: "poisson" | "even", seed = 1): number[] {
  return [...arrivalsOf(load, kind, seededRandom(seed))];
}

test("even arrivals have equal distances", () => {
  const times = arrivals(constant(4, 2), "even");
  expect(times).toEqual(
    [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2].map((each) => expect.closeTo(each) as number),
  );
});

test("Poisson arrivals have the rate, and distances as varied as their mean", () => {
  const times = arrivals(constant(100, 200), "poisson");
  expect(times.length).toBeGreaterThan(19_500);
  expect(times.length).toBeLessThan(20_500);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
});

test("follows a rate that changes, and sends nothing at none", () => {
  const step: Load = {
    name: "",
    seconds: 30,
    rateAt: (second) => (second < 10 ? 10 : second < 20 ? 0 : 50),
  };
  const times = arrivals(step, "even");
  const within = (from: number, to: number): number =>
    times.filter((time) => time > from && time <= to).length;
  expect([within(0, 10), within(10, 20), within(20, 30)]).toEqual([
    expect.closeTo(100, -1),
    expect.closeTo(0, -1),
    expect.closeTo(500, -1),
  ]);
});

test("is the same for the same seed only", () => {
  expect(arrivals(constant(10, 5), "poisson", 7)).toEqual(arrivals(constant(10, 5), "poisson", 7));
  expect(arrivals(constant(10, 5), "poisson", 7)).not.toEqual(
    arrivals(constant(10, 5), "poisson", 8),
  );
});
