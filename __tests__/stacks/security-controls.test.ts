import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dev } from "../../environments/dev";
import { prod } from "../../environments/prod";
import { staging } from "../../environments/staging";
import { containerDefinitions } from "../support/container-definitions";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

/** A system's stacks in one environment: a control holds in them or does not. */
interface Stacks {
  readonly runtime: TerraformJson;
  /** None where another registry has the images. */
  readonly images: TerraformJson | undefined;
  readonly state: TerraformJson;
}

interface Exception {
  readonly control: string;
  readonly environments: readonly string[];
  /** @default every system */
  readonly systems?: readonly string[];
  readonly reason: string;
  readonly nextLook: string;
}

const exceptions = JSON.parse(
  readFileSync(join(__dirname, "../../docs/security-exceptions.json"), "utf8"),
) as Exception[];

/**
 * The controls of AWS Foundational Security Best Practices that touch what the stacks create, each with what holds it.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 */
const controls: Record<string, (stacks: Stacks) => boolean> = {
  "ECS.3": ({ runtime }) => tasks(runtime).every((task) => task["pid_mode"] === undefined),
  "ECS.4": ({ runtime }) => containers(runtime).every(({ privileged }) => !privileged),
  "ECS.5": ({ runtime }) =>
    containers(runtime).every(({ readonlyRootFilesystem }) => readonlyRootFilesystem === true),
  "ECS.8": ({ runtime }) =>
    !/AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|ECS_ENGINE_AUTH_DATA/.test(runtime.text),
  "ECS.9": ({ runtime }) =>
    containers(runtime).every(({ logConfiguration }) => logConfiguration?.logDriver === "awslogs"),
  "ECS.12": ({ runtime }) =>
    runtime
      .resource("aws_ecs_cluster")
      ["setting"].some(
        ({ name, value }: Record<string, string>) =>
          name === "containerInsights" && value !== "disabled",
      ),
  "ECS.17": ({ runtime }) => tasks(runtime).every((task) => task["network_mode"] !== "host"),
  "ECS.20": ({ runtime }) =>
    containers(runtime).every(({ user }) => !/^(0|root)(:|$)/.test(user ?? "0")),

  "ELB.1": ({ runtime }) =>
    runtime
      .resources("aws_lb_listener")
      .filter(({ protocol }) => protocol === "HTTP")
      .every(({ default_action: [action] }) => action.redirect?.protocol === "HTTPS"),
  "ELB.4": ({ runtime }) => runtime.resource("aws_lb")["drop_invalid_header_fields"] === true,
  "ELB.5": ({ runtime }) => runtime.resource("aws_lb")["access_logs"]?.enabled === true,
  "ELB.6": ({ runtime }) => runtime.resource("aws_lb")["enable_deletion_protection"] === true,
  "ELB.12": ({ runtime }) =>
    ["defensive", "strictest"].includes(runtime.resource("aws_lb")["desync_mitigation_mode"]),
  "ELB.13": ({ runtime }) => new Set(runtime.resource("aws_lb")["subnets"]).size >= 2,
  "ELB.16": ({ runtime }) => runtime.resources("aws_wafv2_web_acl_association").length > 0,
  "ELB.17": ({ runtime }) =>
    runtime
      .resources("aws_lb_listener")
      .filter(({ protocol }) => protocol === "HTTPS")
      .every(({ ssl_policy: policy }) => /^ELBSecurityPolicy-TLS13-1-[23]-/.test(policy)),
  "ELB.18": ({ runtime }) =>
    runtime
      .resources("aws_lb_listener")
      .every(
        ({ protocol, default_action: [{ type }] }) => protocol === "HTTPS" || type === "redirect",
      ),

  "AutoScaling.1": ({ runtime }) => group(runtime)["health_check_type"] === "ELB",
  "AutoScaling.2": ({ runtime }) => new Set(group(runtime)["vpc_zone_identifier"]).size >= 2,
  "AutoScaling.3": ({ runtime }) =>
    template(runtime)["metadata_options"].http_tokens === "required",
  "AutoScaling.5": ({ runtime }) =>
    template(runtime)["network_interfaces"]?.every(
      (card: Record<string, unknown>) => card["associate_public_ip_address"] === "false",
    ) ?? false,
  "AutoScaling.6": ({ runtime }) =>
    (group(runtime)["mixed_instances_policy"]?.launch_template.override ?? []).length >= 2,
  "AutoScaling.9": ({ runtime }) => runtime.resources("aws_launch_configuration").length === 0,

  "EC2.2": ({ runtime }) =>
    runtime
      .resources("aws_default_security_group")
      .every(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])].length === 0) &&
    runtime.resources("aws_default_security_group").length === runtime.resources("aws_vpc").length,
  "EC2.6": ({ runtime }) => runtime.resources("aws_flow_log").length > 0,
  "EC2.7": ({ runtime }) =>
    template(runtime)["block_device_mappings"].every(
      ({ ebs }: { ebs: Record<string, unknown> }) => ebs["encrypted"] === "true",
    ),
  "EC2.8": ({ runtime }) => template(runtime)["metadata_options"].http_tokens === "required",
  "EC2.15": ({ runtime }) =>
    runtime.resources("aws_subnet").every((subnet) => subnet["map_public_ip_on_launch"] !== true),
  "EC2.18": ({ runtime }) =>
    runtime
      .resources("aws_vpc_security_group_ingress_rule")
      .filter(({ cidr_ipv4: four, cidr_ipv6: six }) => four === "0.0.0.0/0" || six === "::/0")
      .every(({ from_port: from, to_port: to }) => from === to && [80, 443].includes(from)),
  "EC2.25": ({ runtime }) =>
    (template(runtime)["network_interfaces"] ?? []).every(
      (card: Record<string, unknown>) => card["associate_public_ip_address"] !== "true",
    ),

  "S3.1": (stacks) =>
    eachBucket(stacks, "aws_s3_bucket_public_access_block", (block) =>
      [
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
      ].every((flag) => block[flag] === true),
    ),
  "S3.5": (stacks) =>
    eachBucket(stacks, "aws_s3_bucket_policy", (policy, json) =>
      json
        .referenced(policy["policy"] as string)
        ["statement"].some(
          ({
            effect,
            condition = [],
          }: {
            effect?: string;
            condition?: Record<string, unknown>[];
          }) =>
            effect === "Deny" &&
            condition.some(({ variable }) => variable === "aws:SecureTransport"),
        ),
    ),
  "S3.9": (stacks) => eachBucket(stacks, "aws_s3_bucket_logging", () => true),
  "S3.13": (stacks) =>
    eachBucket(stacks, "aws_s3_bucket_lifecycle_configuration", ({ rule }) => rule.length > 0),
  "S3.14": ({ state }) =>
    state.resource("aws_s3_bucket_versioning")["versioning_configuration"].status === "Enabled",

  "ECR.1": ({ images }) =>
    repositories(images).every(
      (repository) => repository["image_scanning_configuration"].scan_on_push === true,
    ),
  "ECR.2": ({ images }) =>
    repositories(images).every((repository) => repository["image_tag_mutability"] === "IMMUTABLE"),
  "ECR.3": ({ images }) =>
    repositories(images).length === (images?.resources("aws_ecr_lifecycle_policy").length ?? 0),

  "IAM.1": (stacks) =>
    all(stacks).every((json) =>
      allowing(json).every(({ actions = [] }) => !actions.some((action) => action.includes("*"))),
    ),
  "IAM.21": (stacks) =>
    all(stacks).every((json) =>
      json
        .resources("aws_iam_role_policy_attachment")
        .every(({ policy_arn: arn }) => !/AdministratorAccess|FullAccess$/.test(arn)),
    ),
};

const settings = { dev, staging, prod };
const { stacks } = synthEnvironments(settings);
const runningSystems = Object.entries(settings).flatMap(([environment, { systems }]) =>
  Object.keys(systems).map((system) => [environment, system] as const),
);

test("every system runs in every environment", () => {
  const systems = new Set(runningSystems.map(([, system]) => system));
  expect(runningSystems).toHaveLength(systems.size * Object.keys(settings).length);
});

describe.each(runningSystems)("%s: %s", (environment, system) => {
  const own: Stacks = {
    runtime: stacks[`${system}-${environment}`]!,
    images: stacks[`${system}-images-${environment}`],
    state: stacks[`state-${environment}`]!,
  };

  test.each(Object.entries(controls))(
    "%s holds, or is an exception on record",
    (control, holds) => {
      const excepted = exceptions.some(
        (exception) =>
          exception.control === control &&
          exception.environments.includes(environment) &&
          (exception.systems?.includes(system) ?? true),
      );
      // A control that holds needs no exception: a record of the past would hide the day it breaks.
      expect({ control, holds: holds(own) }).toEqual({ control, holds: !excepted });
    },
  );
});

test.each(exceptions)(
  "the exception of $control has a known control, a reason and a date",
  (exception) => {
    expect(Object.keys(controls)).toContain(exception.control);
    expect(exception.environments.length).toBeGreaterThan(0);
    for (const system of exception.systems ?? []) {
      expect(runningSystems.map(([, name]) => name)).toContain(system);
    }
    expect(exception.reason.length).toBeGreaterThan(5);
    expect(exception.nextLook).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  },
);

/** Never empty: of nothing, every control would hold. */
function tasks(json: TerraformJson) {
  const found = json.resources("aws_ecs_task_definition");
  expect(found).not.toEqual([]);
  return found;
}

function containers(json: TerraformJson) {
  return tasks(json).flatMap((task) =>
    containerDefinitions(task["container_definitions"] as string),
  );
}

function repositories(images: TerraformJson | undefined) {
  return images?.resources("aws_ecr_repository") ?? [];
}

function all({ runtime, images, state }: Stacks): TerraformJson[] {
  return [runtime, ...(images === undefined ? [] : [images]), state];
}

function template(json: TerraformJson) {
  return json.resource("aws_launch_template");
}

function group(json: TerraformJson) {
  return json.resource("aws_autoscaling_group");
}

/** Statements of the policies that allow something. */
function allowing(json: TerraformJson): { actions?: string[] }[] {
  return json
    .dataSources("aws_iam_policy_document")
    .flatMap(({ statement }) => statement as { effect?: string; actions?: string[] }[])
    .filter(({ effect }) => effect !== "Deny");
}

/** Whether every bucket of every stack has a resource of the type that satisfies the condition. */
function eachBucket(
  stacks: Stacks,
  type: string,
  holds: (resource: ReturnType<TerraformJson["resource"]>, json: TerraformJson) => boolean,
): boolean {
  return all(stacks).every((json) =>
    json
      .resources("aws_s3_bucket")
      .every((bucket) =>
        json
          .resources(type)
          .some(
            (resource) =>
              json.referenced(resource["bucket"] as string) === bucket && holds(resource, json),
          ),
      ),
  );
}
