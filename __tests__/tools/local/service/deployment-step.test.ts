import fc from "fast-check";
import {
  type DeploymentRules,
  deploymentStep,
  type ScheduledTask,
} from "../../../../tools/local/service/deployment-step";
import { failureThreshold, restartDelaySeconds } from "../../../../tools/local/service/deployment";

const RULES: DeploymentRules = {
  desiredCount: 2,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  scheduling: "REPLICA",
  mayStart: true,
};

function task(id: string, task: Partial<ScheduledTask> = {}): ScheduledTask {
  return { id, isNew: true, phase: "running", health: "healthy", ...task };
}

const old = (id: string, more: Partial<ScheduledTask> = {}) => task(id, { isNew: false, ...more });

describe("a step of a deployment", () => {
  it("starts what is missing", () => {
    expect(deploymentStep([], RULES)).toEqual({ start: 2, stop: [] });
    expect(deploymentStep([task("a")], RULES)).toEqual({ start: 1, stop: [] });
    expect(deploymentStep([task("a"), task("b")], RULES)).toEqual({ start: 0, stop: [] });
  });

  it("at 100 and 200 percent starts all new ones before it stops an old one", () => {
    expect(deploymentStep([old("a"), old("b")], RULES)).toEqual({ start: 2, stop: [] });
    const starting = [
      task("c", { phase: "starting", health: "unknown" }),
      task("d", { health: "unknown" }),
    ];
    expect(deploymentStep([old("a"), old("b"), ...starting], RULES)).toEqual({
      start: 0,
      stop: [],
    });
    expect(deploymentStep([old("a"), old("b"), task("c"), starting[1]!], RULES).stop).toHaveLength(
      1,
    );
    expect(deploymentStep([old("a"), old("b"), task("c"), task("d")], RULES).stop).toEqual([
      "a",
      "b",
    ]);
  });

  it("at 50 and 100 percent stops one of two, then starts its successor", () => {
    const rules = { ...RULES, minimumHealthyPercent: 50, maximumPercent: 100 };
    expect(deploymentStep([old("a"), old("b")], rules)).toEqual({ start: 0, stop: ["a"] });
    expect(deploymentStep([old("a", { phase: "stopping" }), old("b")], rules)).toEqual({
      start: 1,
      stop: [],
    });
    expect(deploymentStep([old("b"), task("c", { health: "unknown" })], rules)).toEqual({
      start: 0,
      stop: [],
    });
    expect(deploymentStep([old("b"), task("c")], rules).stop).toEqual(["b"]);
  });

  it("of a daemon waits until the instance is free", () => {
    const rules: DeploymentRules = {
      ...RULES,
      minimumHealthyPercent: 50,
      maximumPercent: 100,
      scheduling: "DAEMON",
    };
    expect(deploymentStep([old("a"), old("b")], rules)).toEqual({ start: 0, stop: ["a"] });
    expect(deploymentStep([old("a", { phase: "stopping" }), old("b")], rules).start).toBe(0);
    expect(deploymentStep([old("b")], rules).start).toBe(1);
  });

  it("stops old tasks that are not well without counting them", () => {
    const tasks = [old("a", { health: "unhealthy" }), old("b"), task("c", { health: "unknown" })];
    expect(deploymentStep(tasks, RULES).stop).toEqual(["a"]);
  });

  it("puts another beside a failing task before it stops it, where there is room", () => {
    const tasks = [task("a"), task("b", { health: "unhealthy" })];
    expect(deploymentStep(tasks, RULES)).toEqual({ start: 1, stop: [] });
    expect(deploymentStep([...tasks, task("c")], RULES)).toEqual({ start: 0, stop: ["b"] });
    const full = { ...RULES, maximumPercent: 100 };
    expect(deploymentStep(tasks, full)).toEqual({ start: 0, stop: ["b"] });
  });

  it("stops those above the wanted count, the ones that are not yet well first", () => {
    const tasks = [task("a"), task("b", { phase: "starting", health: "unknown" }), task("c")];
    expect(deploymentStep(tasks, RULES)).toEqual({ start: 0, stop: ["b"] });
    expect(deploymentStep([task("a"), task("b")], { ...RULES, desiredCount: 0 }).stop).toEqual([
      "a",
      "b",
    ]);
  });

  it("starts nothing while a failing service is held back", () => {
    expect(deploymentStep([], { ...RULES, mayStart: false })).toEqual({ start: 0, stop: [] });
  });
});

/** Runs a deployment to its end, each task going on at a random moment. */
function simulate(rules: DeploymentRules, random: readonly number[]): void {
  let tasks: ScheduledTask[] = Array.from({ length: rules.desiredCount }, (_, at) =>
    old(`old-${at}`),
  );
  let made = 0;
  const lower = Math.ceil((rules.desiredCount * rules.minimumHealthyPercent) / 100);
  const upper = Math.floor((rules.desiredCount * rules.maximumPercent) / 100);
  for (let turn = 0; turn < 1000; turn += 1) {
    const { start, stop } = deploymentStep(tasks, rules);
    tasks = tasks.map((each) => (stop.includes(each.id) ? { ...each, phase: "stopping" } : each));
    for (let count = 0; count < start; count += 1) {
      tasks.push(task(`new-${made++}`, { phase: "starting", health: "unknown" }));
    }
    const active = tasks.filter(({ phase }) => phase !== "stopping");
    expect(active.filter(({ health }) => health === "healthy").length).toBeGreaterThanOrEqual(
      lower,
    );
    expect(active.length).toBeLessThanOrEqual(upper);
    if (rules.scheduling === "DAEMON") expect(tasks.length).toBeLessThanOrEqual(rules.desiredCount);
    if (
      tasks.length === rules.desiredCount &&
      tasks.every((each) => each.isNew && each.health === "healthy")
    )
      return;
    const moving = tasks.filter(
      ({ phase, health }) => phase === "stopping" || health === "unknown",
    );
    const one = moving[Math.floor((random[turn % random.length] ?? 0) * moving.length)];
    tasks = tasks.flatMap((each) => {
      if (each !== one) return [each];
      return each.phase === "stopping"
        ? []
        : [{ ...each, phase: "running" as const, health: "healthy" as const }];
    });
  }
  throw new Error("the deployment does not come to its end");
}

it("replaces all, never below the minimum of healthy tasks, never above the maximum", () => {
  const random = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
    minLength: 20,
    maxLength: 20,
  });
  const percents = fc.constantFrom(
    [100, 200],
    [50, 100],
    [0, 100],
    [50, 150],
    [100, 150],
    [66, 200],
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      percents,
      fc.boolean(),
      random,
      (desiredCount, [min, max], isDaemon, order) => {
        simulate(
          {
            desiredCount,
            minimumHealthyPercent: isDaemon ? Math.min(min, 50) : min,
            maximumPercent: isDaemon ? 100 : max,
            scheduling: isDaemon ? "DAEMON" : "REPLICA",
            mayStart: true,
          },
          order,
        );
      },
    ),
    { numRuns: 100 },
  );
});

test.each([
  [1, 3],
  [6, 3],
  [10, 5],
  [25, 13],
  [1000, 200],
])("the circuit breaker of %d tasks opens at %d failures", (desiredCount, threshold) => {
  expect(failureThreshold(desiredCount)).toBe(threshold);
});

test("a service that keeps failing is started ever later", () => {
  expect([0, 1, 2, 3, 20].map(restartDelaySeconds)).toEqual([0, 1, 2, 4, 900]);
});
