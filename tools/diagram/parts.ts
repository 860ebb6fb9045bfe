import { blocksOf, isTrue, numberOf, textOf, type Block } from "../synthesized/fields";
import type { Resource } from "../synthesized/resources";
import type { EvaluatedStack } from "../synthesized/evaluated-stack";
import type { StackJson } from "../synthesized/stack-json";
import { scalingOfGroup, scalingOfService } from "./scaling";

/** A box of a diagram. */
export interface Part {
  readonly address: string;
  readonly lines: readonly string[];
  /** Requests pass from a lower rank to a higher one. */
  readonly rank: number;
  readonly isStore: boolean;
  /** Whether tasks run on it. @default false */
  readonly isCapacity?: boolean;
  /** How clients reach it, such as `HTTP 80`; empty if another stack decides that. @default - clients do not reach it */
  readonly entry?: string;
}

interface Kind {
  readonly rank: number | ((block: Block) => number);
  readonly isStore?: boolean;
  readonly isCapacity?: boolean;
  /** @default - always */
  readonly isShown?: (json: StackJson, address: string) => boolean;
  readonly lines: (block: Block, stack: EvaluatedStack, address: string) => readonly string[];
  readonly entry?: (block: Block, json: StackJson, address: string) => string | undefined;
}

const isNetworkBalancer = (block: Block) => textOf(block, "load_balancer_type") === "network";
const https = () => "HTTPS";
const named = (title: string) => (block: Block, stack: EvaluatedStack) => [
  title,
  evaluated(stack, block, "name") || textOf(block, "name_prefix", "").replace(/-$/, ""),
];
const store = (title: string): Kind => ({ rank: 5, isStore: true, lines: named(title) });

/** The resource types that a diagram shows. */
const KINDS: Readonly<Record<string, Kind>> = {
  aws_cloudfront_distribution: {
    rank: 1,
    lines: () => ["CloudFront distribution"],
    entry: https,
  },
  aws_api_gateway_rest_api: { rank: 1, lines: named("REST API"), entry: https },
  aws_apigatewayv2_api: { rank: 1, lines: named("HTTP API"), entry: https },
  aws_cognito_user_pool: { rank: 2, lines: () => ["Cognito user pool"], entry: https },
  aws_lb: {
    rank: (block) => (isNetworkBalancer(block) ? 2 : 3),
    lines: (block) => [
      `${isTrue(block, "internal") ? "internal " : ""}${isNetworkBalancer(block) ? "Network" : "Application"} Load Balancer`,
    ],
    entry: (block, json, address) =>
      isTrue(block, "internal") ? undefined : listenersOf(json, address),
  },
  aws_scheduler_schedule: { rank: 3, lines: named("schedule") },
  aws_cloudwatch_event_rule: { rank: 3, lines: named("EventBridge rule") },
  aws_ecs_service: {
    rank: 4,
    lines: (block, stack, address) => [
      `service ${evaluated(stack, block, "name")}`,
      ...scalingOfService(block, stack, address),
      ...namesOf(block),
    ],
  },
  aws_ecs_task_definition: {
    rank: 4,
    // A service's task definition is part of the service.
    isShown: (json, address) =>
      !Object.values(json.resources("aws_ecs_service")).some((service) =>
        json.referencesIn(service).includes(address),
      ),
    lines: (block, stack) => [`task ${evaluated(stack, block, "family")}`, "started on demand"],
  },
  aws_sqs_queue: store("SQS queue"),
  aws_db_instance: {
    rank: 5,
    isStore: true,
    lines: (block) => ["RDS", textOf(block, "engine", "")],
  },
  aws_rds_cluster: {
    rank: 5,
    isStore: true,
    lines: (block) => ["RDS", textOf(block, "engine", "")],
  },
  aws_dynamodb_table: store("DynamoDB table"),
  aws_efs_file_system: { rank: 5, isStore: true, lines: () => ["EFS file system"] },
  aws_s3_bucket: { rank: 5, isStore: true, lines: () => ["S3 bucket"] },
  aws_autoscaling_group: {
    rank: 6,
    isCapacity: true,
    lines: (_, stack, address) => ["Auto Scaling group", ...scalingOfGroup(stack, address)],
  },
};

/** A text whose variables have sample values. */
function evaluated(stack: EvaluatedStack, block: Block, name: string): string {
  return String(stack.evaluate(textOf(block, name, "")));
}

/** The names by which other services call a service through Service Connect. */
function namesOf(service: Block): readonly string[] {
  return blocksOf(service, "service_connect_configuration")
    .flatMap((connect) => blocksOf(connect, "service"))
    .flatMap((endpoint) => blocksOf(endpoint, "client_alias"))
    .map((alias) => `called as ${textOf(alias, "dns_name", "")}:${numberOf(alias, "port", 0)}`);
}

/** The parts of a stack. */
export function partsOf(stack: EvaluatedStack): readonly Part[] {
  const { json } = stack;
  return json.allResources.flatMap(({ address, block }: Resource) => {
    const kind = KINDS[address.split(".")[0] ?? ""];
    if (kind === undefined || kind.isShown?.(json, address) === false) return [];
    const entry = kind.entry?.(block, json, address);
    return [
      {
        address,
        rank: typeof kind.rank === "number" ? kind.rank : kind.rank(block),
        lines: kind.lines(block, stack, address).filter((line) => line !== ""),
        isStore: kind.isStore === true,
        isCapacity: kind.isCapacity === true,
        ...(entry === undefined ? {} : { entry }),
      },
    ];
  });
}

function listenersOf(json: StackJson, balancer: string): string {
  return Object.values(json.resources("aws_lb_listener"))
    .filter((listener) => json.referencesIn(listener["load_balancer_arn"]).includes(balancer))
    .map((listener) => `${textOf(listener, "protocol", "")} ${textOf(listener, "port", "")}`)
    .sort()
    .join(", ");
}
