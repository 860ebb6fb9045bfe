import { percent, wholeNumber } from "../../settings/schema/fields";
import { type Change, problemsOf } from "./settings";

/** A change of talk-service, which runs alone, by paths within it. */
function talk(change: Change): Change {
  return {
    systems: {},
    "systems.talk-service.capacity.cpuCredits": "unlimited",
    ...Object.fromEntries(
      Object.entries(change).map(([path, value]) => [`systems.talk-service.${path}`, value]),
    ),
  };
}

function web(change: Change): Change {
  return Object.fromEntries(
    Object.entries(change).map(([path, value]) => [`systems.http-scale-out.${path}`, value]),
  );
}

const one = (settings: object) => ({ services: { one: { priority: 1, ...settings } } });

/** Services with a rule each, the first with `testHeader` two more. */
function services(count: number, deployment: object = { kind: "rolling" }): Change {
  return {
    services: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `s${index}`,
        {
          priority: index + 1,
          serviceScaling: { minTasks: 1 },
          service: { desiredCount: 1 },
          deployment: index === 0 ? deployment : { kind: "rolling" },
        },
      ]),
    ),
    "capacity.maxInstances": 100,
  };
}

const inTwoColors = { kind: "blue-green-by-variable", testHeader: "x-color" };
const ssh = (cidr: string): Change => web({ "capacity.ssh": { keyName: "operations", cidr } });
const day = (action: object): Change =>
  web({
    "serviceScaling.strategies": [
      { kind: "scheduled", actions: { day: { schedule: "rate(1 day)", minTasks: 1, ...action } } },
    ],
    "capacity.maxInstances": 400,
  });

/** What it is, the last value that is taken, the first that is not, and the field that is told. */
const LIMITS: readonly (readonly [string, Change, Change, string])[] = [
  ["rules of a balancer", talk(services(100)), talk(services(101)), "services"],
  [
    "rules of a balancer, three of them by a test header",
    talk(services(98, inTwoColors)),
    talk(services(99, inTwoColors)),
    "services",
  ],
  [
    "targets of a balancer",
    web({ "serviceScaling.maxTasks": 1000, "capacity.maxInstances": 400 }),
    web({ "serviceScaling.maxTasks": 1001, "capacity.maxInstances": 400 }),
    "serviceScaling.maxTasks",
  ],
  [
    "targets of a balancer by the clock",
    day({ maxTasks: 1000 }),
    day({ maxTasks: 1001 }),
    "serviceScaling.strategies[0].actions.day.maxTasks",
  ],
  ["addresses with SSH", ssh("8.0.0.0/8"), ssh("8.0.0.0/7"), "capacity.ssh.cidr"],
  ["addresses with SSH, far beyond", ssh("8.0.0.0/8"), ssh("16.0.0.0/4"), "capacity.ssh.cidr"],
  [
    "tasks of a rolling service in a cluster",
    talk({ ...one({ serviceScaling: { minTasks: 7 } }), ...instances(1) }),
    talk({ ...one({ serviceScaling: { minTasks: 8 } }), ...instances(1) }),
    "capacity.maxInstances",
  ],
  ...["blue-green-by-variable", "blue-green-by-ecs"].map(
    (kind) =>
      [
        `tasks of a service by ${kind}, of which two sets run`,
        talk({
          ...one({ serviceScaling: { minTasks: 7 }, deployment: { kind } }),
          ...instances(2),
        }),
        talk({
          ...one({ serviceScaling: { minTasks: 7 }, deployment: { kind } }),
          ...instances(1),
        }),
        "capacity.maxInstances",
      ] as const,
  ),
];

function instances(maxInstances: number): Change {
  return { "capacity.minInstances": 1, "capacity.maxInstances": maxInstances };
}

describe.each(LIMITS)("%s", (_, atTheLimit, beyond, field) => {
  it("may be as many as the limit", () => {
    expect(problemsOf(atTheLimit)).toEqual([]);
  });

  it("error if it is one more", () => {
    const fields = problemsOf(beyond).map((problem) => problem.split(" ")[0]);
    expect(fields).toEqual([expect.stringMatching(/\w+$/)]);
    expect(fields[0]!.endsWith(field)).toBe(true);
  });
});

describe("a field with bounds takes both of them, and nothing beyond", () => {
  test.each([
    ["whole number", wholeNumber(2, 7), [2, 7], [1, 8, 2.5]],
    ["percent", percent(), [1, 100], [0.9, 100.1]],
  ])("%s", (_, field, taken, refused) => {
    for (const value of taken)
      expect([value, field.safeParse(value).success]).toEqual([value, true]);
    for (const value of refused)
      expect([value, field.safeParse(value).success]).toEqual([value, false]);
  });
});
