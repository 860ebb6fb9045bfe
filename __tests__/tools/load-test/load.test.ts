import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { peakOf, requestsOf } from "../../../tools/load-test/load/load";
import { parseLoadCsv } from "../../../tools/load-test/load/load-csv";
import { loadNamed, PROFILES } from "../../../tools/load-test/load/profiles";

const load = (name: string, seconds?: number) =>
  loadNamed(name, { baseRate: 10, ...(seconds === undefined ? {} : { seconds }) });

test("has the reference's own load test", () => {
  const reference = load("reference");
  expect(reference.seconds).toBe(2400);
  expect([0, 599, 600, 1200, 1800, 2400].map((second) => reference.rateAt(second))).toEqual([
    250, 250, 500, 750, 1000, 1000,
  ]);
});

test("steps to so many times the base rate half-way", () => {
  const step = load("step:2.5x", 100);
  expect([0, 49, 50, 100].map((second) => step.rateAt(second))).toEqual([10, 10, 25, 25]);
});

test.each(Object.keys(PROFILES))(
  "%s has no negative rate, and keeps its shape in another time",
  (name) => {
    const whole = load(name);
    const short = load(name, 60);
    for (const part of [0, 0.2, 0.45, 0.5, 0.8, 1]) {
      expect(whole.rateAt(part * whole.seconds)).toBeGreaterThanOrEqual(0);
      expect(short.rateAt(part * 60)).toBeCloseTo(whole.rateAt(part * whole.seconds));
    }
  },
);

test("ramps, spikes and jumps to ten times the base rate", () => {
  expect(load("ramp", 100).rateAt(50)).toBe(100);
  expect(load("spike", 100).rateAt(45)).toBe(100);
  expect(load("spike", 100).rateAt(55)).toBe(10);
  expect(peakOf(load("black-friday"))).toBeGreaterThan(95);
});

test("counts requests", () => {
  expect(requestsOf(load("constant", 2.5))).toBe(25);
  expect(requestsOf(load("step:3x", 100))).toBe(2010);
});

test("names the nearest load", () => {
  expect(() => load("spkie")).toThrow("There is no load spkie. Did you mean spike?");
  expect(() => load("nowhere.csv")).toThrow("There is no file nowhere.csv.");
});

describe("a CSV", () => {
  it("is linear between its lines, and can be stretched", () => {
    const folder = mkdtempSync(join(tmpdir(), "load-"));
    const file = join(folder, "mine.csv");
    writeFileSync(file, "seconds,rate\n\n# morning\n0,10\r\n10,20\n20,0\n");
    const own = load(file);
    expect(own.seconds).toBe(20);
    expect([0, 5, 10, 15, 20].map((second) => own.rateAt(second))).toEqual([10, 15, 20, 10, 0]);
    expect(load(file, 40).rateAt(10)).toBe(15);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["0,1\n10,-1\n", 'load.csv:2: a rate must not be negative, got "10,-1".'],
    ["0,1\n10,1\n5,1\n", 'load.csv:3: time must rise: 10 s came before, got "5,1".'],
    ["0,1\n,3\n", 'load.csv:2: a line must be two numbers, seconds and requests/s, got ",3".'],
    ["0,1\n5,x\n", 'load.csv:2: a line must be two numbers, seconds and requests/s, got "5,x".'],
    ["0,1,2\n", "load.csv:1: a line must be two numbers"],
    ["5,1\n6,1\n", 'load.csv:1: the first time must be 0, got "5,1".'],
    ["0,1\n", "load.csv must have at least two lines of seconds,requests/s."],
    ["seconds,rate\n", "load.csv must have at least two lines"],
  ])("tells the line and the rule of %j", (text, message) => {
    expect(() => parseLoadCsv("load.csv", text)).toThrow(message);
  });
});
