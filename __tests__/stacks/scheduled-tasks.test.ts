import { formatProblem, parseEnvironments } from "../../settings/environment";
import type { EnvironmentSettings } from "../../settings/environment";
import { devRunning, runtimeOf } from "../support/environments";
import type { TerraformJson } from "../support/synth";

type Systems = EnvironmentSettings["systems"];

const TASKS = {
  nightly: {
    schedule: "cron(0 3 * * ? *)",
    timezone: "Europe/Berlin",
    command: ["node", "clean-up.js", "--older", "${days}"],
    environment: { DAYS: '30 "days"', BATCH: "%{10}" },
    retries: 5,
    maximumAgeMinutes: 10,
  },
} as const;

type Tasks = Readonly<Record<string, { schedule: string; command: readonly string[] }>>;

/** Each system, and the settings that give one of its services `scheduledTasks`. */
const systems: { readonly [Name in keyof Systems]?: (scheduledTasks: Tasks) => object } = {
  "http-scale-out": (scheduledTasks) => ({ scheduledTasks }),
  "daemon-api": (scheduledTasks) => ({ scheduledTasks }),
  "talk-service": (scheduledTasks) => ({
    services: { talk: { priority: 1, scheduledTasks } },
  }),
  "rest-api": (scheduledTasks) => ({
    services: { student: { priority: 1, scheduledTasks } },
  }),
  "http-api": (scheduledTasks) => ({ services: { food: { scheduledTasks } } }),
  worker: (scheduledTasks) => ({ scheduledTasks }),
};
const names = Object.keys(systems) as (keyof Systems)[];

/** What a template of Terraform would make of the JSON in `jsonencode(…)`. */
const decoded = (text: string): unknown =>
  JSON.parse(/^\$\{jsonencode\((.*)\)\}$/s.exec(text)?.[1] ?? "");

const statementsOf = (json: TerraformJson, roleArn: string) => {
  const role = json.referenced(roleArn);
  const policy = json
    .resources("aws_iam_role_policy")
    .find((each) => json.referenced(each.role as string) === role)!;
  return json.referenced(policy.policy as string).statement as {
    actions: string[];
    resources: string[];
    condition?: { test: string; variable: string; values: string[] }[];
  }[];
};

const withTasks = (name: keyof Systems, environment: Partial<EnvironmentSettings> = {}) =>
  runtimeOf(name, systems[name]!(TASKS), environment);

describe.each(names)("%s", (name) => {
  const json = withTasks(name);
  const schedule = json.resource("aws_scheduler_schedule");
  const service = json.resource("aws_ecs_service");

  test("starts the task definition of the service where the service's tasks run", () => {
    const { ecs_parameters: task, arn } = schedule.target;
    expect(json.referenced(arn as string)).toBe(json.resource("aws_ecs_cluster"));
    expect(task.task_definition_arn).toBe(service.task_definition);
    const network = service.network_configuration;
    expect(task.network_configuration?.subnets).toEqual(network?.subnets);
    expect(task.network_configuration?.security_groups).toEqual(network?.security_groups);
    const providers = (shares: { capacity_provider: string }[] = []) =>
      shares.map(({ capacity_provider: provider }) => provider);
    expect(providers(task.capacity_provider_strategy)).toHaveLength(
      Math.max(1, providers(service.capacity_provider_strategy).length),
    );
    if (service.capacity_provider_strategy !== undefined) {
      expect(providers(task.capacity_provider_strategy)).toEqual(
        providers(service.capacity_provider_strategy),
      );
    }
  });

  test("runs the command at its time, with every character of it", () => {
    expect(schedule).toMatchObject({
      schedule_expression: "cron(0 3 * * ? *)",
      schedule_expression_timezone: "Europe/Berlin",
      state: "ENABLED",
      flexible_time_window: { mode: "OFF" },
    });
    const { container_definitions: definitions } = json.referenced(
      service.task_definition as string,
    );
    const [container] = decoded(definitions as string) as { name: string }[];
    expect(decoded(schedule.target.input as string)).toEqual({
      containerOverrides: [
        {
          name: container!.name,
          command: ["node", "clean-up.js", "--older", "${days}"],
          environment: [
            { name: "BATCH", value: "%{10}" },
            { name: "DAYS", value: '30 "days"' },
          ],
        },
      ],
    });
  });

  test("lets the scheduler of this account start these tasks and nothing else", () => {
    const { role_arn: roleArn } = schedule.target;
    const [trust] = json.referenced(
      json.referenced(roleArn as string).assume_role_policy as string,
    ).statement;
    expect(trust.principals[0].identifiers).toEqual(["scheduler.amazonaws.com"]);
    expect(trust.condition).toEqual([expect.objectContaining({ variable: "aws:SourceAccount" })]);
    const statements = statementsOf(json, roleArn as string);
    expect(statements.map(({ actions }) => actions)).toEqual([
      ["ecs:RunTask"],
      ["ecs:TagResource"],
      ["iam:PassRole"],
      ["sqs:SendMessage"],
    ]);
    const [run, tag, pass] = statements;
    expect(run!.resources).toEqual([expect.stringMatching(/\.arn_without_revision\}:\*$/)]);
    expect(run!.condition?.[0]).toMatchObject({ test: "ArnEquals", variable: "ecs:cluster" });
    expect(tag!.condition?.[0]).toMatchObject({
      variable: "ecs:CreateAction",
      values: ["RunTask"],
    });
    const definition = json.referenced(service.task_definition as string);
    expect(pass!.resources).toEqual(
      [definition.execution_role_arn, definition.task_role_arn].filter((arn) => arn !== undefined),
    );
    expect(pass!.condition?.[0]?.values).toEqual(["ecs-tasks.amazonaws.com"]);
  });

  test("keeps what failed: starts after their retries, and exit codes other than 0", () => {
    const queue = json.referenced(schedule.target.dead_letter_config.arn as string);
    expect(queue).toMatchObject({ sqs_managed_sse_enabled: true });
    expect(schedule.target.retry_policy).toEqual({
      maximum_retry_attempts: 5,
      maximum_event_age_in_seconds: 600,
    });
    const rule = json.resource("aws_cloudwatch_event_rule");
    const { detail } = decoded(rule.event_pattern as string) as { detail: Record<string, unknown> };
    expect(detail).toMatchObject({
      group: [schedule.target.ecs_parameters.group],
      lastStatus: ["STOPPED"],
      $or: [
        { containers: { exitCode: [{ "anything-but": [0] }] } },
        { stopCode: ["TaskFailedToStart"] },
      ],
    });
    const target = json.resource("aws_cloudwatch_event_target");
    expect(json.referenced(target.arn as string)).toBe(queue);
    const policy = json
      .resources("aws_sqs_queue_policy")
      .find(({ queue_url: url }) => json.referenced(url as string) === queue)!;
    const [admitted] = json.referenced(policy.policy as string).statement;
    expect(admitted).toMatchObject({ principals: [{ identifiers: ["events.amazonaws.com"] }] });
    expect(json.referenced(admitted.condition[0].values[0] as string)).toBe(rule);
  });

  test("outlives none of what it needs", () => {
    const needed = (service.depends_on as string[]).filter(
      (each) => !each.startsWith("aws_lb_listener"),
    );
    expect(needed.length).toBeGreaterThan(0);
    expect(schedule.depends_on).toEqual(expect.arrayContaining(needed));
    expect(schedule.depends_on).toContainEqual(expect.stringContaining("role_run-tasks"));
  });

  test("tells a person, where there is one", () => {
    const told = (tasks: Tasks) =>
      runtimeOf(name, systems[name]!(tasks), { notificationEmail: "operations@example.com" })
        .resources("aws_cloudwatch_metric_alarm")
        .filter((alarm) => (alarm.alarm_name as string).endsWith("-failed-tasks"));
    expect(told(TASKS)).toHaveLength(1);
    expect(told(TASKS)[0]!.alarm_actions).toHaveLength(1);
    expect(told({})).toEqual([]);
  });
});

test("a task that ends is not counted as one that crashed", () => {
  const json = withTasks("http-scale-out", { notificationEmail: "operations@example.com" });
  const filter = json
    .resources("aws_cloudwatch_log_metric_filter")
    .find(({ name }) => name === "crash-loop-count");
  expect(filter?.pattern).toContain('($.detail.group = "service:*")');
  const { group } = json.resource("aws_scheduler_schedule").target.ecs_parameters;
  expect(group).toMatch(/-scheduled$/);
  expect(group).not.toMatch(/^service:/);
});

test("without tasks there is nothing of them", () => {
  const json = runtimeOf("http-scale-out", {});
  expect(json.resources("aws_scheduler_schedule")).toEqual([]);
  expect(json.resources("aws_sqs_queue")).toEqual([]);
});

test("a task can be switched off, and has UTC and 3 retries within the hour unless told", () => {
  const { nightly } = TASKS;
  const json = runtimeOf("http-scale-out", {
    scheduledTasks: {
      nightly: { schedule: nightly.schedule, command: ["clean"], enabled: false },
    },
  });
  const schedule = json.resource("aws_scheduler_schedule");
  expect(schedule).toMatchObject({ state: "DISABLED", schedule_expression_timezone: "UTC" });
  expect(schedule.target.retry_policy).toEqual({
    maximum_retry_attempts: 3,
    maximum_event_age_in_seconds: 3600,
  });
});

test("of two colors, the live one runs the tasks", () => {
  const json = runtimeOf("talk-service", {
    services: {
      talk: {
        priority: 1,
        deployment: { kind: "blue-green-by-variable" },
        scheduledTasks: { nightly: { schedule: "rate(1 day)", command: ["clean"] } },
      },
    },
  });
  expect(
    json
      .resources("aws_scheduler_schedule")
      .map(({ state }) => state as string)
      .sort(),
  ).toEqual([
    '${var.live_color == "blue" ? "ENABLED" : "DISABLED"}',
    '${var.live_color == "green" ? "ENABLED" : "DISABLED"}',
  ]);
});

const clean = { schedule: "rate(1 day)", command: ["clean"] };

test.each<
  [string, Record<string, typeof clean & { environment?: Record<string, string> }>, string]
>([
  [
    "a schedule is no schedule",
    { nightly: { ...clean, schedule: "daily" } },
    'scheduledTasks.nightly.schedule must be a schedule, as in "cron(0 7 ? * MON-FRI *)", "rate(1 day)" or "at(2027-01-31T07:00:00)", got "daily".',
  ],
  [
    "there is no command",
    { nightly: { ...clean, command: [] } },
    "scheduledTasks.nightly.command must be a list of 1 to 1000 arguments, got a list of no entries.",
  ],
  [
    "a command has a password",
    { nightly: { ...clean, command: ["psql", "postgres://shop:hunter2@db/shop"] } },
    "scheduledTasks.nightly.command[1] must not hold a secret, and is a URL with a password in it: everyone who may read the task definition can read it (ECS.8). Store the value in Secrets Manager or an SSM parameter, and set its ARN in secrets.",
  ],
  [
    "a variable is a secret",
    { nightly: { ...clean, environment: { DB_PASSWORD: "hunter2" } } },
    "scheduledTasks.nightly.environment.DB_PASSWORD must not hold a secret, and has the name of a secret: everyone who may read the schedule can read it. The task has the secrets of its service's container (container.secrets).",
  ],
  [
    "the command is longer than ECS takes",
    { nightly: { ...clean, command: ["sh", "-c", "x".repeat(8000)] } },
    "scheduledTasks.nightly.command must fit ECS together with environment, which takes 8192 characters of JSON for a task, got 8316. Put the script into the image.",
  ],
])("error if %s", (_, scheduledTasks, message) => {
  const { problems } = parseEnvironments(devRunning("http-scale-out", { scheduledTasks }));
  expect(problems.map(formatProblem)).toEqual([`dev.systems.http-scale-out.${message}`]);
});
