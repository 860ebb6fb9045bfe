import { parsed, problemsOf, system, systemErrorIf } from "./settings";

systemErrorIf([
  [
    "the name has a dot",
    { "service.name": "http.api" },
    'service.name must be 1 to 200 letters, digits, hyphens and underscores, got "http.api".',
  ],
  [
    "the desired count is above the ceiling",
    { "service.desiredCount": 6, "serviceScaling.maxTasks": 5 },
    "service.desiredCount must be from serviceScaling.minTasks (1) to serviceScaling.maxTasks (5), got 6. Change it or the bounds.",
  ],
  [
    "the desired count is below the floor",
    { "service.desiredCount": 1, "serviceScaling.minTasks": 2 },
    "service.desiredCount must be from serviceScaling.minTasks (2) to serviceScaling.maxTasks (20), got 1. Change it or the bounds.",
  ],
  [
    "the desired count is zero",
    { "service.desiredCount": 0 },
    "service.desiredCount must be a whole number from 1 to 5000, got 0.",
  ],
  [
    "the healthy share is above 100",
    { "service.minimumHealthyPercent": 101 },
    "service.minimumHealthyPercent must be a whole number from 0 to 100, got 101.",
  ],
  [
    "the greatest share is below 100",
    { "service.maximumPercent": 99 },
    "service.maximumPercent must be a whole number from 100 to 200, got 99.",
  ],
  [
    "a deployment can neither stop nor start a task",
    { "service.minimumHealthyPercent": 100, "service.maximumPercent": 100 },
    "service.maximumPercent must leave a deployment room: of 1 task, 1 must stay healthy (minimumHealthyPercent 100) and 1 may run, got 100. Raise it, or lower minimumHealthyPercent.",
  ],
  [
    "rounding leaves a deployment of one task no room",
    { "service.minimumHealthyPercent": 50, "service.maximumPercent": 100 },
    "service.maximumPercent must leave a deployment room: of 1 task, 1 must stay healthy (minimumHealthyPercent 50) and 1 may run, got 100. Raise it, or lower minimumHealthyPercent.",
  ],
  [
    "a shell is asked for in a read-only container",
    { "service.enableExecuteCommand": true },
    "service.enableExecuteCommand must be false while container.readonlyRootFilesystem is true, because the agent writes to the container's file system, got true. Set container.readonlyRootFilesystem to false for as long as you need a shell.",
  ],
  [
    "the cluster's name has a space",
    { clusterName: "my cluster" },
    'clusterName must be 1 to 200 letters, digits, hyphens and underscores, got "my cluster".',
  ],
  [
    "Container Insights are switched on with true",
    { containerInsights: true },
    'containerInsights must be "enhanced", "enabled" or "disabled", got true.',
  ],
]);

test("two tasks can be replaced at 50 and 100 percent", () => {
  const change = {
    "service.minimumHealthyPercent": 50,
    "service.maximumPercent": 100,
    "serviceScaling.minTasks": 2,
  };
  expect(problemsOf(system(change))).toEqual([]);
});

test("a desired count that is left out never contradicts the bounds", () => {
  const { systems } = parsed(
    system({ "serviceScaling.minTasks": 2, "serviceScaling.maxTasks": 10 }),
  );
  expect(systems["http-scale-out"]?.service.desiredCount).toBeUndefined();
});

test("a shell is possible in a container with writable files", () => {
  const change = {
    "service.enableExecuteCommand": true,
    "container.readonlyRootFilesystem": false,
  };
  expect(problemsOf(system(change))).toEqual([]);
});
