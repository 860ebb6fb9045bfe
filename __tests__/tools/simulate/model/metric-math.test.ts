import { parseMetricMath } from "../../../../tools/simulate/model/cloudwatch/metric-math";
import { MathSeries } from "../../../../tools/simulate/model/cloudwatch/math-series";
import type { Datapoint, Series } from "../../../../tools/simulate/model/cloudwatch/metric-series";

describe("metric math", () => {
  it.each([
    ["(messages) / tasks", 25],
    ["messages + tasks * 2", 108],
    ["(messages + tasks) * 2", 208],
    ["messages - tasks - 1", 95],
    ["-tasks ^ 2", -16],
    ["2 ^ 3 ^ 1", 8],
    ["100 * tasks / messages", 4],
    ["SUM([messages, tasks])", 104],
    ["MAX([messages, tasks, 200])", 200],
    ["AVG([messages, tasks])", 52],
    ["CEIL(messages / 7)", 15],
    ["IF(messages > 50, messages, 0)", 100],
    ["IF(messages <= 50 || tasks == 5, messages, 0)", 0],
    ["FILL(nothing, 3) + tasks", 7],
  ])("calculates %s", (text, expected) => {
    expect(parseMetricMath(text)({ messages: 100, tasks: 4 })).toBeCloseTo(expected);
  });

  it.each(["messages / nothing", "messages / zero", "SUM([messages, nothing])", "LOG(zero)"])(
    "has no value for %s",
    (text) => {
      expect(parseMetricMath(text)({ messages: 100, zero: 0 })).toBeUndefined();
    },
  );

  it.each([
    ["RATE(messages)", "the model has no function RATE"],
    ["messages +", "it ends too early"],
    ["(messages", '")" is missing at the end'],
    ["messages tasks", '"tasks" is not expected here'],
    ["messages ; 2", '";" is not expected here'],
  ])("does not take %s", (text, reason) => {
    expect(() => parseMetricMath(text)).toThrow(reason);
  });
});

describe("a series of metric math", () => {
  const series = (...points: readonly (readonly [end: number, value?: number])[]): Series => ({
    keepAtLeast: () => undefined,
    latest: (count) =>
      points.slice(-count).map(([end, value]): Datapoint => ({
        end,
        average: value,
        minimum: value,
        maximum: value,
      })),
  });
  const quotient = (a: Series, b: Series) =>
    new MathSeries(
      parseMetricMath("a / b"),
      { a: { series: a, statistic: "Sum" }, b: { series: b, statistic: "Average" } },
      60,
    );

  it("divides values of the same minute, however far apart in it they end", () => {
    const math = quotient(series([70, 10], [130, 20], [190, 90]), series([115, 1], [175, 2]));
    // The minute from 180 on has no value of b yet.
    expect(math.latest(3).map(({ average }) => average)).toEqual([10, 10]);
    expect(math.latest(1).map(({ average }) => average)).toEqual([10]);
  });

  it("has a data point without a value where a metric is missing", () => {
    const math = quotient(series([70, 10], [130, 20]), series([115], [175, 2]));
    expect(math.latest(2).map(({ average }) => average)).toEqual([undefined, 10]);
  });

  it("has nothing before all of its metrics have", () => {
    expect(quotient(series([70, 10]), series()).latest(3)).toEqual([]);
  });
});
