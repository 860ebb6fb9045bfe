import { formatProblem, parseEnvironments } from "../../settings/environment";
import { systems } from "../../settings/schema/environment";
import { environments as schema } from "../../settings/schema/environments";
import { fullSettings } from "./full/full-settings";
import { frozen, remember } from "./sweep/remembered";
import { changed, errorIf, minimal, parsed, problemsOf, system } from "./settings";

const FIELDS =
  "name, region, accountId, nameSuffix, tags, awsProviderVersion, state, network, domain, protections, permissionsBoundaryArn, customerManagedKeys, notificationEmail, " +
  "notifications, alarms, ecsEvents, logRetentionDays, keepImages, containerInsights, dashboards, github, pipelines, loadTest, asleep, budget, systems";
const SYSTEMS = Object.keys(systems).join(", ");

errorIf([
  [
    "a field is unknown and near a valid one",
    { notificationMail: "a@example.com" },
    "notificationMail is not a field of the settings. Did you mean notificationEmail?",
  ],
  [
    "a field is unknown and near none",
    { colour: "blue" },
    `colour is not a field of the settings. Valid here: ${FIELDS}.`,
  ],
  [
    "a field has half its name",
    system({ "container.memory": 128 }),
    "systems.http-scale-out.container.memory is not a field of the settings. Did you mean memoryLimitMiB?",
  ],
  [
    "a system is unknown",
    { "systems.http-scaleout": {} },
    "systems.http-scaleout is not a field of the settings. Did you mean http-scale-out?",
  ],
  [
    "a field is missing",
    { region: undefined },
    'region must be an AWS region, as in "us-east-2", but is missing.',
  ],
  [
    "a required field is misspelt, which is one mistake",
    { region: undefined, regoin: "us-east-2" },
    "regoin is not a field of the settings. Did you mean region?",
  ],
  [
    "a field has the wrong type",
    { logRetentionDays: "30" },
    'logRetentionDays must be a number of days that CloudWatch Logs supports, as in 30, got "30".',
  ],
  [
    "a part is no object",
    { protections: true },
    "protections must be an object with deletionProtection, httpsOnly, waitForDeployments, rollbackOnAlarms, got true.",
  ],
  ["a part is null", { systems: null }, `systems must be an object with ${SYSTEMS}, got null.`],
  [
    "a switch is no boolean",
    { "protections.deletionProtection": "yes" },
    'protections.deletionProtection must be true or false, got "yes".',
  ],
  [
    "the name differs from that in the list of environments",
    { name: "qa" },
    'name must be "dev", as in the list of environments, got "qa". Change it here or there.',
  ],
  [
    "the name would give its stacks the ids of another environment's",
    { name: "images-dev" },
    'name must be 1 to 16 lowercase letters, digits and inner hyphens, begin with a letter, and not with "account", "images", "pipeline" or "state", got "images-dev".',
  ],
  [
    "the region is none",
    { region: "Ohio" },
    'region must be an AWS region, as in "us-east-2", got "Ohio". `npm run facts` updates the table of what AWS offers.',
  ],
  [
    "the name suffix has no hyphen in front",
    { nameSuffix: "staging" },
    'nameSuffix must be empty, or a hyphen and up to 15 lowercase letters, digits and inner hyphens, as in "-staging", got "staging".',
  ],
  [
    "the name suffix makes the balancer's name too long",
    {
      nameSuffix: "-staging",
      ...system({ "loadBalancer.name": "a-balancer-with-a-rather-long-n" }),
    },
    'systems.http-scale-out.loadBalancer.name must have at most 24 characters, because AWS allows 32 with nameSuffix "-staging", got "a-balancer-with-a-rather-long-n". Shorten one of them.',
  ],
  [
    "a tag has a name that AWS keeps for itself",
    { tags: { "aws:team": "a" } },
    'tags["aws:team"] must have a name of 1 to 128 letters, digits, spaces and _.:/=+@-, which does not start with "aws:".',
  ],
  [
    "a tag holds what Terraform would evaluate",
    { "tags.team": "${path.module}" },
    'tags.team must be a string of at most 256 letters, digits, spaces and _.:/=+@-, got "${path.module}".',
  ],
  [
    "a tag differs from one of the project's own in case only",
    { tags: { project: "shop" } },
    'tags.project must have a name that differs from the tag "Project" in more than case, because IAM treats the two as one. Use the same case, or choose another name.',
  ],
  [
    "two tags differ in case only",
    { tags: { team: "shop", Team: "shop" } },
    'tags.Team must have a name that differs from the tag "team" in more than case, because IAM treats the two as one. Use the same case, or choose another name.',
  ],
  [
    "there are more tags than AWS allows beside our own",
    { tags: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`tag${index}`, ""])) },
    "tags must be an object of at most 40 names and their values, got an object of 41 entries.",
  ],
  [
    "tags are a list",
    { tags: ["team"] },
    "tags must be an object of at most 40 names and their values, got a list of 1 entry.",
  ],
  [
    "tags have a member that would be lost",
    { tags: JSON.parse('{"__proto__": "a"}') as unknown },
    'tags must be an object of at most 40 names and their values, none of them "__proto__", got an object of 1 entry.',
  ],
  [
    "the provider's version is no constraint",
    { awsProviderVersion: "latest" },
    'awsProviderVersion must be a version constraint, as in "~> 6.25" or ">= 5.100, < 7.0", got "latest".',
  ],
  [
    "the provider's version may be too old",
    { awsProviderVersion: ">= 5.0" },
    'awsProviderVersion must not allow versions before 5.100.0, which lack arguments that the stacks use, got ">= 5.0".',
  ],
  [
    "no version of the provider is admitted",
    { awsProviderVersion: ">= 6.0, < 6.0" },
    'awsProviderVersion must allow at least one version, got ">= 6.0, < 6.0".',
  ],
  [
    "the e-mail address is none",
    { notificationEmail: "operations" },
    'notificationEmail must be an e-mail address, as in "operations@example.com", got "operations".',
  ],
  [
    "logs are kept for days that CloudWatch does not know",
    { logRetentionDays: 15 },
    "logRetentionDays must be a number of days that CloudWatch Logs supports, got 15. The nearest are 14 and 30.",
  ],
  [
    "logs are kept for ever",
    { logRetentionDays: 0 },
    "logRetentionDays must be a number of days that CloudWatch Logs supports, got 0. The nearest is 1.",
  ],
  [
    "the domain is none",
    { domain: { name: "example", hostedZoneId: "Z0123456789EXAMPLE" } },
    'domain.name must be a domain in lower case, as in "example.com", got "example".',
  ],
  [
    "the hosted zone has no id of Route 53",
    { domain: { name: "example.com", hostedZoneId: "/hostedzone/Z1" } },
    'domain.hostedZoneId must be the id of a Route 53 zone: "Z" and up to 31 capital letters and digits, got "/hostedzone/Z1".',
  ],
]);

test("reports all mistakes of all environments at once, and fills nothing in", () => {
  const { environments, problems } = parseEnvironments({
    dev: changed(minimal, {
      region: 5,
      "systems.http-scale-out.serviceScaling": { minTasks: 9, maxTasks: 3 },
    }),
    qa: 5,
  });
  expect(problems.map(formatProblem)).toEqual([
    'dev.region must be an AWS region, as in "us-east-2", got 5.',
    "dev.systems.http-scale-out.serviceScaling.minTasks must not be above maxTasks (3), got 9. Lower minTasks or raise maxTasks.",
    `qa must be an object with ${FIELDS}, got 5.`,
  ]);
  expect(environments).toEqual([]);
});

test("names the environment that a problem is in", () => {
  const { problems } = parseEnvironments({
    dev: minimal,
    qa: changed(minimal, { name: "qa", region: 1 }),
  });
  expect(problems.map(({ environment }) => environment)).toEqual(["qa", "qa"]);
});

test("a misspelt field spares its user the problems that its default would have", () => {
  const change = system({ serviceScaling: { minTasks: 30, maxTask: 40 } });
  expect(problemsOf(change)).toEqual([
    "dev.systems.http-scale-out.serviceScaling.maxTask is not a field of the settings. Did you mean maxTasks?",
  ]);
});

test("an environment may run no system", () => {
  expect(parsed({ systems: {} }).systems).toEqual({});
});

test("an unknown field called __proto__ is one like any other", () => {
  const dev: unknown = JSON.parse(
    JSON.stringify(minimal).replace("{", '{"__proto__": {"region": "us-east-1"},'),
  );
  expect(parseEnvironments({ dev }).problems.map(formatProblem)).toEqual([
    `dev.__proto__ is not a field of the settings. Valid here: ${FIELDS}.`,
  ]);
});

test("a field that breaks one rule is still checked by others", () => {
  const change = system({
    serviceScaling: { minTasks: 10, maxTasks: 5 },
    "service.maximumPercent": 105,
  });
  expect(problemsOf(change).map((problem) => problem.split(" ")[0])).toEqual([
    "dev.systems.http-scale-out.serviceScaling.minTasks",
    "dev.systems.http-scale-out.service.maximumPercent",
  ]);
});

describe("every setting there is", () => {
  const paths = pathsIn(fullSettings);
  // Only what contains the null is validated again.
  remember(schema);
  frozen(fullSettings);

  test.each(paths.map((path) => [path.join("/"), path] as const))(
    "error if %s is null",
    (_, path) => {
      const [problem, ...others] = parseEnvironments(withNull(fullSettings, path)).problems;
      expect(others).toEqual([]);
      // A union is chosen by its kind, and so is what may be in it.
      expect(problem?.path).toEqual(path);
      expect(problem?.message).toMatch(/, got null\./);
    },
  );
});

function withNull(settings: unknown, [step, ...others]: readonly PropertyKey[]): any {
  if (step === undefined) return null;
  const copy: any = Array.isArray(settings)
    ? [...(settings as unknown[])]
    : { ...(settings as object) };
  copy[step] = withNull(copy[step], others);
  return copy;
}

function pathsIn(value: unknown, path: readonly PropertyKey[] = []): PropertyKey[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const inner = [...path, Array.isArray(value) ? Number(key) : key];
    return [inner, ...pathsIn(member, inner)];
  });
}

errorIf([
  [
    "[2026-11 G5] AWS has no such region",
    { region: "us-east-3" },
    'region must be an AWS region, as in "us-east-2", got "us-east-3". Did you mean "us-east-1"? `npm run facts` updates the table of what AWS offers.',
  ],
]);
