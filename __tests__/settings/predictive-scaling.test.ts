import { changed, problemsOf, system, systemErrorIf, warningsOf } from "./settings";

const strategies = (...list: unknown[]) => ({ "serviceScaling.strategies": list });
const cpuTarget = { kind: "cpu-target" };
const AT = "serviceScaling.strategies[0]";

systemErrorIf([
  [
    "a mode is unknown",
    strategies({ kind: "predictive", mode: "forecast" }),
    `${AT}.mode must be "forecast-only" or "forecast-and-scale", got "forecast". Did you mean "forecast-only"?`,
  ],
  [
    "a forecast has requests and no target",
    strategies({ kind: "predictive", metric: "requests" }),
    `${AT}.requestsPerTarget must be given with metric "requests", but is missing. Set the number of requests per minute that each task should receive.`,
  ],
  [
    "a forecast of CPU has requests",
    strategies({ kind: "predictive", requestsPerTarget: 100 }),
    `${AT}.requestsPerTarget must be removed unless metric is "requests", got 100. Set targetPercent instead, or change the metric.`,
  ],
  [
    "tasks are added an hour before the hour",
    strategies({ kind: "predictive", schedulingBufferSeconds: 3600 }),
    `${AT}.schedulingBufferSeconds must be a whole number from 0 to 3599, got 3600.`,
  ],
  [
    "nothing removes the tasks of a forecast",
    strategies({ kind: "predictive", mode: "forecast-and-scale" }),
    `${AT}.mode must not be without a strategy that removes tasks, because a forecast only adds them, got "forecast-and-scale". Add one, such as { kind: "cpu-target" }.`,
  ],
  [
    "there are two forecasts",
    strategies({ kind: "predictive" }, { kind: "predictive", metric: "memory" }),
    'serviceScaling.strategies[1].kind must not follow the forecast, as "predictive" of strategies[0] does, got "predictive". Two strategies that follow one metric work against each other: remove one of them.',
  ],
  [
    "requests are forecast from one of two target groups",
    {
      ...strategies(cpuTarget, { kind: "predictive", metric: "requests", requestsPerTarget: 10 }),
      deployment: { kind: "blue-green-by-ecs" },
    },
    'serviceScaling.strategies[1].metric must not be "requests" with deployment "blue-green-by-ecs", because its metric follows one target group and stops after a switch to the other, got "requests". Use "cpu-target" or "step", or deployment "rolling".',
  ],
  [
    "the forecast of a group raises its maximum without end",
    { clusterScaling: { kind: "cpu-target", predictive: { maxCapacityBufferPercent: 101 } } },
    "clusterScaling.predictive.maxCapacityBufferPercent must be a whole number from 0 to 100, got 101.",
  ],
]);

test("ECS's own scaling of a group takes no forecast", () => {
  expect(problemsOf(system({ clusterScaling: { kind: "managed", predictive: {} } }))).toEqual([
    expect.stringContaining("dev.systems.http-scale-out.clusterScaling"),
  ]);
});

test("a forecast goes with what follows the same metric, and removes what it added", () => {
  const forecast = { kind: "predictive", mode: "forecast-and-scale", maxCapacityBufferPercent: 20 };
  const settings = system({ "serviceScaling.maxTasks": 15, ...strategies(cpuTarget, forecast) });
  expect(problemsOf(settings)).toEqual([]);
  expect(warningsOf(settings)).toEqual([]);
});

describe("the version of the provider", () => {
  const OLD = ">= 5.100, < 7.0";
  const message = (path: string) =>
    `dev.systems.${path}.serviceScaling.strategies[1].kind must not be "predictive" with awsProviderVersion "${OLD}", which allows versions before 6.13.0 that lack its arguments, got "predictive". Set awsProviderVersion to "~> 6.25", or remove the strategy.`;
  const scaling = { strategies: [cpuTarget, { kind: "predictive" }] };
  const worker = { image: { kind: "reference", reference: "ghcr.io/acme/mailer:1.0.0" } };
  const network = { kind: "own", cidr: "10.60.0.0/16", zoneCount: 2, nat: "single" };
  const given = (systems: object, awsProviderVersion: string) =>
    problemsOf({ network, systems, awsProviderVersion });

  test.each([
    ["http-scale-out", "http-scale-out", { serviceScaling: scaling }],
    ["worker", "worker", { ...worker, serviceScaling: scaling }],
    [
      "talk-service",
      "talk-service.services.one",
      { services: { one: { priority: 1, serviceScaling: scaling } } },
    ],
    [
      "rest-api",
      "rest-api.services.student",
      { services: { student: { priority: 1, serviceScaling: scaling } } },
    ],
    ["http-api", "http-api.services.food", { services: { food: { serviceScaling: scaling } } }],
  ])("is looked at in %s", (name, path, settings) => {
    expect(given({ [name]: settings }, OLD)).toContain(message(path));
    expect(given({ [name]: settings }, "~> 6.13")).not.toContainEqual(
      expect.stringContaining("6.13.0"),
    );
  });

  test("has the forecast of groups in any case", () => {
    expect(
      problemsOf({
        awsProviderVersion: OLD,
        ...system({ clusterScaling: { kind: "cpu-target", predictive: {} } }),
      }),
    ).toEqual([]);
  });
});

test.each([
  ["worker", {}, "serviceScaling", ", because only a load balancer counts requests"],
  [
    "http-api",
    { services: { food: {} } },
    "services.food.serviceScaling",
    ' while api.integration is "cloud-map", for only a load balancer counts requests',
  ],
])("%s has no load balancer that counts what is forecast", (name, settings, path, why) => {
  const forecast = { kind: "predictive", metric: "requests", requestsPerTarget: 10 };
  const found = problemsOf(
    changed(
      { systems: { [name]: settings } },
      { [`systems.${name}.${path}.strategies`]: [cpuTarget, forecast] },
    ),
  );
  expect(found).toContainEqual(
    expect.stringContaining(`${path}.strategies[1].metric must not be "requests"${why}`),
  );
});
