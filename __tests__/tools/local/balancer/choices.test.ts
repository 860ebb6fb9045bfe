import { TargetChoice, weightedChoice } from "../../../../tools/local/balancer/target-choice";

describe("a weighted forward", () => {
  const choices = [
    { name: "blue", weight: 90 },
    { name: "green", weight: 10 },
    { name: "off", weight: 0 },
  ];

  it.each([
    [0, "blue"],
    [0.8999, "blue"],
    [0.9, "green"],
    [0.9999, "green"],
  ])("at %d of 1 goes to %s", (random, expected) => {
    expect(weightedChoice(choices, random)?.name).toBe(expected);
  });

  it.each([[[]], [[{ weight: 0 }]]])("goes nowhere from %j", (nothing: { weight: number }[]) => {
    expect(weightedChoice(nothing, 0.5)).toBeUndefined();
  });
});

describe("targets", () => {
  const target = (id: string, outstandingRequests = 0, secondsInService = 1000) => ({
    id,
    outstandingRequests,
    secondsInService,
  });
  const names = (
    choice: TargetChoice,
    candidates: readonly ReturnType<typeof target>[],
    count: number,
  ) => Array.from({ length: count }, () => choice.next(candidates)?.id).join("");

  it("take turns", () => {
    const choice = new TargetChoice({ algorithm: "round_robin", slowStartSeconds: 0 });
    expect(names(choice, [target("a"), target("b"), target("c")], 6)).toBe("abcabc");
  });

  it("take turns when one comes and another goes", () => {
    const choice = new TargetChoice({ algorithm: "round_robin", slowStartSeconds: 0 });
    names(choice, [target("a"), target("b")], 3);
    const after = names(choice, [target("b"), target("c")], 10);
    expect(Array.from(after).filter((name) => name === "c")).toHaveLength(5);
  });

  it("get the next request by how busy they are, in turn among equals", () => {
    const choice = new TargetChoice({
      algorithm: "least_outstanding_requests",
      slowStartSeconds: 0,
    });
    expect(names(choice, [target("a", 3), target("b", 1), target("c", 2)], 2)).toBe("bb");
    expect(names(choice, [target("a"), target("b")], 4)).toMatch(/^(ab|ba){2}$/);
  });

  it("in slow start get a share that grows with the time", () => {
    const shareAfter = (seconds: number) => {
      const choice = new TargetChoice({ algorithm: "round_robin", slowStartSeconds: 100 });
      const answers = names(choice, [target("a"), target("n", 0, seconds)], 1200);
      return Array.from(answers).filter((name) => name === "n").length / 1200;
    };
    expect(shareAfter(20)).toBeCloseTo(1 / 6, 2);
    expect(shareAfter(50)).toBeCloseTo(1 / 3, 2);
    expect(shareAfter(100)).toBeCloseTo(1 / 2, 2);
  });

  it("that all start slowly share as if none did", () => {
    const choice = new TargetChoice({ algorithm: "round_robin", slowStartSeconds: 100 });
    expect(names(choice, [target("a", 0, 90), target("b", 0, 1)], 4)).toBe("abab");
  });

  it("are chosen at random where the group says so", () => {
    const choice = new TargetChoice(
      { algorithm: "weighted_random", slowStartSeconds: 0 },
      () => 0.6,
    );
    expect(choice.next([target("a"), target("b")])?.id).toBe("b");
  });
});
