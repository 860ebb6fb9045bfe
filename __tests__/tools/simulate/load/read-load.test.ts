import { csvLoad } from "../../../../tools/simulate/load/csv-load";
import { profileNames } from "../../../../tools/simulate/load/profiles";
import { readLoad } from "../../../../tools/simulate/load/read-load";

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect((error as Error).name).toBe("UserError");
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
};

describe("a load", () => {
  it("is the reference's own test by name, whatever the base rate", () => {
    const { load } = readLoad("reference", 7);
    expect(load.seconds).toBe(2400);
    expect([0, 600, 1200, 2399].map((second) => load.rateAt(second))).toEqual([
      250, 500, 750, 1000,
    ]);
  });

  it("is a multiple of the base rate for other profiles", () => {
    const { load } = readLoad("step:4x", 10);
    expect([load.rateAt(0), load.rateAt(3000)]).toEqual([10, 40]);
  });

  it.each(profileNames)("%s has a rate of 0 or more all the time", (name) => {
    const { load } = readLoad(name, 10);
    for (let second = 0; second < load.seconds; second += 60)
      expect(load.rateAt(second)).toBeGreaterThan(0);
  });

  it("has two peaks in a day", () => {
    const { load } = readLoad("day", 10);
    const at = (hour: number) => load.rateAt(hour * 3600);
    expect(at(11)).toBeGreaterThan(2 * at(15));
    expect(at(20)).toBeGreaterThan(2 * at(15.5));
    expect(at(3)).toBeLessThan(15);
  });

  it("takes scenarios after it, with their times", () => {
    expect(readLoad("step:10x,lose-zone@15m,bad-release@90", 1).incidents).toEqual([
      { kind: "lose-zone", time: 900 },
      { kind: "bad-release", time: 90 },
    ]);
  });

  it("names the nearest profile and scenario", () => {
    expect(messageOf(() => readLoad("refrence", 1))).toContain("Did you mean reference?");
    expect(messageOf(() => readLoad("day,loose-zone@5m", 1))).toContain("Did you mean lose-zone?");
  });

  it("reports every impossible scenario", () => {
    const message = messageOf(() => readLoad("spike,lose-zone,lose-instance@2h", 1));
    expect(message).toContain("lose-zone needs a time, such as lose-zone@15m");
    expect(message).toContain("must be within the 60 minutes");
  });
});

describe("a CSV", () => {
  it("holds a rate until the next line", () => {
    const load = csvLoad("load.csv", "time,requests/s\n0,10\n60,50\n120,20\n");
    expect(load.seconds).toBe(180);
    expect([0, 59, 60, 119, 120, 179, 0].map((second) => load.rateAt(second))).toEqual([
      10, 10, 50, 50, 20, 20, 10,
    ]);
  });

  it.each([
    ["0:00,1\n0:01:30,2", 90],
    ["2026-11-30T00:00:00Z,1\n2026-11-30T00:02:00Z,2", 120],
  ])("takes other times: %s", (text, at) => {
    const load = csvLoad("load.csv", text);
    expect([load.rateAt(at - 1), load.rateAt(at)]).toEqual([1, 2]);
  });

  it("reports all of its mistakes, with line and rule", () => {
    const message = messageOf(() =>
      csvLoad("load.csv", "time,rate\n0,10\n60,\n50,-3\n40,20\n\nx,1\n"),
    );
    expect(message.split("\n")).toEqual([
      'load.csv, line 3: must have a time and a rate, got "60,". Add the missing value or remove the line.',
      "load.csv, line 4: the rate must not be negative, got -3.",
      'load.csv, line 5: the time must be after the time of the previous line, got "40".',
      'load.csv, line 6: must have a time and a rate, got "". Add the missing value or remove the line.',
      'load.csv, line 7: the time must be seconds, h:mm[:ss] or an ISO date, got "x".',
    ]);
  });

  it("needs two lines", () => {
    expect(messageOf(() => csvLoad("load.csv", "0,10"))).toContain("at least two lines");
  });
});
