import { assume } from "../../cost/assumptions";
import { costOfEnvironments } from "../../cost/environment-cost";
import type { Synthesis, SynthesizedStack } from "../../synthesized/synthesis";
import { layOut } from "../../terminal/table";

/** AWS services by prefix of the Terraform type. The first match counts. */
const KINDS: readonly (readonly [start: RegExp, kind: string])[] = [
  [/^aws_(lb|alb)/, "Elastic Load Balancing"],
  [/^aws_ecs/, "Amazon ECS"],
  [/^aws_ecr/, "Amazon ECR"],
  [/^docker_/, "Docker (built and pushed from here)"],
  [/^aws_(autoscaling|launch_template|placement_group)/, "EC2 Auto Scaling"],
  [/^aws_appautoscaling/, "Application Auto Scaling"],
  [/^aws_cloudwatch/, "Amazon CloudWatch"],
  [/^aws_iam/, "IAM"],
  [/^aws_(s3|dynamodb)/, "Amazon S3 and DynamoDB"],
  [/^aws_(api_gateway|apigatewayv2|wafv2)/, "Amazon API Gateway"],
  [/^aws_(db|rds)/, "Amazon RDS"],
  [/^aws_(kms|secretsmanager|ssm)/, "Keys and secrets"],
  [/^aws_(acm|route53|service_discovery|cloudfront)/, "Names and certificates"],
  [/^aws_cognito/, "Amazon Cognito"],
  [/^aws_(sqs|sns)/, "Amazon SQS and SNS"],
  [
    /^aws_(vpc|subnet|route|nat_gateway|eip|internet_gateway|security_group|default_|network_acl|flow_log|instance)/,
    "Amazon VPC and EC2",
  ],
];

/** What the stacks of an environment create: AWS services with their number of resources. */
export function countsByKind(
  synthesis: Synthesis,
  environment: string,
): readonly (readonly [kind: string, count: number, types: string])[] {
  const kinds = new Map<string, Map<string, number>>();
  for (const { json } of stacksOf(synthesis, environment)) {
    for (const { address } of json.allResources) {
      const [type = ""] = address.split(".");
      const kind = KINDS.find(([start]) => start.test(type))?.[1] ?? "Other";
      const types = kinds.get(kind) ?? new Map<string, number>();
      types.set(type, (types.get(type) ?? 0) + 1);
      kinds.set(kind, types);
    }
  }
  return [...kinds]
    .map(([kind, types]) => {
      const count = [...types.values()].reduce((sum, each) => sum + each, 0);
      const names = [...types].map(([type, number]) => {
        const name = nameOf(type);
        return number > 1 ? `${number} ${plural(name)}` : name;
      });
      return [kind, count, names.join(", ")] as const;
    })
    .sort(([, one], [, other]) => other - one);
}

/** Written in capital letters. */
const ACRONYMS = /^(api|db|ecr|ecs|eip|iam|kms|nat|s3|sns|sqs|ssm|vpc)$/;

/** A type in words: "IAM role policy". */
function nameOf(type: string): string {
  return type
    .replace(/^(aws|docker)_/, "")
    .split("_")
    .map((word) => (ACRONYMS.test(word) ? word.toUpperCase() : word))
    .join(" ")
    .replace(/^lb\b/, "load balancer")
    .replace(/^appautoscaling /, "scaling ");
}

function plural(name: string): string {
  if (name.endsWith("s")) return name;
  return /[^aeiou]y$/.test(name) ? name.replace(/y$/, "ies") : `${name}s`;
}

function stacksOf(synthesis: Synthesis, environment: string): readonly SynthesizedStack[] {
  return synthesis.stacks.filter((stack) => synthesis.environmentOf(stack) === environment);
}

const HOURS_A_MONTH = 730;
const WIDTH = 66;

/** A list, wrapped after commas. */
function linesOf(text: string): readonly string[] {
  const lines: string[] = [];
  for (const item of text.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length < WIDTH)
      lines[lines.length - 1] = `${last} ${item}`;
    else lines.push(item);
  }
  return lines;
}

/** Lines about what a deployment of an environment creates and costs per hour. */
export function madeText(synthesis: Synthesis, environment: string): readonly string[] {
  const counts = countsByKind(synthesis, environment);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const rows = counts.flatMap(([kind, count, types]) =>
    linesOf(types).map((line, at) =>
      at === 0 ? [`  ${kind}`, String(count), line] : ["", "", line],
    ),
  );
  return [
    `A deployment of ${environment} creates ${total} resources:`,
    ...layOut(rows, [1]),
    "",
    ...costText(synthesis, environment),
    ...warningsText(stacksOf(synthesis, environment)),
  ];
}

function costText(synthesis: Synthesis, environment: string): readonly string[] {
  const [cost] = costOfEnvironments(synthesis, [environment], assume());
  if (cost === undefined) return [];
  const hourly = (usd: number): string => (usd / HOURS_A_MONTH).toFixed(2);
  const { minimum, typical, maximum } = cost.usd;
  return [
    `It costs about $${hourly(typical)} per hour ($${typical.toFixed(0)} a month): $${hourly(minimum)} without traffic, up to $${hourly(maximum)} under full load.`,
    `Line by line: npm run cost -- ${environment} --details`,
  ];
}

function warningsText(stacks: readonly SynthesizedStack[]): readonly string[] {
  const warnings = stacks.flatMap((stack) => stack.warnings);
  return warnings.length === 0 ? [] : ["", "Warnings:", ...warnings.map((text) => `  ${text}`)];
}
