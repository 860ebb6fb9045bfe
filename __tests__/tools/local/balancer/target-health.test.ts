import {
  afterCheck,
  INITIAL_HEALTH,
  inService,
  matchesStatus,
  type TargetHealth,
} from "../../../../tools/local/balancer/target-health";

const THRESHOLDS = { healthyThreshold: 3, unhealthyThreshold: 2 };

/** States after each of a row of checks: `+` is a good one, `-` a bad one. */
function statesAfter(checks: string, start: TargetHealth = INITIAL_HEALTH): string[] {
  let health = start;
  return Array.from(checks).map((check) => {
    health = afterCheck(health, check === "+", THRESHOLDS);
    return health.state;
  });
}

describe("a target", () => {
  it("is healthy after its first good check", () => {
    expect(statesAfter("+")).toEqual(["healthy"]);
    expect(statesAfter("-+")).toEqual(["initial", "healthy"]);
  });

  it("that never was well is unhealthy after as many bad checks as the threshold", () => {
    expect(statesAfter("--")).toEqual(["initial", "unhealthy"]);
  });

  it("goes out after bad checks in a row only", () => {
    expect(statesAfter("+-+-+--").at(-2)).toBe("healthy");
    expect(statesAfter("+-+-+--").at(-1)).toBe("unhealthy");
  });

  it("comes back after good checks in a row only", () => {
    const states = statesAfter("+--++-+++");
    expect(states.slice(3)).toEqual([
      "unhealthy",
      "unhealthy",
      "unhealthy",
      "unhealthy",
      "unhealthy",
      "healthy",
    ]);
  });

  it("that drains stays so", () => {
    expect(statesAfter("+++", { state: "draining", contrary: 0 })).toEqual(
      Array(3).fill("draining"),
    );
  });
});

describe("a group", () => {
  const of = (...states: TargetHealth["state"][]) =>
    states.map((state) => ({ health: { state, contrary: 0 } }));
  const inServiceOf = (...states: TargetHealth["state"][]) =>
    inService(of(...states)).map(({ health }) => health.state);

  it("sends requests to its healthy targets only", () => {
    expect(inServiceOf("initial", "healthy", "unhealthy", "draining")).toEqual(["healthy"]);
  });

  it("sends requests to all that are registered when none is healthy", () => {
    expect(inServiceOf("initial", "unhealthy", "draining")).toEqual(["initial", "unhealthy"]);
  });
});

test.each([
  [200, "200", true],
  [204, "200", false],
  [204, "200,204", true],
  [299, "200-299", true],
  [301, "200-299,302", false],
])("status %d by %s: %j", (status, matcher, expected) => {
  expect(matchesStatus(status, matcher)).toBe(expected);
});
