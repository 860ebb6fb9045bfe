import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workFolder } from "../../tools/preview/workspaces";
import { runCommand } from "../../tools/process/run-command";
import { projectRoot } from "../../tools/project-root";
import { type Inventory, SIGNED } from "../../tools/rehearse/emulator/account";
import { Emulator } from "../../tools/rehearse/emulator/emulator";
import { Workplace } from "../../tools/rehearse/life/workplace";
import { Terraform } from "../../tools/rehearse/terraform/terraform";
import type { Synthesis } from "../../tools/synthesized/synthesis";
import { environments } from "../fixtures/environments/all";
import { makeStateBucket, rehearsalOf } from "./rehearsed-stack";
import { synthesizeInto } from "./synthesize-into";

const STACK = "preview-http-scale-out-dev";
const DAY_MS = 86_400_000;
const TODAY = new Date().toISOString().slice(0, 10);
const IN_A_WEEK = new Date(Date.now() + 7 * DAY_MS).toISOString().slice(0, 10);

const dayBefore = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

const workplace = Workplace.create();
const outdir = join(workplace.folder, "preview-out");
const previews = { routing: { kind: "host", domainName: "preview.example.com" } } as const;
const environment = {
  ...environments.dev,
  loadTest: undefined,
  systems: { "http-scale-out": { previews } },
};
let synthesis: Synthesis;
let emulator: Emulator;

/** The command of a user. */
const preview = (...words: readonly string[]) => previewOn(0, ...words);

/** The command of a user some days ago. */
const previewOn = (daysAgo: number, ...words: readonly string[]) =>
  commandOn(daysAgo, "preview", ...words);

async function commandOn(daysAgo: number, command: string, ...words: readonly string[]) {
  const args = ["tools/run.mjs", `tools/${command}/main.ts`, ...words];
  const clock = join(projectRoot(), "__tests__", "support", "earlier.cjs");
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, args, {
    cwd: projectRoot(),
    env: {
      ...workplace.environment(emulator.endpoint),
      CDKTF_OUTDIR: outdir,
      NODE_OPTIONS: `--require ${JSON.stringify(clock)}`,
      DAYS_AGO: String(daysAgo),
    },
  });
  return { exitCode, stdout, told: `${stdout}${stderr}` };
}

const up = (name: string, ...options: readonly string[]) =>
  preview("up", "http-scale-out", "--name", name, "--image-tag", "1.0.0", ...options);

const stateOf = (name: string) =>
  emulator.object("http-scale-out-tfstate-dev", `${STACK}/${name}/${STACK}`);

/** Types of the resources that have the tag of a preview. */
const resourcesOf = async (name: string) =>
  (await emulator.resources())
    .filter(({ tags }) => tags["Preview"] === name && tags["ExpiresOn"] === IN_A_WEEK)
    .map(({ type }) => type)
    .sort();

/** What somebody at the console reads of the load balancer. */
async function describe(what: string, of: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await fetch(emulator.endpoint, {
    method: "POST",
    headers: {
      authorization: SIGNED.authorization
        .replace("/s3/", "/elasticloadbalancing/")
        .replace("us-east-1", "us-east-2"),
    },
    body: new URLSearchParams({ Action: `Describe${what}`, Version: "2015-12-01", ...of }),
  });
  return response.text();
}

/** Somebody at the console. */
async function keepLogsForAMonth(logGroupName: string): Promise<void> {
  const { status } = await fetch(emulator.endpoint, {
    method: "POST",
    headers: {
      authorization: SIGNED.authorization
        .replace("/s3/", "/logs/")
        .replace("us-east-1", "us-east-2"),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "Logs_20140328.PutRetentionPolicy",
    },
    body: JSON.stringify({ logGroupName, retentionInDays: 30 }),
  });
  expect(status).toBe(200);
}

/** Host names in the rules of all listeners. */
async function hostsOfRules(): Promise<readonly string[]> {
  const [, LoadBalancerArn = ""] =
    /<LoadBalancerArn>(.+?)</.exec(await describe("LoadBalancers")) ?? [];
  const listeners = await describe("Listeners", { LoadBalancerArn });
  const arns = [...listeners.matchAll(/<ListenerArn>(.+?)</g)].map(([, arn = ""]) => arn);
  const rules = await Promise.all(
    arns.map((ListenerArn) => describe("Rules", { ListenerArn, PageSize: "400" })),
  );
  const hosts = [...rules.join("").matchAll(/<member>([\w.-]+\.preview\.example\.com)</g)];
  return [...new Set(hosts.map(([, host = ""]) => host))];
}

/** Resources of an account by kind, each with the names that it has more than another time. */
function difference(now: Inventory, before: Inventory): Inventory {
  const kinds = Object.entries(now).map(
    ([kind, names]) => [kind, names.filter((name) => !before[kind]?.includes(name))] as const,
  );
  return Object.fromEntries(kinds.filter(([, names]) => names.length > 0));
}

const ONE_PREVIEW = {
  "ecs.Service": ["container-cluster:http-api_pr-1"],
  "elbv2.FakeTargetGroup": [expect.stringContaining(":targetgroup/http-")],
  "iam.Role": [expect.any(String)],
  "logs.LogGroup": ["/ecs/preview-http-scale-out-dev/pr-1"],
};

beforeAll(async () => {
  synthesis = synthesizeInto(outdir, { dev: environment });
  const aws = { source: "hashicorp/aws", version: workplace.awsProvider };
  writeFileSync(
    join(synthesis.stack(STACK).folder, "pin_override.tf.json"),
    JSON.stringify({ terraform: { required_providers: { aws } } }),
  );
  emulator = await Emulator.start({ logFile: join(workplace.folder, "emulator.log") });
  const system = await rehearsalOf("http-scale-out-dev", workplace, emulator, [], synthesis);
  await makeStateBucket(system, emulator);
  await system.init();
  await system.apply(true);
});

afterAll(async () => {
  await emulator.stop();
  rmSync(workFolder(synthesis.stack(STACK)), { recursive: true, force: true });
  workplace.remove();
});

test("two previews are deployed at the same time, and one is removed without a trace", async () => {
  const before = await emulator.inventory();
  for (const { exitCode, told } of await Promise.all([up("pr-1"), up("pr-2")])) {
    expect(exitCode === 0 ? "" : told).toBe("");
    expect(told).toMatch(
      /Plan: 7 to add[^]*at http:\/\/pr-\d\.preview\.example\.com:8080\/ until 20/,
    );
  }
  const both = await emulator.inventory();
  expect([...(await hostsOfRules())].sort()).toEqual([
    "pr-1.preview.example.com",
    "pr-2.preview.example.com",
  ]);
  expect(await up("pr-1")).toMatchObject({
    exitCode: 1,
    told: expect.stringMatching(
      /^--name must be the name of no other preview of http-scale-out-dev, got "pr-1", which exists since 20\S+ and expires on 20\S+\. Add --update/m,
    ) as string,
  });

  const listed = await preview("list", "http-scale-out", "dev", "--json");
  expect(JSON.parse(listed.stdout)).toEqual({
    previews: ["pr-1", "pr-2"].map((name) => ({
      name,
      system: "http-scale-out",
      environment: "dev",
      url: `http://${name}.preview.example.com:8080/`,
      createdOn: TODAY,
      expiresOn: IN_A_WEEK,
      isExpired: false,
      monthlyCostUsd: expect.any(Number) as number,
    })),
  });

  expect(await commandOn(0, "drift", STACK)).toMatchObject({
    exitCode: 0,
    stdout: `pr-1 of ${STACK}: no drift\npr-2 of ${STACK}: no drift\n\n`,
  });
  await keepLogsForAMonth(`/ecs/${STACK}/pr-1`);
  const drifted = await commandOn(0, "drift", STACK);
  expect(drifted.exitCode).toBe(2);
  expect(drifted.stdout).toMatch(
    /^pr-1 of .*: 1 resource was changed outside Terraform\n.* retention_in_days: \d+ -> 30\npr-2 of .*: no drift\n/,
  );

  const removed = await preview("down", "http-scale-out", "--name", "pr-1");
  expect(removed).toMatchObject({ exitCode: 0, stdout: "pr-1 of http-scale-out-dev is gone.\n" });
  const one = await emulator.inventory();
  expect(difference(both, one)).toEqual(ONE_PREVIEW);
  expect(difference(one, before)).toMatchObject({
    "ecs.Service": ["container-cluster:http-api_pr-2"],
    "logs.LogGroup": ["/ecs/preview-http-scale-out-dev/pr-2"],
  });
  expect(await resourcesOf("pr-1")).toEqual([]);
  expect(await resourcesOf("pr-2")).toEqual([
    "aws_cloudwatch_log_group",
    "aws_ecs_service",
    "aws_ecs_task_definition",
    "aws_iam_role",
    "aws_lb_target_group",
  ]);
  expect(await hostsOfRules()).toEqual(["pr-2.preview.example.com"]);
  expect([await stateOf("pr-1"), await stateOf("pr-2")]).toEqual([
    undefined,
    expect.stringContaining("http-api_pr-2"),
  ]);
  expect(await preview("down", "http-scale-out", "--name", "pr-1")).toMatchObject({
    exitCode: 0,
    stdout: "There is no preview pr-1 of http-scale-out-dev: nothing to remove.\n",
  });
});

test("an update keeps the day of creation, and a sweep removes only what has expired", async () => {
  const old = ["http-scale-out", "--name", "pr-3", "--image-tag"];
  expect(await previewOn(30, "up", ...old, "1.0.0")).toMatchObject({ exitCode: 0 });
  const created = await emulator.inventory();
  const updated = await previewOn(20, "up", ...old, "1.1.0", "--update", "--json");
  expect(JSON.parse(updated.stdout)).toMatchObject({
    name: "pr-3",
    createdOn: dayBefore(30),
    expiresOn: dayBefore(13),
    isExpired: false,
  });
  const after = await emulator.inventory();
  expect(Object.keys(difference(after, created))).toEqual(["ecs.TaskDefinition"]);
  expect(await stateOf("pr-3")).toContain(":1.1.0");

  const swept = await preview("sweep", "dev");
  expect(swept.stdout.trim().split("\n")).toEqual([
    `pr-2 of http-scale-out-dev: kept until ${IN_A_WEEK}`,
    `pr-3 of http-scale-out-dev: removed, expired on ${dayBefore(13)}`,
  ]);
  expect(swept.exitCode).toBe(0);
  expect(await hostsOfRules()).toEqual(["pr-2.preview.example.com"]);
  expect(await stateOf("pr-3")).toBeUndefined();
  expect(difference(await emulator.inventory(), created)).toEqual({});
});

test("50 previews are in one account at the same time, and no name of one is that of another", async () => {
  // The longest names, which differ at their ends only.
  const names = Array.from({ length: 50 }, (_, index) => `pr-${"a".repeat(26)}-${index + 10}`);
  // The root has the provider, and there is one state for all.
  const json = Object.fromEntries(
    Object.entries(synthesis.stack(STACK).json.json).filter(
      ([block]) => block !== "provider" && block !== "terraform",
    ),
  );
  const root = join(workplace.folder, "fifty-previews");
  mkdirSync(join(root, "preview"), { recursive: true });
  const write = (file: string, content: unknown) => {
    writeFileSync(join(root, file), JSON.stringify(content));
  };
  write("preview/main.tf.json", json);
  const variables = { created_on: TODAY, expires_on: IN_A_WEEK, image_tag: "1.0.0" };
  write("main.tf.json", {
    terraform: {
      required_providers: { aws: { source: "hashicorp/aws", version: workplace.awsProvider } },
    },
    provider: { aws: { region: "us-east-2" } },
    module: {
      preview: {
        source: "./preview",
        for_each: Object.fromEntries(names.map((name) => [name, name])),
        preview_name: "${each.key}",
        ...variables,
      },
    },
  });
  const before = await emulator.inventory();
  const env = workplace.environment(emulator.endpoint);
  const fifty = new Terraform({ folder: root, env, variables: {} });
  await fifty.init();
  await fifty.plan();
  await fifty.apply();
  const made = difference(await emulator.inventory(), before);
  expect(Object.fromEntries(Object.entries(made).map(([kind, its]) => [kind, its.length]))).toEqual(
    Object.fromEntries(Object.keys(ONE_PREVIEW).map((kind) => [kind, 50])),
  );
  expect(new Set(await hostsOfRules()).size).toBe(51);
  await fifty.destroy();
  expect(difference(await emulator.inventory(), before)).toEqual({});
});
