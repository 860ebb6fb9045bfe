import { loadNamed, peakOf, requestsOf } from "../../../tools/load-test/load/load";

const load = (name: string, seconds?: number) =>
  loadNamed(name, { baseRate: 10, ...(seconds === undefined ? {} : { seconds }) });

test("has the reference's own load test, at its own rates", () => {
  const reference = load("reference");
  expect(reference.seconds).toBe(2400);
  expect([0, 600, 1200, 1800].map((second) => reference.rateAt(second))).toEqual([
    250, 500, 750, 1000,
  ]);
});

test("runs the whole shape of a load in another time", () => {
  const whole = load("ramp");
  const short = load("ramp", 60);
  expect(short.seconds).toBe(60);
  for (const part of [0, 0.25, 0.5, 0.99]) {
    expect(short.rateAt(part * 60)).toBeCloseTo(whole.rateAt(part * whole.seconds));
  }
});

test("counts requests and finds the peak", () => {
  expect(requestsOf(load("step:1x", 2.5))).toBe(25);
  expect(peakOf(load("step:4x", 100))).toBe(40);
});

test("refuses what only the simulator can play, and unknown names", () => {
  expect(() => load("step:4x,lose-zone@15m")).toThrow("got the scenario lose-zone");
  expect(() => load("spkie")).toThrow("Did you mean spike?");
});
