import type { ResourceChange } from "../terraform/plan";

/** How to make a change without a loss: what to do first, and what only after it. */
export type TwoSteps = readonly [first: string, second: string];

interface Ways {
  /** When another resource replaces it. */
  readonly replaced: TwoSteps;
  /** When nothing replaces it. */
  readonly destroyed: TwoSteps;
}

const COPY_OF_THE_ENVIRONMENT =
  "copy the environment's file in environments/ under another name and nameSuffix, make the change there, and apply it";
const MOVE_CLIENTS =
  "when it is healthy, send the clients there (domainName, or its address), and destroy the system here";
const REMOVE = "remove it from the settings, and apply";

/** Requests pass through it. */
const serving: Ways = {
  replaced: [COPY_OF_THE_ENVIRONMENT, MOVE_CLIENTS],
  destroyed: ["send its requests elsewhere, apply, and wait until none arrive here", REMOVE],
};

/** Its name or ID is part of an address that clients use. */
function inTheAddress(first: string, second: string): Ways {
  return { ...serving, replaced: [first, second] };
}

/** It holds data that `how` copies. */
function holding(how: string): Ways {
  return {
    replaced: [
      `${COPY_OF_THE_ENVIRONMENT}; stop the writers, and copy the data: ${how}`,
      MOVE_CLIENTS,
    ],
    destroyed: [`save its data: ${how}`, REMOVE],
  };
}

const stage = inTheAddress(
  "give the API a domain name (api.domainName of http-api, api.domain of rest-api), apply, and move the clients to it: that address has no stage in it",
  "change stageName, and apply",
);

const snapshot = holding("create a snapshot, and restore it to the new one");

/** Each type that the guard checks, with the way to change it. */
export const TWO_STEPS: Readonly<Record<string, Ways>> = {
  aws_api_gateway_domain_name: serving,
  aws_api_gateway_rest_api: serving,
  aws_api_gateway_stage: stage,
  aws_api_gateway_vpc_link: serving,
  aws_apigatewayv2_api: serving,
  aws_apigatewayv2_domain_name: serving,
  aws_apigatewayv2_integration: serving,
  aws_apigatewayv2_route: serving,
  aws_apigatewayv2_stage: stage,
  aws_apigatewayv2_vpc_link: serving,
  aws_autoscaling_group: serving,
  aws_backup_vault: holding("aws backup start-copy-job"),
  aws_cloudfront_distribution: serving,
  aws_cloudwatch_log_group: {
    replaced: [
      "export the logs that you need: aws logs create-export-task",
      "change the name (logGroupName, or the settings that form the name), and apply",
    ],
    destroyed: ["export the logs that you need: aws logs create-export-task", REMOVE],
  },
  aws_cognito_user_pool: {
    replaced: [
      `${COPY_OF_THE_ENVIRONMENT}; list the users with aws cognito-idp list-users, and import them there with aws cognito-idp create-user-import-job (they set new passwords)`,
      MOVE_CLIENTS,
    ],
    destroyed: [
      "create the users at the other provider (aws cognito-idp list-users lists them; passwords cannot be exported), and try issuer in a copy of the environment",
      "when everybody can sign in there, set issuer here, and apply",
    ],
  },
  aws_cognito_user_pool_client: serving,
  aws_cognito_user_pool_domain: inTheAddress(
    "announce the new address of the sign-in pages, and prepare the clients that have the old one: a pool has one prefix at a time",
    "change userPool.signInPages.domainPrefix while nobody signs in, and apply",
  ),
  aws_db_instance: holding(
    "mysqldump, or aws rds create-db-snapshot (a new name or port of the same instance needs neither)",
  ),
  aws_docdb_cluster: snapshot,
  aws_dynamodb_table: {
    replaced: [
      "add a store to services with the new key (idName) and a path of its own, apply, and copy the items with a program that gives them the new key",
      "send the clients to the new path, remove the old store, and apply",
    ],
    destroyed: ["save the items: aws dynamodb create-backup", REMOVE],
  },
  aws_ebs_volume: snapshot,
  aws_ecr_repository: holding(
    "docker buildx imagetools create --tag <new> <old>, for each tag in use",
  ),
  aws_ecs_cluster: serving,
  aws_ecs_express_gateway_service: serving,
  aws_ecs_service: {
    replaced: [
      "in talk-service and rest-api, add an entry to services with the new name and paths that no other entry has; in other systems, copy the environment's file in environments/ under another name and nameSuffix with the change; apply",
      "when its tasks are healthy, swap the paths of the two entries and apply, or send the clients to the copy; then remove the old one",
    ],
    destroyed: [
      "give its paths to another entry of services, or send its clients elsewhere, and apply",
      REMOVE,
    ],
  },
  aws_efs_file_system: holding("aws efs create-replication-configuration"),
  aws_eip: {
    ...serving,
    replaced: ["announce the new address to everyone who allows the old one", "apply the change"],
  },
  aws_internet_gateway: serving,
  aws_kinesis_stream: holding("let the consumers read all records"),
  aws_kms_key: {
    replaced: ["add the new key, and re-encrypt the data of this key with it", REMOVE],
    destroyed: ["re-encrypt the data of this key with another key", REMOVE],
  },
  aws_lb: serving,
  aws_lb_listener: serving,
  aws_lb_listener_rule: serving,
  aws_lb_target_group: serving,
  aws_nat_gateway: {
    replaced: serving.replaced,
    destroyed: [
      "in a copy of the environment, check in the flow logs (network.flowLogsRetentionDays) that the tasks only call addresses that the new network.nat reaches",
      "change network.nat at a quiet time, and apply",
    ],
  },
  aws_neptune_cluster: snapshot,
  aws_opensearch_domain: snapshot,
  aws_rds_cluster: snapshot,
  aws_rds_cluster_instance: {
    replaced: ["add an instance, and make it the writer: aws rds failover-db-cluster", REMOVE],
    destroyed: ["make another instance the writer: aws rds failover-db-cluster", REMOVE],
  },
  aws_redshift_cluster: snapshot,
  aws_route: serving,
  aws_route53_record: {
    replaced: ["add the record under its new name, apply, and move the clients to it", REMOVE],
    destroyed: ["move the clients to another name, and wait for the record's TTL", REMOVE],
  },
  aws_route53_zone: {
    replaced: [
      "add the new zone with all records, and enter its name servers at the registrar",
      "wait until the TTL of the old name servers is over (two days), and remove the old zone",
    ],
    destroyed: ["enter other name servers at the registrar, and wait for two days", REMOVE],
  },
  aws_route_table: serving,
  aws_route_table_association: serving,
  aws_s3_bucket: holding("aws s3 sync s3://<old> s3://<new>"),
  aws_s3_object: holding("aws s3 cp"),
  aws_secretsmanager_secret: holding("aws secretsmanager get-secret-value and put-secret-value"),
  aws_service_discovery_http_namespace: serving,
  aws_service_discovery_private_dns_namespace: serving,
  aws_service_discovery_service: serving,
  aws_sqs_queue: {
    replaced: [
      `${COPY_OF_THE_ENVIRONMENT}; send new messages there`,
      "when aws sqs get-queue-attributes --attribute-names All counts no messages here, destroy the system here",
    ],
    destroyed: [
      "stop the senders, and wait until aws sqs get-queue-attributes --attribute-names All counts no messages",
      REMOVE,
    ],
  },
  aws_ssm_parameter: holding("aws ssm get-parameter and put-parameter"),
  aws_subnet: serving,
  aws_vpc: serving,
  aws_vpc_endpoint: serving,
};

/** The two steps of a change, as the end of a sentence that starts with "Take two steps: ". */
export function stepsOf({ type, change }: ResourceChange): string {
  const ways = TWO_STEPS[type] ?? serving;
  const [first, second] = change.actions.includes("create") ? ways.replaced : ways.destroyed;
  return `(1) ${first}; (2) ${second}`;
}
