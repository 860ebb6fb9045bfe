import { readAssertions } from "../../../tools/simulate/assertions";
import { readLoad } from "../../../tools/simulate/load/read-load";
import { KNOBS } from "../../../tools/simulate/knobs";
import { withDefaults } from "../../../tools/simulate/model/parameters";
import { readOverrides } from "../../../tools/simulate/overrides";
import { readSearch, search } from "../../../tools/simulate/search";
import { run, type Scenario } from "../../../tools/simulate/run";
import { sensitivityOf } from "../../../tools/simulate/sensitivity";
import { managedGroup, service, system } from "./support/sample-systems";

const scenario: Scenario = {
  read: {
    system: system(
      [
        service({
          capacity: [{ kind: "group", group: "nodes", waitsForRoom: true, base: 0, weight: 1 }],
        }),
      ],
      [managedGroup({ warmupSeconds: 60 })],
    ),
    region: "us-east-1",
    notModelled: [],
    balancers: [],
  },
  ...readLoad("step:10x", 60),
  parameters: withDefaults(),
  seed: 1,
};

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
};

describe("--search", () => {
  it("returns the cheapest settings that meet the assertions", () => {
    const found = search(
      scenario,
      readSearch({ maxInstances: "1..6" }),
      readAssertions(["under<60%"]),
      () => undefined,
    );
    const { candidates } = found.json as {
      candidates: { settings: { maxInstances: number }; holds: boolean; usdPerHour: number }[];
    };
    expect(found.holds).toBe(true);
    expect(candidates).toHaveLength(6);
    const held = candidates.filter(({ holds }) => holds);
    expect(held[0]!.usdPerHour).toBe(Math.min(...held.map(({ usdPerHour }) => usdPerHour)));
    expect(candidates.some(({ holds }) => !holds)).toBe(true);
  });

  it("says which setting and which range it can't read", () => {
    const message = messageOf(() => readSearch({ maxInstance: "3..8", target: "8..3" }));
    expect(message).toContain("there is no setting maxInstance. Did you mean maxInstances?");
    expect(message).toContain(
      'target must be a range such as 3..8 or 40..80:10, or a list such as 20,60, got "8..3".',
    );
  });

  it("has settings that all change the system", () => {
    for (const { name, get, set } of KNOBS) {
      const before = get(scenario.read.system);
      if (before === undefined) continue;
      expect([name, get(set(scenario.read.system, before + 1))]).toEqual([name, before + 1]);
    }
  });
});

describe("--assume, --set and --share", () => {
  const none = { assume: {}, set: {}, share: {} };

  it("tell all mistakes at once, with the nearest name", () => {
    const message = messageOf(() =>
      readOverrides({
        ...none,
        assume: { cpuMsPerRequst: "3", ioWaitMs: "-1" },
        set: { maxTask: "3" },
      }),
    );
    expect(message).toContain("Did you mean cpuMsPerRequest?");
    expect(message).toContain('ioWaitMs must be a number of 0 or more, got "-1".');
    expect(message).toContain("Did you mean maxTasks?");
  });

  it("change parameters, settings and shares", () => {
    const overrides = readOverrides({
      assume: { cpuMsPerRequest: "12" },
      set: { maxTasks: "7" },
      share: { "http-api": "0.5" },
    });
    expect(overrides.parameters.cpuMsPerRequest).toBe(12);
    const [changed] = overrides.apply(scenario.read).system.services;
    expect([changed?.scaling?.max, changed?.loadShare]).toEqual([7, 0.5]);
  });
});

it("--sensitivity puts what the answer depends on first", () => {
  const short = { ...scenario, ...readLoad("spike", 30) };
  const effects = sensitivityOf(short, run(short), () => undefined);
  expect(effects[0]!.weight).toBeGreaterThanOrEqual(effects.at(-1)!.weight);
  expect(effects.findIndex(({ name }) => name === "cpuMsPerRequest")).toBeLessThan(3);
  // Nothing runs on Fargate here.
  expect(effects.find(({ name }) => name === "fargateStartSeconds")!.weight).toBe(0);
});
