import { type PriceTable, priceTableFor } from "../../aws/prices";
import { blockOf, numberOf } from "../synthesized/fields";
import type { SynthesizedStack } from "../synthesized/synthesis";
import type { Assumptions } from "./assumptions";
import { type Charge, isCharge, type Item, type Pricer, type Remark, SharedUnits } from "./charge";
import { type ByLevel, sumByLevel } from "./levels";
import {
  cloudFrontDistribution,
  distributionMetrics,
  httpApi,
  restApi,
  restApiStage,
  userPool,
  webAcl,
} from "./pricers/apis";
import { database, secret, table } from "./pricers/data";
import { autoScalingGroup, instance } from "./pricers/instances";
import { loadBalancer } from "./pricers/load-balancing";
import { capacityProvider } from "./pricers/managed-instances";
import {
  elasticIp,
  hostedZone,
  natGateway,
  privateNamespace,
  vpcEndpoint,
} from "./pricers/network";
import {
  dashboard,
  ecsCluster,
  logGroup,
  compositeAlarm,
  metricFilter,
  metricAlarm,
  scalingPolicy,
} from "./pricers/observability";
import { scheduledTask, taskBeforeRelease } from "./pricers/one-off-tasks";
import { queue, workflow } from "./pricers/queues";
import { bucket, fileSystem, imageRepository, key } from "./pricers/storage";
import { ecsService } from "./pricers/tasks";
import { StackView } from "./stack-view";

/** The monthly cost of a stack. */
export interface StackCost {
  readonly stack: string;
  readonly region: string;
  /** Region whose prices are used. Differs from the stack's region if that has no table. */
  readonly pricedAs: string;
  readonly charges: readonly Charge[];
  readonly remarks: readonly Remark[];
  readonly usd: ByLevel;
  /** Whether the stack costs more than that, because the table lacks a price. */
  readonly lacksPrices: boolean;
}

const PRICERS: Readonly<Record<string, Pricer>> = {
  aws_api_gateway_rest_api: restApi,
  aws_api_gateway_stage: restApiStage,
  aws_apigatewayv2_api: httpApi,
  aws_appautoscaling_policy: scalingPolicy,
  aws_autoscaling_group: autoScalingGroup,
  aws_autoscaling_policy: scalingPolicy,
  aws_cloudfront_distribution: cloudFrontDistribution,
  aws_cloudfront_monitoring_subscription: distributionMetrics,
  aws_cloudwatch_composite_alarm: compositeAlarm,
  aws_cloudwatch_dashboard: dashboard,
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_log_metric_filter: metricFilter,
  aws_cloudwatch_metric_alarm: metricAlarm,
  aws_cognito_user_pool: userPool,
  aws_db_instance: database,
  aws_dynamodb_table: table,
  aws_ecr_repository: imageRepository,
  aws_ecs_capacity_provider: capacityProvider,
  aws_ecs_cluster: ecsCluster,
  aws_ecs_service: ecsService,
  aws_efs_file_system: fileSystem,
  aws_eip: elasticIp,
  aws_instance: instance,
  aws_kms_key: key,
  aws_lambda_invocation: taskBeforeRelease,
  aws_lb: loadBalancer,
  aws_nat_gateway: natGateway,
  aws_route53_zone: hostedZone,
  aws_s3_bucket: bucket,
  aws_scheduler_schedule: scheduledTask,
  aws_secretsmanager_secret: secret,
  aws_sfn_state_machine: workflow,
  aws_service_discovery_private_dns_namespace: privateNamespace,
  aws_sqs_queue: queue,
  aws_vpc_endpoint: vpcEndpoint,
  aws_wafv2_web_acl: webAcl,
};

/**
 * Types that are free, or whose cost another resource includes: a launch template is free, its instances are not. Types
 * of providers other than AWS have no cost here.
 */
const FREE = new RegExp(
  `^aws_(${[
    "acm_certificate(_validation)?",
    "api_gateway_(account|base_path_mapping|deployment|domain_name|integration|integration_response|method|method_response|method_settings|model|request_validator|resource|vpc_link)",
    "apigatewayv2_(api_mapping|authorizer|deployment|domain_name|integration|route|stage|vpc_link)",
    "appautoscaling_(scheduled_action|target)",
    "autoscaling_(lifecycle_hook|schedule|attachment)",
    "budgets_budget",
    "ce_(anomaly_(monitor|subscription)|cost_allocation_tag)",
    String.raw`chatbot_\w+`,
    "cloudfront_(function|origin_access_control|response_headers_policy|cache_policy)",
    "cloudwatch_(event_(rule|target)|log_resource_policy|query_definition)",
    "code(build_project|connections_connection|pipeline)",
    "cognito_(risk_configuration|user_pool_(client|domain))",
    "cognito_user_group",
    "db_(parameter_group|subnet_group)",
    "default_security_group",
    "ecr_(lifecycle_policy|repository_policy|pull_through_cache_rule)",
    "ecs_(capacity_provider|cluster_capacity_providers|task_definition)",
    "efs_(access_point|backup_policy|file_system_policy|mount_target)",
    "flow_log",
    "iam_.*",
    "internet_gateway",
    "kms_(alias|grant)",
    "lambda_function",
    "launch_template",
    "lb_(listener|listener_certificate|listener_rule|target_group|target_group_attachment|trust_store)",
    "network_acl.*",
    "placement_group",
    "route",
    "route53_record",
    "route_table(_association)?",
    "s3_bucket_.*",
    "s3_object",
    "scheduler_schedule_group",
    "secretsmanager_secret_(version|policy|rotation)",
    "security_group(_rule)?",
    "ses_domain_identity_verification",
    "sesv2_email_identity(_policy)?",
    "service_discovery_(http_namespace|service)",
    "sns_topic(_policy|_subscription)?",
    "sqs_queue_(policy|redrive_allow_policy)",
    "ssm_(document|parameter)",
    "subnet",
    "vpc",
    "vpc_dhcp_options.*",
    "vpc_security_group_.*",
    "wafv2_web_acl_(association|logging_configuration)",
  ].join("|")})$`,
);

/** What is in no sum, whatever a stack has. */
export const LEFT_OUT = [
  "tax, support plans, discounts, Savings Plans and reserved capacity",
  "the free allowances of an account, except those of Cognito, dashboards and queues, as all stacks of the account share them",
  "data transfer between zones and regions",
  "minutes of pipelines and builds: about $0.40 a release (docs/how-to/pipeline.md)",
  "e-mails, notifications, secret and key requests, S3 requests, DNS queries, functions that wait for a task: cents at these rates",
] as const;

/** Prices every resource of a stack. The remarks list resources without a price. */
export function costOfStack(
  { name, json }: Pick<SynthesizedStack, "name" | "json">,
  assumptions: Assumptions,
  {
    pricesOf = priceTableFor,
    shared = new SharedUnits(),
    asPreview = false,
  }: {
    readonly pricesOf?: (region: string) => PriceTable;
    readonly shared?: SharedUnits;
    /** Whether the stack is priced that `npm run preview` deploys for each preview. @default false: it is not deployed itself */
    readonly asPreview?: boolean;
  } = {},
): StackCost {
  const stack = new StackView(name, json);
  const prices = pricesOf(stack.region);
  const template = asPreview ? undefined : (ofRuns(json) ?? ofPreviews(json));
  const items =
    template !== undefined
      ? [template]
      : stack.resources.flatMap((resource): readonly Item[] => {
          const pricer = PRICERS[resource.type];
          if (pricer !== undefined) return pricer(resource, { stack, prices, assumptions, shared });
          if (!resource.type.startsWith("aws_") || FREE.test(resource.type)) return [];
          return [
            {
              resource: resource.address,
              remark: `not counted: resources of type ${resource.type}`,
            },
          ];
        });
  const charges = items.filter(isCharge);
  const remarks = items.filter((item): item is Remark => !isCharge(item));
  return {
    stack: name,
    region: stack.region,
    pricedAs: prices.region,
    charges,
    remarks,
    usd: sumByLevel(charges.map(({ usd }) => usd)),
    lacksPrices: remarks.some(({ lacksPrice }) => lacksPrice === true),
  };
}

/** A stack that only exists during a load test: npm run load-test -- <url> --distributed. */
function ofRuns(json: SynthesizedStack["json"]): Remark | undefined {
  const limit = outputOf(json, "max_cost_usd");
  return limit === undefined
    ? undefined
    : {
        resource: "all resources",
        remark: `not counted: it exists only during a load test, which may cost up to ${limit.toFixed(2)} USD and shows its cost first`,
      };
}

/** A stack of which each preview of a system is a copy: npm run preview -- up <system>. */
function ofPreviews(json: SynthesizedStack["json"]): Remark | undefined {
  const limit = outputOf(json, "max_monthly_cost_usd");
  return limit === undefined
    ? undefined
    : {
        resource: "all resources",
        remark: `not counted: each preview is a copy of it, which may cost up to ${limit.toFixed(2)} USD a month; npm run preview -- list shows the cost`,
      };
}

function outputOf({ json }: SynthesizedStack["json"], name: string): number | undefined {
  return numberOf(blockOf(blockOf(json, "output"), name), "value");
}
