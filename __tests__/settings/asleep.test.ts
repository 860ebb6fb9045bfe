import { errorIf, problemsOf, system } from "./settings";

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
    "asleep must be removed where protections.deletionProtection is true, as every request from 20:00 until 07:00 would fail, got an object of 6 entries. Or set asleep.evenIfProtected to true, if the environment has no users at night.",
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
    'systems.http-scale-out.objectives must be removed while the environment is asleep at night, when every request fails and uses up the error budget, got an object of 1 entry. Or add "http-scale-out" to asleep.except.',
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
