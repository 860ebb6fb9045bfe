import { environments } from "../fixtures/environments/all";
import { type Environment, formatProblem, parseEnvironments } from "../../settings/environment";

const { environments: all, problems, warnings } = parseEnvironments(environments);

function environment(name: string): Environment {
  const found = all.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`there is no environment ${name}`);
  return found;
}

function system(name: string) {
  const found = environment(name).systems["http-scale-out"];
  if (found === undefined) throw new Error(`${name} does not run http-scale-out`);
  return found;
}

test("dev, staging and prod have no problem", () => {
  expect(problems.map(formatProblem)).toEqual([]);
  expect(all.map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
});

test("dev has warnings of the reference's own ceiling and credits, prod of its mailer", () => {
  expect(warnings.map(({ environment: name, path }) => [name, path.at(-1)])).toEqual([
    ["dev", "targetPercent"],
    ["dev", "maxTasks"],
    ["dev", "thresholdPercent"],
    ["dev", "thresholdPercent"],
    ["prod", "email"],
  ]);
});

test("each way of having a network but a given one is in use", () => {
  expect(environment("dev").network).toEqual({ kind: "default-vpc" });
  expect(environment("staging").network).toMatchObject({
    kind: "own",
    zoneCount: 3,
    nat: "single",
  });
  expect(environment("prod").network).toMatchObject({
    kind: "own",
    zoneCount: 3,
    nat: "per-zone",
    flowLogsRetentionDays: 90,
  });
});

test("protection grows from dev to prod", () => {
  expect(all.map(({ protections }) => protections)).toEqual([
    {
      deletionProtection: false,
      httpsOnly: false,
      waitForDeployments: false,
      rollbackOnAlarms: false,
    },
    {
      deletionProtection: false,
      httpsOnly: true,
      waitForDeployments: true,
      rollbackOnAlarms: false,
    },
    { deletionProtection: true, httpsOnly: true, waitForDeployments: true, rollbackOnAlarms: true },
  ]);
});

test("retention grows from dev to prod", () => {
  expect(all.map(({ logRetentionDays }) => logRetentionDays)).toEqual([7, 30, 365]);
  expect(system("prod").loadBalancer.accessLogs).toEqual({ retentionDays: 365 });
});

test("prod has two instances or more, and room for every task it may ask for", () => {
  expect(system("prod").capacity).toMatchObject({ minInstances: 2, maxInstances: 7 });
  expect(system("prod").serviceScaling).toMatchObject({ minTasks: 3, maxTasks: 20 });
});

test("only staging runs on Spot, in part", () => {
  expect(["dev", "staging", "prod"].map((name) => system(name).capacity)).toMatchObject([
    { spotPercent: 0 },
    { spotPercent: 50 },
    { spotPercent: 0 },
  ]);
});

test("all can share an account: their names end differently", () => {
  expect(all.map(({ nameSuffix }) => nameSuffix)).toEqual(["", "-staging", "-prod"]);
});

test("only prod tells somebody of alarms", () => {
  expect(all.map(({ notificationEmail }) => notificationEmail)).toEqual([
    undefined,
    undefined,
    "operations@example.com",
  ]);
});
