import { judge, readAssertions } from "../../../tools/simulate/assertions";
import type { Summary } from "../../../tools/simulate/summary";

const summary = {
  failedPercent: 0.05,
  latency: { p50: 5, p90: 20, p95: 40, p99: 250 },
  underTimeshare: 3,
  secondsToCapacity: 200,
  usdPerHour: 0.1,
} as Summary;

const holds = (...texts: string[]) =>
  judge(readAssertions(texts), summary).map((verdict) => verdict.holds);

describe("an assertion", () => {
  it("compares a figure with a limit in its unit", () => {
    expect(
      holds("failed<0.1%", "p99 < 0.3s", "p99<200ms", "capacity<=4m", "cost<0.2$", "under>5%"),
    ).toEqual([true, true, false, true, true, false]);
  });

  it("does not hold where the figure is not known", () => {
    const unknown = { ...summary, latency: { p50: NaN, p90: NaN, p95: NaN, p99: NaN } };
    expect(judge(readAssertions(["p99<1s", "p99>1ms"]), unknown).map((each) => each.holds)).toEqual(
      [false, false],
    );
  });

  it.each([
    ["p98<1s", 'there is no figure "p98". Did you mean p90?', 0],
    ["p99=1s", "expected <, <=, > or >= here.", 3],
    ["p99<fast", "expected a number here.", 4],
    ["failed<1", "expected % here.", 8],
    ["failed<1 ms", "expected % here.", 9],
  ])("that can't be read, %s, shows where and what is allowed", (text, rule, at) => {
    let message = "";
    try {
      readAssertions([text]);
    } catch (error) {
      ({ message } = error as Error);
    }
    const [first, second, third, ...rest] = message.split("\n");
    expect(first).toContain(rule);
    expect(second).toBe(`  ${text}`);
    expect(third!.indexOf("^")).toBe(2 + at);
    expect(rest.join(" ")).toContain("Allowed: failed (%)");
  });
});
