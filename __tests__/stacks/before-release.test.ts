import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { dev } from "../fixtures/environments/dev";
import { synthesizeApp } from "../../modules/synthesis/synthesize";
import type { Order } from "../../modules/service/tasks/runner/handler";
import {
  type EnvironmentSettings,
  formatProblem,
  parseEnvironments,
} from "../../settings/environment";
import { buildStacks } from "../../stacks/environment-stacks";
import { devRunning, runtimeOf, synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Systems = EnvironmentSettings["systems"];

const TASK = {
  command: ["node", "migrate.js", "${up}"],
  environment: { STEPS: "%{all}" },
  timeoutMinutes: 5,
};

/** Each system, and the settings that give one of its services `beforeRelease`. */
const systems: { readonly [Name in keyof Systems]?: (task: object) => object } = {
  "http-scale-out": (beforeRelease) => ({ beforeRelease }),
  "daemon-api": (beforeRelease) => ({ beforeRelease }),
  "talk-service": (beforeRelease) => ({ services: { talk: { priority: 1, beforeRelease } } }),
  "rest-api": (beforeRelease) => ({ services: { student: { priority: 1, beforeRelease } } }),
  "http-api": (beforeRelease) => ({ services: { food: { beforeRelease } } }),
  worker: (beforeRelease) => ({ beforeRelease }),
};
const names = Object.keys(systems) as (keyof Systems)[];

const decoded = (text: string): unknown =>
  JSON.parse(/^\$\{jsonencode\((.*)\)\}$/s.exec(text)?.[1] ?? "");
const orderOf = (json: TerraformJson) =>
  decoded(json.resource("aws_lambda_invocation").input as string) as Order;
const statementsOf = (json: TerraformJson, roleArn: string) => {
  const role = json.referenced(roleArn);
  return json
    .resources("aws_iam_role_policy")
    .filter((each) => json.referenced(each.role as string) === role)
    .flatMap(
      (policy) =>
        json.referenced(policy.policy as string).statement as {
          actions: string[];
          resources: string[];
          condition?: { test: string; variable: string; values: string[] }[];
        }[],
    );
};
/** All that a resource of Terraform waits for, directly or not. */
function neededBy(json: TerraformJson, address: string, seen = new Set<string>()): Set<string> {
  const [type = "", id = ""] = address.split(".");
  const block = (json.json["resource"] as Record<string, Record<string, object>>)[type]?.[id];
  for (const [, found] of JSON.stringify(block ?? {}).matchAll(/\b(aws_\w+\.[\w-]+)/g)) {
    if (seen.has(found!)) continue;
    seen.add(found!);
    neededBy(json, found!, seen);
  }
  return seen;
}
const problemsOf = (name: keyof Systems, settings: object) =>
  parseEnvironments(devRunning(name, settings)).problems.map(formatProblem);

describe.each(names)("%s", (name) => {
  const json = runtimeOf(name, systems[name]!(TASK));
  const invocation = json.resource("aws_lambda_invocation");
  const runner = json.resource("aws_lambda_function");
  const service = json
    .resources("aws_ecs_service")
    .find((each) => JSON.stringify(each).includes("aws_lambda_invocation."))!;

  it("waits for each resource once", () => {
    const waitsFor = invocation["depends_on"] as string[];
    expect(waitsFor).toEqual([...new Set(waitsFor)]);
  });

  it("has a role that Lambda assumes for this account, or without naming one", () => {
    const trust = json.referenced(json.referenced(runner["role"] as string).assume_role_policy);
    expect(trust.statement).toEqual([
      expect.objectContaining({
        principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
        condition: [
          expect.objectContaining({
            test: "StringEqualsIfExists",
            variable: "aws:SourceAccount",
          }),
        ],
      }),
    ]);
  });
  const order = orderOf(json);

  test("runs the command with the service's task definition, where the service's tasks run", () => {
    const [container] = decoded(
      json.referenced(service.task_definition as string).container_definitions as string,
    ) as { name: string }[];
    expect(order.request).toMatchObject({
      cluster: service.cluster as string,
      taskDefinition: service.task_definition as string,
      overrides: {
        containerOverrides: [
          {
            name: container!.name,
            command: ["node", "migrate.js", "${up}"],
            environment: [{ name: "STEPS", value: "%{all}" }],
          },
        ],
      },
    });
    expect(order.container).toBe(container!.name);
    const network = service.network_configuration;
    const own = order.request.networkConfiguration?.awsvpcConfiguration;
    expect(own?.subnets).toEqual(network?.subnets);
    expect(own?.securityGroups).toEqual(network?.security_groups);
    expect(own?.assignPublicIp).toBe(
      network && (network.assign_public_ip === true ? "ENABLED" : "DISABLED"),
    );
    const shares = (service.capacity_provider_strategy ?? []) as { capacity_provider: string }[];
    // A daemon names no provider, as it is on all instances.
    if (shares.length > 0) {
      expect(
        order.request.capacityProviderStrategy?.map(({ capacityProvider }) => capacityProvider),
      ).toEqual(shares.map((share) => share.capacity_provider));
    }
    expect(order.request.capacityProviderStrategy?.length).toBeGreaterThan(0);
  });

  test("runs again when the task definition or the command changes, and then only", () => {
    expect(invocation.triggers).toEqual({
      task_definition: service.task_definition as string,
      overrides: expect.stringContaining("migrate.js") as unknown,
    });
    expect(invocation.lifecycle).toEqual({ ignore_changes: ["input"] });
    expect(order.appliedAt).toBe("${timestamp()}");
  });

  test("comes before the service, and after all that the task needs", () => {
    const [address] = json.addressed("aws_lambda_invocation")[0]!;
    expect(service.depends_on).toContain(address);
    const needed = neededBy(json, address);
    // All that the service depends on for its tasks; listeners are for requests.
    const ofTasks = (service.depends_on as string[]).filter(
      (each) => each !== address && !/^aws_lb_|^aws_iam_role_policy.*(blue|shift)/.test(each),
    );
    expect([...needed]).toEqual(expect.arrayContaining(ofTasks));
    for (const type of [
      "aws_vpc_security_group_egress_rule",
      "aws_db_instance",
      "aws_dynamodb_table",
      "aws_vpc_endpoint",
      "aws_autoscaling_group",
      "aws_route",
      "aws_sqs_queue",
    ]) {
      const there = json.addressed(type).map(([each]) => each);
      const isNeeded = there.some((each) => needed.has(each));
      expect([type, isNeeded]).toEqual([type, there.length > 0]);
    }
    const toDatabase = json
      .addressed("aws_vpc_security_group_ingress_rule")
      .filter(([, rule]) => rule.description === "Queries")
      .map(([each]) => each);
    expect([...needed]).toEqual(expect.arrayContaining(toDatabase));
    expect([...needed].some((each) => each.startsWith("aws_ecs_service."))).toBe(false);
  });

  test("may run, watch and stop these tasks, and nothing else", () => {
    const statements = statementsOf(json, runner.role as string);
    expect(statements.map(({ actions }) => actions)).toEqual([
      ["ecs:RunTask"],
      ["ecs:TagResource"],
      ["iam:PassRole"],
      ["ecs:ListTasks"],
      ["ecs:DescribeTasks", "ecs:StopTask"],
      ["logs:CreateLogStream", "logs:PutLogEvents"],
    ]);
    const [run, , pass, list, follow, log] = statements;
    expect(run!.resources).toEqual([expect.stringMatching(/\.arn_without_revision\}:\*$/)]);
    for (const each of [run, list, follow])
      expect(each!.condition).toEqual([
        expect.objectContaining({ test: "ArnEquals", variable: "ecs:cluster" }),
      ]);
    expect(pass!.condition).toEqual([
      expect.objectContaining({
        variable: "iam:PassedToService",
        values: ["ecs-tasks.amazonaws.com"],
      }),
    ]);
    expect(follow!.resources[0]).toMatch(/:task\/\$\{aws_ecs_cluster\.[\w-]+\.name\}\/\*$/);
    expect(log!.resources).toEqual([expect.stringMatching(/^\$\{aws_cloudwatch_log_group\./)]);
  });

  test("waits in a function of its own, whose log the environment's days are kept", () => {
    expect(runner).toMatchObject({ runtime: "nodejs22.x", handler: "index.handler", timeout: 360 });
    expect(runner.function_name).toMatch(/^[\w-]{1,64}$/);
    const logs = json
      .resources("aws_cloudwatch_log_group")
      .find((each) => each.name === `/aws/lambda/${runner.function_name as string}`);
    expect(logs?.retention_in_days).toBe(dev.logRetentionDays);
    expect(runner.depends_on).toEqual(
      expect.arrayContaining([expect.stringMatching(/^aws_cloudwatch_log_group\./)]),
    );
    expect(order.timeoutSeconds).toBe(300);
    const stream = json.referenced(order.log.group);
    expect(JSON.stringify(json.referenced(service.task_definition as string))).toContain(
      order.log.group.slice(2, -1),
    );
    expect(stream.name).toEqual(expect.any(String));
  });
});

test("a schedule gets the new version only after the task", () => {
  const json = runtimeOf("worker", {
    beforeRelease: TASK,
    scheduledTasks: { nightly: { schedule: "rate(1 day)", command: ["clean"] } },
  });
  expect(json.resource("aws_scheduler_schedule").depends_on).toContain(
    json.addressed("aws_lambda_invocation")[0]![0],
  );
});

test("of two colors, both run their task, one after the other", () => {
  const json = runtimeOf("talk-service", {
    services: {
      talk: { priority: 1, deployment: { kind: "blue-green-by-variable" }, beforeRelease: TASK },
    },
  });
  const [blue, green] = json.addressed("aws_lambda_invocation");
  expect(json.addressed("aws_lambda_invocation")).toHaveLength(2);
  const waits = (one: typeof blue, other: typeof blue) =>
    (one![1].depends_on as string[]).includes(other![0]);
  expect([waits(blue, green), waits(green, blue)].sort()).toEqual([false, true]);
  const functions = json
    .resources("aws_lambda_function")
    .map((each) => each.function_name as string);
  expect(new Set(functions).size).toBe(2);
});

test("ECS shifts traffic only after the task", () => {
  const json = runtimeOf("http-scale-out", {
    deployment: { kind: "blue-green-by-ecs" },
    beforeRelease: TASK,
  });
  expect(json.resource("aws_ecs_service").depends_on).toContain(
    json.addressed("aws_lambda_invocation")[0]![0],
  );
});

test("without the setting there is nothing of it", () => {
  const json = runtimeOf("http-scale-out", {});
  expect(json.resources("aws_lambda_function")).toEqual([]);
  expect(json.resources("aws_lambda_invocation")).toEqual([]);
});

describe("the archive of the function", () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  const archive = (timezone: string) => {
    const outdir = mkdtempSync(join(tmpdir(), "archive-"));
    folders.push(outdir);
    const before = process.env.TZ;
    process.env.TZ = timezone;
    try {
      const parsed = parseEnvironments(devRunning("http-scale-out", { beforeRelease: TASK }));
      synthesizeApp((app, selection) => buildStacks(app, parsed, formatProblem, selection), {
        outdir,
        environments: ["dev"],
      });
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
    const stack = join(outdir, "stacks", "http-scale-out-dev");
    const json = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8")) as {
      resource: { aws_lambda_function: Record<string, Record<string, string>> };
    };
    const [runner] = Object.values(json.resource.aws_lambda_function);
    const path = runner!.filename!.replace("${path.module}", stack);
    return { content: readFileSync(path), hash: runner!.source_code_hash! };
  };

  test("is where Terraform looks for it, and is the same everywhere", () => {
    const { content, hash } = archive("UTC");
    expect(hash).toBe(createHash("sha256").update(content).digest("base64"));
    jest.isolateModules(() => {
      const { functionArchive } =
        // eslint-disable-next-line @typescript-eslint/no-require-imports
        require("../../modules/service/tasks/runner/archive") as typeof import("../../modules/service/tasks/runner/archive");
      expect(functionArchive().hash).toBe(hash);
    });
    expect(archive("Asia/Tokyo").content.equals(content)).toBe(true);
  });

  test("has the program, without types, that Node.js loads", async () => {
    const files = unzipSync(archive("UTC").content);
    expect(Object.keys(files)).toEqual(["index.js"]);
    mkdirSync(join(process.cwd(), ".build"), { recursive: true });
    const folder = mkdtempSync(join(process.cwd(), ".build", "function-"));
    folders.push(folder);
    writeFileSync(join(folder, "index.js"), files["index.js"]!);
    const loaded = (await import(join(folder, "index.js"))) as { handler: unknown };
    expect(loaded.handler).toBeInstanceOf(Function);
  });
});

test.each<[string, object, string]>([
  [
    "it may take longer than a function can wait",
    { beforeRelease: { command: ["migrate"], timeoutMinutes: 15 } },
    "beforeRelease.timeoutMinutes must be a whole number from 1 to 14, got 15. Split its work, or run it as a scheduled task.",
  ],
  [
    "there is no command",
    { beforeRelease: { command: [] } },
    "beforeRelease.command must be a list of 1 to 1000 arguments, got a list of no entries.",
  ],
  [
    "a variable is a secret",
    { beforeRelease: { command: ["migrate"], environment: { DB_PASSWORD: "hunter2" } } },
    "beforeRelease.environment.DB_PASSWORD must not hold a secret, and has the name of a secret: everyone who may read the state of Terraform or the task can read it. The task has the secrets of its service's container (container.secrets).",
  ],
  [
    "its container would start again",
    { beforeRelease: { command: ["migrate"] }, container: { restartPolicy: {} } },
    "beforeRelease must be left out while container.restartPolicy is set, which would start its program again when it ends, got a list of 1 entry. Remove one of the two.",
  ],
])("error if %s", (_, settings, message) => {
  expect(problemsOf("http-scale-out", settings)).toEqual([`dev.systems.http-scale-out.${message}`]);
});

test.each([
  [
    "the environment sleeps, whose instances are gone at night",
    {},
    {
      asleep: { from: "20:00", until: "07:00", timezone: "Europe/Berlin" },
      protections: { ...dev.protections, deletionProtection: false },
    },
    "beforeRelease runs on an instance, and from 20:00 until 07:00 there is none: an apply then fails.",
  ],
  [
    "it knows no names of Service Connect",
    { serviceConnect: {}, connection: { kind: "client" } },
    {},
    "beforeRelease is a task for which the names of serviceConnect lead nowhere",
  ],
])("warns where %s", (_, settings, environment, warning) => {
  const { dev: own } = devRunning("http-scale-out", { beforeRelease: TASK, ...settings } as object);
  const { warnings } = synthEnvironments({ dev: { ...own, ...environment } });
  expect(warnings).toContainEqual(expect.stringContaining(`dev.systems.http-scale-out.${warning}`));
});
