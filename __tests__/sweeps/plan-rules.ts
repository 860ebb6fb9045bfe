import { judge } from "../../tools/rehearse/guard/guard";
import { lossBy } from "../../tools/rehearse/guard/losses";
import { type PlanJson, type ResourceChange, valuesOf } from "../../tools/rehearse/terraform/plan";
import type { StackJson } from "../../tools/synthesized/stack-json";

/** What is wrong with a plan that leads from one synth to the next, each in a sentence. */
export function unsafeIn(plan: PlanJson, before: StackJson, after: StackJson): string[] {
  const changes = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  return [
    ...goneTooEarly(changes, before, after),
    ...lostUnseen(changes),
    ...namedTwice(changes),
    ...shifted(changes),
  ];
}

/** Sentences by which the guard refuses a plan because of a number that two would have. */
export function clashesIn(plan: PlanJson): string[] {
  return judge(plan).refusals.filter((refusal) => refusal.startsWith("The plan gives "));
}

/** Addresses that the guard keeps a plan from destroying. */
export function guardedIn(plan: PlanJson): string[] {
  const { refusals } = judge(plan);
  return (plan.resource_changes ?? [])
    .map(({ address }) => address)
    .filter((address) => refusals.some((refusal) => refusal.split(" ")[3] === `${address},`));
}

/**
 * What others still refer to must outlive them: Terraform destroys what is replaced before it updates them, unless the new one
 * is created first, and what is left out in no order to them at all.
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
 */
function goneTooEarly(
  changes: readonly ResourceChange[],
  before: StackJson,
  after: StackJson,
): string[] {
  const gone = changes
    .filter(({ change: { actions } }) => actions[0] === "delete")
    // It only leaves the state.
    .filter(({ change }) => valuesOf(change.before)["skip_destroy"] !== true);
  const stay = changes.filter(({ change: { actions } }) => !actions.includes("delete"));
  return gone.flatMap(({ address, change }) => {
    const isReplaced = change.actions.includes("create");
    const json = isReplaced ? after : before;
    if (!isReplaced && createsFirst(before, address)) return [];
    return stay
      .filter((other) => other.change.before !== null)
      .filter((other) => json.referencesIn(argumentsOf(json, other.address)).includes(address))
      .map(
        (other) =>
          `${address} is ${isReplaced ? "replaced" : "destroyed"} while ${other.address} still refers to it`,
      );
  });
}

function argumentsOf(json: StackJson, address: string): unknown {
  // An order is no reference: nothing of the other is used.
  return Object.entries(json.resource(address) ?? {}).filter(([name]) => name !== "depends_on");
}

function createsFirst(json: StackJson, address: string): boolean {
  const lifecycle = JSON.stringify(json.resource(address)?.lifecycle ?? "");
  return lifecycle.includes('"create_before_destroy":true');
}

/** Types whose loss nobody notices: what they say is said again by what takes their place, within the same apply. */
const UNMISSED: readonly RegExp[] = [
  /^aws_(appautoscaling|autoscaling)_(policy|target|schedule|scheduled_action)$/,
  /^aws_appautoscaling_scheduled_action$/,
  /^aws_cloudwatch_(metric_alarm|event_rule|event_target)$/,
  /^aws_iam_/,
  /^aws_vpc_security_group_(ingress|egress)_rule$/,
  /^aws_security_group$/,
  /^aws_ecs_task_definition$/,
  /^aws_ecr_lifecycle_policy$/,
  // A task whose time comes within the same apply is not started, as without the schedule.
  /^aws_scheduler_schedule$/,
  /^aws_launch_template$/,
  /^aws_sns_topic(_subscription)?$/,
  /^aws_sqs_queue_(policy|redrive_allow_policy)$/,
  // It only leaves the state: AWS keeps a VPC's default group as long as the VPC.
  /^aws_default_security_group$/,
  /^aws_acm_certificate(_validation)?$/,
  /^aws_flow_log$/,
  /^aws_s3_bucket_/,
  /^aws_api_gateway_(deployment|method|model|resource|integration|base_path_mapping|usage_plan|usage_plan_key|api_key|gateway_response|request_validator)$/,
  /^aws_ecs_(capacity_provider|cluster_capacity_providers)$/,
  /^aws_lb_target_group_attachment$/,
  /^(docker_image|docker_registry_image)$/,
];

/** What is destroyed and is neither guarded nor known to be unmissed. */
function lostUnseen(changes: readonly ResourceChange[]): string[] {
  return changes
    .filter(({ change: { actions } }) => actions[0] === "delete")
    .filter((change) => lossBy(change) === undefined)
    .filter(({ type }) => !UNMISSED.some((pattern) => pattern.test(type)))
    .map(({ address }) => `${address} goes, which the guard does not know`);
}

/** Arguments by which AWS knows a resource, and knows it once. */
const NAMES = [
  "name",
  "identifier",
  "bucket",
  "alarm_name",
  "function_name",
  "domain_name",
] as const;
/** Revisions of one family, records that may be overwritten, and what AWS knows by its id and several may have the name of. */
const REPEATABLE = [
  "aws_ecs_task_definition",
  "aws_route53_record",
  "aws_acm_certificate",
  "aws_api_gateway_vpc_link",
  "aws_apigatewayv2_vpc_link",
  "aws_cognito_user_pool",
  "aws_cognito_user_pool_client",
];
/** What has its name within something else. */
const PARENTS = [
  "cluster",
  "role",
  "load_balancer_arn",
  "rest_api_id",
  "api_id",
  "resource_id",
  "vpc_id",
  "vpc",
  "user_pool_id",
  "dns_config",
];

/** A name that two have at one moment: created first under the name of what it replaces, or under that of what goes. */
function namedTwice(changes: readonly ResourceChange[]): string[] {
  const made = changes.filter(({ change: { actions } }) => actions[0] === "create");
  const gone = changes.filter(({ change: { actions } }) => actions.includes("delete"));
  return made
    .filter(({ type }) => !REPEATABLE.includes(type))
    .flatMap((one) =>
      gone
        .filter(
          (other) => other.type === one.type && sameName(one.change.after, other.change.before),
        )
        .map((other) => `${one.address} is made with the name that ${other.address} still has`),
    );
}

function sameName(one: unknown, other: unknown): boolean {
  const [a, b] = [valuesOf(one), valuesOf(other)];
  const name = NAMES.find((argument) => typeof a[argument] === "string");
  return (
    name !== undefined &&
    a[name] === b[name] &&
    // What is to be in something that is not there yet is in something new.
    PARENTS.every((parent) => JSON.stringify(a[parent]) === JSON.stringify(b[parent]))
  );
}

/** Numbers that belong to one resource, and stay whatever comes and goes beside it. */
const NUMBERS: Readonly<Record<string, string>> = { aws_lb_listener_rule: "priority" };

function shifted(changes: readonly ResourceChange[]): string[] {
  return changes.flatMap(({ address, type, change }) => {
    const argument = NUMBERS[type];
    if (argument === undefined || change.before === null || change.after === null) return [];
    const [old, next] = [change.before, change.after].map((each) =>
      String(valuesOf(each)[argument]),
    );
    return old === next ? [] : [`${address}.${argument} shifts from ${old} to ${next}`];
  });
}
