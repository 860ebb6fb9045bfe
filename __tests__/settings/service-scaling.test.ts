import { type Change, parsed, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const strategies = (...list: unknown[]) => ({ "serviceScaling.strategies": list });
const AT = "serviceScaling.strategies[0]";
const night = { schedule: "cron(0 22 ? * * *)", minTasks: 0, maxTasks: 0 };
const actions = (action: object) =>
  strategies({ kind: "scheduled", actions: { night: { ...night, ...action } } });
const SCHEDULE =
  'must be a schedule, as in "cron(0 7 ? * MON-FRI *)", "rate(1 day)" or "at(2027-01-31T07:00:00)"';
const CRON =
  "must have minutes, hours, day of month, month, day of week and year in its cron(), and a ? for one of the two days";

systemErrorIf([
  [
    "the floor is above the ceiling",
    { serviceScaling: { minTasks: 10, maxTasks: 5 } },
    "serviceScaling.minTasks must not be above maxTasks (5), got 10. Lower minTasks or raise maxTasks.",
  ],
  [
    "the floor is above the default ceiling, whatever the cluster's size",
    { "serviceScaling.minTasks": 30 },
    "serviceScaling.minTasks must not be above maxTasks (20), got 30. Lower minTasks or raise maxTasks.",
  ],
  [
    "the floor is zero",
    { "serviceScaling.minTasks": 0 },
    "serviceScaling.minTasks must be a whole number from 1 to 5000, got 0.",
  ],
  [
    "the ceiling is infinite",
    { "serviceScaling.maxTasks": Infinity },
    "serviceScaling.maxTasks must be a whole number from 1 to 5000, got Infinity.",
  ],
  [
    "there is no strategy",
    strategies(),
    "serviceScaling.strategies must be a list of 1 to 5 strategies, got a list of no entries.",
  ],
  [
    "the strategies are one",
    { "serviceScaling.strategies": { kind: "cpu-target" } },
    "serviceScaling.strategies must be a list of 1 to 5 strategies, got an object of 1 entry.",
  ],
  [
    "a strategy's kind is misspelt",
    strategies({ kind: "cpu-targets" }),
    `${AT}.kind must be "cpu-target", "memory-target", "requests-target", "queue-target", "metric-target", "step", "metric-step", "scheduled" or "predictive", got "cpu-targets". Did you mean "cpu-target"?`,
  ],
  [
    "a target is below 1",
    strategies({ kind: "cpu-target", targetPercent: 0 }),
    `${AT}.targetPercent must be a percentage from 1 to 100, got 0.`,
  ],
  [
    "a target is above 100",
    strategies({ kind: "memory-target", targetPercent: 100.5 }),
    `${AT}.targetPercent must be a percentage from 1 to 100, got 100.5.`,
  ],
  [
    "the requests of a task are missing",
    strategies({ kind: "requests-target" }),
    `${AT}.requestsPerTarget must be a whole number from 1 to 1000000000, but is missing.`,
  ],
  [
    "a cool-down is negative",
    strategies({ kind: "cpu-target", scaleInCooldownSeconds: -1 }),
    `${AT}.scaleInCooldownSeconds must be a whole number from 0 to 86400, got -1.`,
  ],
  [
    "there are two of a kind",
    strategies({ kind: "cpu-target" }, { kind: "cpu-target", targetPercent: 50 }),
    'serviceScaling.strategies[1].kind must not follow the service\'s CPU, as "cpu-target" of strategies[0] does, got "cpu-target". Two strategies that follow one metric work against each other: remove one of them.',
  ],
  [
    "a target and steps follow the same metric",
    strategies({ kind: "memory-target" }, { kind: "step", metric: "memory" }),
    'serviceScaling.strategies[1].kind must not follow the service\'s memory, as "memory-target" of strategies[0] does, got "step". Two strategies that follow one metric work against each other: remove one of them.',
  ],
  [
    "there are two schedules",
    strategies(
      { kind: "scheduled", actions: { night } },
      { kind: "scheduled", actions: { night } },
    ),
    'serviceScaling.strategies[1].kind must not follow the clock, as "scheduled" of strategies[0] does, got "scheduled". Two strategies that follow one metric work against each other: remove one of them.',
  ],
  [
    "the thresholds of steps overlap",
    strategies({ kind: "step", scaleIn: { thresholdPercent: 60 } }),
    `${AT}.scaleIn.thresholdPercent must be below scaleOut.thresholdPercent (60), got 60. Leave a gap wide enough that one step does not cross it.`,
  ],
  [
    "a step in is positive",
    strategies({ kind: "step", scaleIn: { adjustment: 1 } }),
    `${AT}.scaleIn.adjustment must be a whole number from -5000 to -1, got 1.`,
  ],
  [
    "a step out is negative",
    strategies({ kind: "step", scaleOut: { adjustment: -1 } }),
    `${AT}.scaleOut.adjustment must be a whole number from 1 to 5000, got -1.`,
  ],
  [
    "a larger step starts no later than the one before",
    strategies({
      kind: "step",
      scaleOut: { largerSteps: [{ thresholdPercent: 60, adjustment: 3 }] },
    }),
    `${AT}.scaleOut.largerSteps[0].thresholdPercent must be above 60, that of the step before, got 60. List the steps from the smallest to the largest.`,
  ],
  [
    "a larger step adds less than the one before",
    strategies({
      kind: "step",
      scaleOut: {
        largerSteps: [
          { thresholdPercent: 80, adjustment: 3 },
          { thresholdPercent: 90, adjustment: 2 },
        ],
      },
    }),
    `${AT}.scaleOut.largerSteps[1].adjustment must be above 3, that of the step before, got 2. List the steps from the smallest to the largest.`,
  ],
  [
    "steps count neither tasks nor percent",
    strategies({ kind: "step", scaleOut: { adjustmentUnit: "tasks" } }),
    `${AT}.scaleOut.adjustmentUnit must be "number" or "percent", got "tasks".`,
  ],
  [
    "a period is no whole minute",
    strategies({ kind: "step", scaleOut: { periodSeconds: 90 } }),
    `${AT}.scaleOut.periodSeconds must be a number of seconds from 60 to 86400, in whole minutes, got 90.`,
  ],
  [
    "an alarm looks back more than a day",
    strategies({ kind: "step", scaleIn: { periodSeconds: 3600, evaluationPeriods: 25 } }),
    `${AT}.scaleIn.evaluationPeriods must not be above 24, which make a day with periodSeconds 3600, got 25. Lower one of them.`,
  ],
  [
    "a statistic is none for percentages",
    strategies({ kind: "step", scaleOut: { statistic: "Sum" } }),
    `${AT}.scaleOut.statistic must be "Average", "Minimum" or "Maximum", got "Sum".`,
  ],
  [
    "a schedule is a bare cron line",
    actions({ schedule: "0 22 * * *" }),
    `${AT}.actions.night.schedule ${SCHEDULE}, got "0 22 * * *".`,
  ],
  [
    "a cron expression names both days",
    actions({ schedule: "cron(0 22 * * * *)" }),
    `${AT}.actions.night.schedule ${CRON}, got "cron(0 22 * * * *)".`,
  ],
  [
    "a cron expression names neither day",
    actions({ schedule: "cron(0 22 ? * ? *)" }),
    `${AT}.actions.night.schedule ${CRON}, got "cron(0 22 ? * ? *)".`,
  ],
  [
    "a rate has the wrong number",
    actions({ schedule: "rate(1 days)" }),
    `${AT}.actions.night.schedule must have a rate of a number and its unit, as in "rate(1 day)" or "rate(6 hours)", got "rate(1 days)".`,
  ],
  ...["at(2027-13-01T00:00:00)", "at(2027-02-30T00:00:00)"].map(
    (schedule): [string, Change, string] => [
      `[2026-11 G5] the moment ${schedule} does not exist`,
      actions({ schedule }),
      `${AT}.actions.night.schedule must have a time that exists, as in "at(2027-01-31T07:00:00)", got "${schedule}".`,
    ],
  ),
  ...["cron(0 25 ? * * *)", "cron(0 7 ? 13 MON *)", "cron(0 7 32 * ? *)", "cron(0 7 30 2 ? *)"].map(
    (schedule): [string, Change, string] => [
      `[2026-11 G5] ${schedule} never comes`,
      actions({ schedule }),
      `${AT}.actions.night.schedule must have a cron() that runs some day: numbers within their ranges, and a date that exists, got "${schedule}".`,
    ],
  ),
  [
    "[2026-11 G5] a day of the week has no such name",
    actions({ schedule: "cron(0 7 ? * FOO *)" }),
    `${AT}.actions.night.schedule must have days SUN to SAT and months JAN to DEC, not FOO, got "cron(0 7 ? * FOO *)".`,
  ],
  [
    "a time zone is unknown",
    actions({ timezone: "Europe/Atlantis" }),
    `${AT}.actions.night.timezone must be a time zone, as in "Europe/Berlin", got "Europe/Atlantis".`,
  ],
  [
    "a scheduled floor is above its ceiling",
    actions({ minTasks: 3, maxTasks: 2 }),
    `${AT}.actions.night.minTasks must not be above maxTasks (2), got 3. Lower minTasks or raise maxTasks.`,
  ],
  [
    "an action's name has a space",
    strategies({ kind: "scheduled", actions: { "at night": night } }),
    `${AT}.actions["at night"] must have a name of 1 to 100 letters, digits, hyphens and underscores.`,
  ],
  [
    "a schedule has no action",
    strategies({ kind: "scheduled", actions: {} }),
    `${AT}.actions must be an object of 1 to 100 names and their values, got an object of no entries.`,
  ],
  [
    "the ceiling is more than a balancer takes",
    { "serviceScaling.maxTasks": 1001, "capacity.maxInstances": 400 },
    "serviceScaling.maxTasks must not be above the 1000 targets that a load balancer takes, got 1001. Lower it: a larger service needs several balancers.",
  ],
  [
    "a scheduled ceiling is more than a balancer takes",
    { ...actions({ maxTasks: 1200 }), "capacity.maxInstances": 500 },
    `${AT}.actions.night.maxTasks must not be above the 1000 targets that a load balancer takes, got 1200. Lower it: a larger service needs several balancers.`,
  ],
]);

test("strategies on different metrics go together", () => {
  const list = [
    { kind: "cpu-target" },
    { kind: "step", metric: "memory" },
    { kind: "requests-target", requestsPerTarget: 1000 },
    { kind: "scheduled", actions: { night: { ...night, timezone: "Europe/Berlin" } } },
  ];
  expect(problemsOf(system(strategies(...list)))).toEqual([]);
});

test.each([
  "cron(0 7 ? * MON-FRI *)",
  "cron(0/5 8-17 L * ? 2027)",
  "rate(1 minute)",
  "rate(12 hours)",
  "at(2027-01-31T07:00:00)",
])("takes the schedule %s", (schedule) => {
  expect(problemsOf(system(actions({ schedule })))).toEqual([]);
});

test("steps have the defaults of the module that makes them", () => {
  const [step] =
    parsed(system(strategies({ kind: "step" }))).systems["http-scale-out"]?.serviceScaling
      .strategies ?? [];
  expect(step).toEqual({
    kind: "step",
    metric: "cpu",
    scaleOut: {
      thresholdPercent: 60,
      comparison: "above",
      adjustment: 1,
      adjustmentUnit: "number",
      largerSteps: [],
      periodSeconds: 60,
      evaluationPeriods: 1,
      statistic: "Average",
    },
    scaleIn: {
      thresholdPercent: 30,
      adjustment: -1,
      periodSeconds: 60,
      evaluationPeriods: 5,
      statistic: "Average",
    },
    cooldownSeconds: 300,
  });
});

describe("[2026-11 C15] bounds that scheduled actions move", () => {
  const scheduled = (actions: object, bounds: object = {}) =>
    system({
      "capacity.maxInstances": 7,
      serviceScaling: {
        minTasks: 2,
        maxTasks: 10,
        ...bounds,
        strategies: [{ kind: "scheduled", actions }],
      },
    });
  const morning = { schedule: "cron(0 8 ? * MON-FRI *)", minTasks: 6 };
  const evening = { schedule: "cron(0 20 ? * MON-FRI *)" };
  const bounds = (change: Change) => {
    const [strategy] = parsed(change).systems["http-scale-out"]!.serviceScaling.strategies;
    return strategy?.kind === "scheduled"
      ? Object.values(strategy.actions).map(({ minTasks, maxTasks }) => [minTasks, maxTasks])
      : undefined;
  };

  test("are the service's own where an action says nothing, so that a change of them reaches it", () => {
    expect(bounds(scheduled({ morning, evening }))).toEqual([
      [6, 10],
      [2, 10],
    ]);
    expect(bounds(scheduled({ morning, evening }, { maxTasks: 12 }))).toEqual([
      [6, 12],
      [2, 12],
    ]);
    expect(problemsOf(scheduled({ morning }, { maxTasks: 5 }))).toEqual([
      "dev.systems.http-scale-out.serviceScaling.strategies[0].actions.morning.minTasks must not be above maxTasks (5), got 6. Lower minTasks or raise maxTasks.",
    ]);
  });

  test("are warned about where no action brings them back", () => {
    expect(warningsOf(scheduled({ morning }))).toEqual([
      "dev.systems.http-scale-out.serviceScaling.minTasks is 2, which no scheduled action sets: it holds until the first of them only. Add an action without minTasks, for when the others are over.",
    ]);
    expect(warningsOf(scheduled({ morning, evening }))).toEqual([]);
  });
});

test.each(["cpu-target", "memory-target"])(
  "%s on the metric of 20 seconds is warned about, because no provider can make the service publish it",
  (kind) => {
    const warned = (highResolution: boolean) =>
      warningsOf(
        system({ "serviceScaling.maxTasks": 15, ...strategies({ kind, highResolution }) }),
      );
    expect(warned(true)).toEqual([
      "dev.systems.http-scale-out.serviceScaling.strategies[0].highResolution is true, and no version of the AWS provider can " +
        "make http-api publish metrics of 20 seconds: AWS rejects the policy until you enable them by hand, after the first " +
        "deployment. Deploy without it, run the command in docs/how-to/scale-out-faster.md, then set it.",
    ]);
    expect(warned(false)).toEqual([]);
  },
);
