import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import type { TaskDefinitionProps } from "../../../modules/service/task-definition/task-definition";
import { containerDefinitions } from "../../support/container-definitions";
import { synth } from "../../support/synth";
import { container, FARGATE, task } from "./fixtures";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";
const PARAMETER = "arn:aws:ssm:eu-west-1:123456789012:parameter/shop";

const synthTask = (props: Partial<TaskDefinitionProps> = {}) =>
  synth((stack) => {
    task(stack, props);
  });

describe("on EC2", () => {
  const json = synthTask();
  const definition = json.resource("aws_ecs_task_definition");

  test("uses the bridge network and has no size of its own", () => {
    expect(definition).toMatchObject({
      family: "shop",
      requires_compatibilities: ["EC2"],
      network_mode: "bridge",
    });
    expect(definition).not.toHaveProperty("cpu");
    expect(definition).not.toHaveProperty("memory");
    expect(definition).not.toHaveProperty("runtime_platform");
  });

  test("keeps former revisions active, which a roll-back deploys", () => {
    expect(definition.skip_destroy).toBe(true);
  });

  test("is started by a role with AWS's own policy, and has no task role", () => {
    const role = json.referenced(definition.execution_role_arn as string);
    expect(role).toMatchObject({ name_prefix: "shop-execution-" });
    expect(json.resource("aws_iam_role_policy_attachment").policy_arn).toMatch(
      /:iam::aws:policy\/service-role\/AmazonECSTaskExecutionRolePolicy$/,
    );
    expect(json.resources("aws_iam_role_policy")).toEqual([]);
    expect(definition).not.toHaveProperty("task_role_arn");
  });
});

test("on Fargate has an address of its own, a size and a platform", () => {
  const json = synthTask({ compatibility: { ...FARGATE, architecture: "arm64" } });
  expect(json.resource("aws_ecs_task_definition")).toMatchObject({
    requires_compatibilities: ["FARGATE"],
    network_mode: "awsvpc",
    cpu: "256",
    memory: "512",
    runtime_platform: { operating_system_family: "LINUX", cpu_architecture: "ARM64" },
  });
});

test("lets ECS read the secrets named, by kind, and nothing else", () => {
  const json = synthTask({
    containers: [
      container({ secrets: { A: `${SECRET}:user::`, B: `${SECRET}:password::`, C: PARAMETER } }),
    ],
    secretKeyArns: ["arn:aws:kms:eu-west-1:123456789012:key/1"],
  });
  const policy = json.resource("aws_iam_role_policy");
  expect(json.referenced(policy.policy as string).statement).toEqual([
    { actions: ["secretsmanager:GetSecretValue"], resources: [SECRET] },
    { actions: ["ssm:GetParameters"], resources: [PARAMETER] },
    { actions: ["kms:Decrypt"], resources: ["arn:aws:kms:eu-west-1:123456789012:key/1"] },
  ]);
});

test("reads a secret of the same stack, whose ARN only Terraform knows", () => {
  const json = synth((stack) => {
    const { arn } = new SecretsmanagerSecret(stack, "db", {});
    task(stack, {
      containers: [
        container({ secrets: { DB: { kind: "secrets-manager", arn, jsonKey: "password" } } }),
      ],
    });
  });
  const definition = json.resource("aws_ecs_task_definition");
  expect(containerDefinitions(definition.container_definitions as string)).toMatchObject([
    { secrets: [{ name: "DB", valueFrom: "${aws_secretsmanager_secret.db.arn}:password::" }] },
  ]);
  const policy = json.resource("aws_iam_role_policy");
  expect(json.referenced(policy.policy as string).statement[0].resources).toEqual([
    "${aws_secretsmanager_secret.db.arn}",
  ]);
});

test("has a task role where the programs are allowed something", () => {
  const statement = { actions: ["dynamodb:GetItem"], resources: ["arn:table"] };
  const json = synthTask({ taskPolicy: [statement] });
  const { task_role_arn } = json.resource("aws_ecs_task_definition");
  expect(json.referenced(task_role_arn as string)).toMatchObject({ name_prefix: "shop-task-" });
  const policy = json.resource("aws_iam_role_policy");
  expect(json.referenced(policy.policy as string).statement).toEqual([statement]);
});

test("opens a shell only when asked to, by a role that allows just that", () => {
  const json = synthTask({
    enableExecuteCommand: true,
    containers: [container({ readonlyRootFilesystem: false })],
  });
  const policy = json.resource("aws_iam_role_policy");
  const [statement] = json.referenced(policy.policy as string).statement;
  expect(statement.actions).toHaveLength(4);
  expect(statement.actions.join()).toMatch(/^(ssmmessages:\w+,?)+$/);
});

test("shortens a long family where IAM takes no more", () => {
  const json = synthTask({ family: "a".repeat(60) });
  expect(json.resource("aws_iam_role").name_prefix).toBe(`${"a".repeat(27)}-execution-`);
});

test("has a volume for each writable path", () => {
  const json = synthTask({ containers: [container({ writablePaths: ["/tmp"] })] });
  expect(json.resource("aws_ecs_task_definition").volume).toEqual([{ name: "web-tmp" }]);
});

test("[controls ECS.3, ECS.4, ECS.5, ECS.8, ECS.9, ECS.17, ECS.20] are held by default", () => {
  const definition = synthTask().resource("aws_ecs_task_definition");
  expect(definition).not.toHaveProperty("pid_mode");
  expect(definition.network_mode).not.toBe("host");
  const [web] = containerDefinitions(definition.container_definitions as string);
  expect(web).not.toHaveProperty("privileged");
  expect(web).toMatchObject({
    readonlyRootFilesystem: true,
    user: "1000:1000",
    logConfiguration: { logDriver: "awslogs" },
  });
});

describe("refuses", () => {
  const one = (props: Parameters<typeof container>[0]) => ({ containers: [container(props)] });
  test.each<[string, Partial<TaskDefinitionProps>, string]>([
    ["no container", { containers: [] }, "`containers` must have at least 1"],
    ["one name twice", { containers: [container(), container()] }, "got web twice"],
    ["only inessential containers", one({ essential: false }), "at least one that is essential"],
    ["a container on EC2 without memory", one({ memoryLimitMiB: undefined }), "got neither"],
    ["a port out of range", one({ ports: [70_000] }), "must be from 1 to 65535, got 70000"],
    [
      "less memory than Docker takes",
      one({ memoryLimitMiB: 4 }),
      "must be from 6 to 33554432, got 4",
    ],
    [
      "a reservation that is no less than the limit",
      one({ memoryReservationMiB: 256 }),
      "`containers[web].memoryReservationMiB` must be below memoryLimitMiB (256), got 256",
    ],
    [
      "credentials in the environment",
      one({ environment: { AWS_SECRET_ACCESS_KEY: "x" } }),
      "secrets",
    ],
    [
      "a name that is both variable and secret",
      one({ environment: { A: "x" }, secrets: { A: SECRET } }),
      "must not hold A, which is one of `secrets` too",
    ],
    [
      "a secret that is no ARN",
      one({ secrets: { A: "hunter2" } }),
      "`containers[web].secrets.A` must be the ARN of a secret of Secrets Manager",
    ],
    [
      "a relative writable path",
      one({ writablePaths: ["tmp"] }),
      'must be an absolute path, as in "/tmp", got tmp',
    ],
    [
      "a shell in a container that cannot be written to",
      { enableExecuteCommand: true },
      "`containers[web].enableExecuteCommand` must be false while container.readonlyRootFilesystem is true",
    ],
    [
      "an impossible size of Fargate",
      { compatibility: { ...FARGATE, memoryMiB: 4096 } },
      "`compatibility.memoryMiB` must be 512, 1024 or 2048 with cpu 256, got 4096",
    ],
    [
      "containers that need more CPU than their task has",
      {
        compatibility: FARGATE,
        containers: [container(), container({ name: "side", ports: [], cpu: 64 })],
      },
      "`cpu` of all containers must not exceed the task's 256, got 256 + 64 = 320",
    ],
    [
      "containers that need more memory than their task has",
      {
        compatibility: FARGATE,
        containers: [
          container({ cpu: 128 }),
          container({ name: "side", ports: [], cpu: 64, memoryLimitMiB: 300 }),
        ],
      },
      "got 256 + 300 = 556",
    ],
    [
      "one port for two containers of one address",
      {
        compatibility: FARGATE,
        containers: [container({ cpu: 1 }), container({ name: "b", cpu: 1 })],
      },
      "`containers[b].ports` must differ from those of web",
    ],
    [
      "a stop time-out that Fargate cuts short",
      { compatibility: FARGATE, ...one({ stopTimeoutSeconds: 180 }) },
      "must be from 0 to 120, got 180",
    ],
    [
      "a health check out of range",
      one({ healthCheck: { command: ["CMD", "true"], timeoutSeconds: 90 } }),
      "`containers[web].healthCheck.timeoutSeconds` must be from 2 to 60, got 90",
    ],
  ])("%s", (_, props, message) => {
    expect(() => synthTask(props)).toThrow(message);
  });

  test("a secret of unknown kind", () => {
    expect(() =>
      synth((stack) => {
        const { arn } = new SecretsmanagerSecret(stack, "db", {});
        task(stack, { containers: [container({ secrets: { DB: arn } })] });
      }),
    ).toThrow("`containers[web].secrets.DB` must say its kind");
  });
});

test("lets ECS write to the streams of its log group, and to no other group", () => {
  const json = synthTask({ startRights: { logGroupArns: ["arn:logs"] } });
  const { policy } = json.resource("aws_iam_role_policy");
  expect(json.referenced(policy as string)["statement"]).toEqual([
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      // The ARN of a group is not that of its streams.
      resources: ["arn:logs:*"],
    },
  ]);
});
