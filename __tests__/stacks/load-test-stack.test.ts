import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { containerDefinitions } from "../support/container-definitions";
import { synthEnvironments } from "../support/environments";
import type { EnvironmentSettings } from "../../settings/environment";
import type { TerraformJson } from "../support/synth";

const { stacks, dependencies } = synthEnvironments({ dev, prod });
const stack = stacks["load-test-dev"]!;

type LoadTest = NonNullable<EnvironmentSettings["loadTest"]>;

const devWith = (loadTest: LoadTest) =>
  synthEnvironments({ dev: { ...dev, loadTest, systems: {} } }).stacks;

const containersOf = (json: TerraformJson) =>
  containerDefinitions(json.resource("aws_ecs_task_definition")["container_definitions"] as string);

const documentOf = (id: string) => stack.referenced(`\${data.aws_iam_policy_document.${id}.json}`);

const outputsOf = (json: TerraformJson) =>
  Object.fromEntries(
    Object.entries(json.json["output"] as Record<string, { readonly value: unknown }>).map(
      ([name, { value }]) => [name, value],
    ),
  );

it("does not exist unless the environment asks for it", () => {
  const without = { ...dev, loadTest: undefined };
  expect(Object.keys(synthEnvironments({ dev: without }).stacks).join()).not.toContain("load-test");
});

it("runs nothing: it has a task definition, but no service", () => {
  expect(stack.resources("aws_ecs_service")).toEqual([]);
  expect(stack.resources("aws_ecs_task_definition")).toHaveLength(1);
});

it("is deployed after the stack of its image, which is built from the project's generator", () => {
  expect(dependencies["load-test-dev"]).toEqual(["load-test-images-dev"]);
  const build = stacks["load-test-images-dev"]!.resource("docker_image")["build"];
  expect(build).toMatchObject({ dockerfile: "load-test/task/Dockerfile", platform: "linux/amd64" });
  const arm = devWith({ architecture: "arm64" });
  expect(arm["load-test-images-dev"]!.resource("docker_image")["build"]).toMatchObject({
    platform: "linux/arm64",
  });
  const { runtime_platform } = arm["load-test-dev"]!.resource("aws_ecs_task_definition");
  expect(runtime_platform).toMatchObject({ cpu_architecture: "ARM64" });
});

it("stops a task that outlives maxMinutes, even if the generator hangs", () => {
  const [generator, deadline] = containersOf(devWith({ maxMinutes: 90 })["load-test-dev"]!);
  expect(generator).toMatchObject({ name: "generator", essential: true });
  expect(deadline).toMatchObject({
    name: "deadline",
    essential: true,
    command: ["node", "-e", expect.stringContaining("setTimeout(() => {}, 5400000)") as string],
  });
});

it("lets a task read its order and write its own results, of one run only", () => {
  const policy = documentOf("task_roles_task_task-document");
  const bucket = "${aws_s3_bucket.results.arn}";
  expect(policy["statement"]).toEqual([
    { actions: ["s3:GetObject"], resources: [`${bucket}/runs/\${var.run}/order.json`] },
    { actions: ["s3:PutObject"], resources: [`${bucket}/runs/\${var.run}/tasks/*`] },
  ]);
});

it("lets the scheduler stop the tasks of its own cluster, and nothing else", () => {
  const policy = documentOf("stop-schedules_role_stop-tasks-document");
  expect(policy["statement"]).toEqual([
    {
      actions: ["ecs:StopTask"],
      resources: [
        "arn:${data.aws_partition.aws-partition.partition}:ecs:us-east-2:${data.aws_caller_identity.aws-account.account_id}:task/${aws_ecs_cluster.cluster.name}/*",
      ],
    },
  ]);
});

it("admits nobody, and reaches only 443 and the ports of the settings", () => {
  expect(stack.resources("aws_vpc_security_group_ingress_rule")).toEqual([]);
  const ports = (json: TerraformJson) =>
    json
      .resources("aws_vpc_security_group_egress_rule")
      .map((rule) => rule["from_port"])
      .sort();
  expect(ports(stack)).toEqual([443, 80].sort());
  expect(ports(devWith({ egress: [{ port: 8080 }] })["load-test-dev"]!)).toEqual(
    [443, 8080].sort(),
  );
});

it("keeps results encrypted, private, by TLS only, and not for long", () => {
  const bucket = stack.resource("aws_s3_bucket");
  expect(bucket).toMatchObject({ force_destroy: true });
  const { rule } = stack.resource("aws_s3_bucket_lifecycle_configuration");
  expect(rule).toMatchObject([{ status: "Enabled", expiration: [{ days: 7 }] }]);
  expect(stack.resource("aws_s3_bucket_server_side_encryption_configuration")).toBeDefined();
  expect(stack.resource("aws_s3_bucket_public_access_block")).toMatchObject({
    restrict_public_buckets: true,
  });
  const tls = documentOf("results_policy-document");
  expect(tls["statement"]).toMatchObject([{ sid: "TlsOnly", effect: "Deny" }]);
});

it("tells the command where the tasks run, and the limits of a run", () => {
  const limits = ({
    tasks,
    max_minutes,
    max_cost_usd,
    assign_public_ip,
  }: Record<string, unknown>) => ({
    tasks,
    max_minutes,
    max_cost_usd,
    assign_public_ip,
  });
  const ofDev = outputsOf(stack);
  expect(limits(ofDev)).toEqual({
    tasks: 3,
    max_minutes: 60,
    max_cost_usd: 5,
    // The default VPC has no private subnets.
    assign_public_ip: true,
  });
  expect(ofDev["subnet_ids"]).toHaveLength(3);
  const ofProd = outputsOf(stacks["load-test-prod"]!);
  expect(limits(ofProd)).toMatchObject({ tasks: 6, max_cost_usd: 50, assign_public_ip: false });
  expect(ofProd["subnet_ids"]).toHaveLength(3);
});

it("keeps the addresses of what others know", () => {
  const address = (type: string) =>
    Object.keys((stack.json["resource"] as Record<string, object>)[type] ?? {});
  expect(address("aws_s3_bucket")).toEqual(["results"]);
  expect(address("aws_ecs_cluster")).toEqual(["cluster"]);
  expect(address("aws_cloudwatch_log_group")).toEqual(["logs"]);
  expect(address("aws_scheduler_schedule_group")).toEqual(["stop-schedules"]);
});
