import { errorIf, problemsOf, system } from "./settings";

const NETWORK = { kind: "own", cidr: "10.20.0.0/16", zoneCount: 3, nat: "single" };
const asleep = { from: "20:00", until: "07:00" };

errorIf([
  [
    "a time of day does not exist",
    { asleep: { ...asleep, from: "24:00" } },
    'asleep.from must be a time of day, as in "20:00", got "24:00".',
  ],
  [
    "a night ends when it begins",
    { asleep: { ...asleep, until: "20:30" } },
    'asleep.until must be at least an hour after from (20:00) and an hour before the next, got "20:30". Change one of them.',
  ],
  [
    "a day is too short",
    { asleep: { ...asleep, until: "19:30" } },
    'asleep.until must be at least an hour after from (20:00) and an hour before the next, got "19:30". Change one of them.',
  ],
  [
    "a time zone does not exist",
    { asleep: { ...asleep, timezone: "Europe/Atlantis" } },
    'asleep.timezone must be a time zone, as in "Europe/Berlin", got "Europe/Atlantis".',
  ],
  [
    "resources are protected from deletion",
    { asleep, "protections.deletionProtection": true },
    "asleep must be removed where protections.deletionProtection is true, as every request from 20:00 until 07:00 would fail, got an object. Or set asleep.evenIfProtected to true, if the environment has no users at night.",
  ],
  [
    "a schedule of its own scales a service",
    {
      asleep,
      ...system({
        "serviceScaling.strategies": [
          { kind: "scheduled", actions: { day: { schedule: "rate(1 day)" } } },
        ],
      }),
    },
    'systems.http-scale-out.serviceScaling.strategies[0].kind must not be "scheduled" while the environment is asleep at night, as both set the smallest and largest number of tasks, got "scheduled". Remove the strategy, or add "http-scale-out" to asleep.except.',
  ],
  [
    "a forecast raises the maximum of a service",
    {
      asleep,
      ...system({
        "serviceScaling.strategies": [{ kind: "predictive", maxCapacityBufferPercent: 10 }],
      }),
    },
    'systems.http-scale-out.serviceScaling.strategies[0].maxCapacityBufferPercent must be removed while the environment is asleep at night, as a forecast would raise the maximum from 0, got 10. Or add "http-scale-out" to asleep.except.',
  ],
  [
    "a forecast raises the maximum of a group",
    {
      asleep,
      ...system({
        clusterScaling: { kind: "cpu-target", predictive: { maxCapacityBufferPercent: 10 } },
      }),
    },
    'systems.http-scale-out.clusterScaling.predictive.maxCapacityBufferPercent must be removed while the environment is asleep at night, as a forecast would raise the maximum from 0, got 10. Or add "http-scale-out" to asleep.except.',
  ],
  [
    "a system has objectives",
    {
      asleep,
      notificationEmail: "operations@example.com",
      ...system({ "objectives.availability": 99.9 }),
    },
    'systems.http-scale-out.objectives must be removed while the environment is asleep at night, when every request fails and uses up the error budget, got an object. Or add "http-scale-out" to asleep.except.',
  ],
]);

test("a system that stays awake keeps its objectives, and protected resources may sleep by request", () => {
  expect(
    problemsOf({
      asleep: { ...asleep, except: ["http-scale-out"], evenIfProtected: true },
      notificationEmail: "operations@example.com",
      "protections.deletionProtection": true,
      ...system({ "objectives.availability": 99.9 }),
    }),
  ).toEqual([]);
});

const idle = { "systems.http-api": { network: NETWORK, idle: {} } };

describe("idle", () => {
  errorIf([
    [
      "it is idle for less than two wake-ups",
      { "systems.http-api": { network: NETWORK, idle: { afterMinutes: 5 } } },
      "systems.http-api.idle.afterMinutes must be a whole number from 10 to 1440, got 5.",
    ],
    [
      "an idle system's resources are protected from deletion",
      { ...idle, "protections.deletionProtection": true },
      "systems.http-api.idle must be removed where protections.deletionProtection is true, as every request of the 5 minutes after the first one would fail, got an object. Or set idle.evenIfProtected to true, if the environment has no users but you.",
    ],
    [
      "an idle system is asleep at night as well",
      { ...idle, asleep },
      'systems.http-api.idle must be removed while the environment is asleep at night, as both set the smallest and largest number of tasks, got an object. Or add "http-api" to asleep.except: nobody calls at night, so it sleeps anyway.',
    ],
    [
      "an idle system has objectives",
      {
        ...idle,
        notificationEmail: "operations@example.com",
        "systems.http-api.objectives": { availability: 99.9 },
      },
      "systems.http-api.objectives must be removed while idle is set, as the first requests fail and use up the error budget, got an object. Or remove idle.",
    ],
    [
      "the tasks of an idle system need instances",
      { ...idle, "systems.http-api.capacity": { kind: "managed-instances" } },
      'systems.http-api.capacity.kind must be "fargate" while idle is set, as the first request would wait for an instance to start as well, for longer than the 5 minutes that its callers are told, got "managed-instances". Change it, or remove idle.',
    ],
    [
      "a schedule of its own scales a service of an idle system",
      {
        ...idle,
        "systems.http-api.services": {
          food: {
            serviceScaling: {
              strategies: [{ kind: "scheduled", actions: { day: { schedule: "rate(1 day)" } } }],
            },
          },
        },
      },
      'systems.http-api.services.food.serviceScaling.strategies[0].kind must not be "scheduled" while idle is set, as both set the smallest and largest number of tasks, got "scheduled". Remove the strategy, or remove idle.',
    ],
  ]);

  test("beside a night in which it is excepted, and with protected resources by request", () => {
    const settings = { network: NETWORK, idle: { evenIfProtected: true } };
    expect(
      problemsOf({
        "systems.http-api": settings,
        asleep: { ...asleep, except: ["http-api"], evenIfProtected: true },
        "protections.deletionProtection": true,
      }),
    ).toEqual([]);
  });
});
