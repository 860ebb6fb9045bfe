import { fullSettings } from "../settings/full/full-settings";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { synthEnvironments } from "../support/environments";
import type { TerraformJson } from "../support/synth";

/*
 * What a bill is split by. The provider gives its default tags to every resource that takes tags, so that what is left to look
 * at is what AWS creates on behalf of a resource, and what replaces a tag.
 */

const { qa, demo, managed } = fullSettings;
// The document of http-api would be read from a file.
const systems = { ...demo.systems, "http-api": undefined };
const scheduled = { ...qa, systems: { "http-scale-out": qa.systems["http-scale-out"] } };
const { stacks } = synthEnvironments({
  qa: scheduled,
  demo: { ...demo, systems },
  managed,
  dev,
  prod,
});
const all = Object.entries(stacks);

type Tags = Readonly<Record<string, string>>;

function tagsOf(id: string): Tags {
  const json = stacks[id]!;
  const [provider] = json.json["provider"]["aws"] as { default_tags: { tags: Tags }[] }[];
  return provider!.default_tags[0]!.tags;
}

/** Whether the provider's default tags reach a type, as the bindings say. */
function takesTags(type: string): boolean {
  const file = type.replace(/^aws_/, "").replaceAll("_", "-");
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- one binding at a time, by its name
  const binding = require(`@cdktf/provider-aws/lib/${file}`) as Record<
    string,
    { tfResourceType?: string; prototype?: object }
  >;
  const found = Object.values(binding).find(({ tfResourceType }) => tfResourceType === type);
  if (found?.prototype === undefined) throw new Error(`no binding for ${type}`);
  return "tagsAll" in found.prototype;
}

const typesOf = (json: TerraformJson) =>
  Object.keys((json.json["resource"] ?? {}) as object).filter((type) => type.startsWith("aws_"));

const used = [...new Set(all.flatMap(([, json]) => typesOf(json)))].sort();

/** Types of what costs money, or has parts that do, and yet take no tags by `tags`. */
const TAGGED_OTHERWISE = ["aws_autoscaling_group"];

/** Types that take no tags: settings of another resource, and what AWS has no tags for. */
const WITHOUT_TAGS = used.filter((type) => !takesTags(type) && !TAGGED_OTHERWISE.includes(type));

test.each(all)("%s gives all its resources the tags that its costs are found by", (id, json) => {
  const environment = id.slice(id.lastIndexOf("-") + 1);
  for (const provider of json.json["provider"]["aws"]) {
    expect(provider.default_tags[0].tags).toMatchObject({
      Project: "http-scale-out",
      Environment: environment,
      System: id.slice(0, -environment.length - 1),
      ManagedBy: "terraform",
    });
  }
  const tags = tagsOf(id);
  for (const type of typesOf(json).filter((each) => takesTags(each))) {
    for (const [address, { tags: own = {}, lifecycle }] of json.addressed(type)) {
      const replaced = Object.entries(own as Tags).filter(
        ([name, value]) => name in tags && tags[name] !== value,
      );
      expect([address, replaced]).toEqual([address, []]);
      expect(JSON.stringify(lifecycle?.ignore_changes ?? [])).not.toContain("tags");
    }
  }
});

test("nothing that costs money is without tags", () => {
  expect(used.filter((type) => takesTags(type)).length).toBeGreaterThan(40);
  // A new type belongs here only if it is a part of another resource, or costs nothing.
  expect(WITHOUT_TAGS).toMatchInlineSnapshot(`
    [
      "aws_acm_certificate_validation",
      "aws_api_gateway_account",
      "aws_api_gateway_base_path_mapping",
      "aws_api_gateway_deployment",
      "aws_api_gateway_integration",
      "aws_api_gateway_method",
      "aws_api_gateway_method_settings",
      "aws_api_gateway_model",
      "aws_api_gateway_resource",
      "aws_apigatewayv2_api_mapping",
      "aws_apigatewayv2_authorizer",
      "aws_apigatewayv2_integration",
      "aws_apigatewayv2_route",
      "aws_appautoscaling_policy",
      "aws_appautoscaling_scheduled_action",
      "aws_autoscaling_policy",
      "aws_ce_cost_allocation_tag",
      "aws_cloudfront_function",
      "aws_cloudfront_origin_access_control",
      "aws_cloudwatch_dashboard",
      "aws_cloudwatch_event_target",
      "aws_cloudwatch_log_metric_filter",
      "aws_cloudwatch_log_resource_policy",
      "aws_cloudwatch_query_definition",
      "aws_cognito_risk_configuration",
      "aws_cognito_user_pool_client",
      "aws_ecr_lifecycle_policy",
      "aws_ecs_cluster_capacity_providers",
      "aws_efs_backup_policy",
      "aws_efs_file_system_policy",
      "aws_efs_mount_target",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_kms_alias",
      "aws_lambda_invocation",
      "aws_lb_target_group_attachment",
      "aws_route",
      "aws_route53_record",
      "aws_route_table_association",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
      "aws_scheduler_schedule",
      "aws_ses_domain_identity_verification",
      "aws_sesv2_email_identity_policy",
      "aws_sns_topic_policy",
      "aws_sns_topic_subscription",
      "aws_sqs_queue_policy",
      "aws_sqs_queue_redrive_allow_policy",
      "aws_wafv2_web_acl_association",
      "aws_wafv2_web_acl_logging_configuration",
    ]
  `);
});

describe("tags reach what AWS creates:", () => {
  const every = (type: string) =>
    all.flatMap(([id, json]) => json.resources(type).map((each) => [id, each, json] as const));

  test("instances, volumes and network interfaces of groups", () => {
    const templates = every("aws_launch_template");
    expect(templates.length).toBeGreaterThan(3);
    for (const [id, template] of templates) {
      const specifications = template["tag_specifications"] as {
        resource_type: string;
        tags: Tags;
      }[];
      expect(specifications.map((each) => each.resource_type)).toEqual([
        "instance",
        "volume",
        "network-interface",
      ]);
      for (const { tags } of specifications) expect(tags).toMatchObject(tagsOf(id));
    }
  });

  test("groups themselves, which take no default tags", () => {
    const groups = every("aws_autoscaling_group");
    expect(groups.length).toBeGreaterThan(3);
    for (const [id, group] of groups) {
      const own = group["tag"] as { key: string; value: string }[];
      expect(Object.fromEntries(own.map(({ key, value }) => [key, value]))).toMatchObject(
        tagsOf(id),
      );
    }
  });

  test("tasks of services, with the volumes that ECS attaches to them", () => {
    const services = every("aws_ecs_service");
    expect(services.length).toBeGreaterThan(10);
    for (const [, service] of services) {
      expect(service).toMatchObject({ propagate_tags: "SERVICE", enable_ecs_managed_tags: true });
    }
    const disks = services.flatMap(([, { volume_configuration: volume }]) => volume ?? []);
    expect(disks.length).toBeGreaterThan(0);
    for (const disk of disks) {
      expect(disk["managed_ebs_volume"]["tag_specifications"]).toEqual([
        { resource_type: "volume", propagate_tags: "SERVICE" },
      ]);
    }
  });

  test("tasks that a schedule starts", () => {
    const schedules = every("aws_scheduler_schedule");
    expect(schedules.length).toBeGreaterThan(0);
    for (const [, { target }] of schedules) {
      expect(target["ecs_parameters"]).toMatchObject({
        propagate_tags: "TASK_DEFINITION",
        enable_ecs_managed_tags: true,
      });
    }
  });

  test("instances that ECS manages", () => {
    const managed = every("aws_ecs_capacity_provider").flatMap(
      ([, { managed_instances_provider: provider }]) => provider ?? [],
    );
    expect(managed.length).toBeGreaterThan(0);
    for (const provider of managed) expect(provider["propagate_tags"]).toBe("CAPACITY_PROVIDER");
  });

  test("snapshots of databases", () => {
    const databases = every("aws_db_instance");
    expect(databases.length).toBeGreaterThan(0);
    for (const [, database] of databases) expect(database["copy_tags_to_snapshot"]).toBe(true);
  });
});

test("every log of an environment is kept as long as its one setting says, and every repository as many images", () => {
  const environments = { dev, prod };
  for (const [name, { logRetentionDays }] of Object.entries(environments)) {
    const own = synthEnvironments({ [name]: { ...environments[name as "dev"], keepImages: 5 } });
    const jsons = Object.values(own.stacks);
    const retentions = jsons
      .flatMap((json) => json.resources("aws_cloudwatch_log_group"))
      .map((group) => group["retention_in_days"]);
    expect(retentions.length).toBeGreaterThan(5);
    expect(retentions.filter((days) => typeof days !== "number" || days <= 0)).toEqual([]);
    expect(retentions.filter((days) => days === logRetentionDays).length).toBeGreaterThan(5);
    const repositories = jsons.flatMap((json) => json.resources("aws_ecr_repository"));
    const policies = jsons.flatMap((json) => json.resources("aws_ecr_lifecycle_policy"));
    expect(policies.length).toBe(repositories.length);
    for (const { policy } of policies) expect(policy).toContain('"countNumber":5');
  }
});
