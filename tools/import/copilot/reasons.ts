import type { Path } from "../field";
import { NO_ENTRYPOINT, NO_SIDECAR, NO_VOLUME } from "../target/program";

/** Why the settings have no field for a manifest's field, by its name or by its name and the next. */
const REASONS: Readonly<Record<string, string>> = {
  "count.queue_delay":
    "It scales a worker by its queue. The system worker does that (`npm run init -- system worker`).",
  "count.response_time":
    "Scaling by response time is not supported. CPU and requests show load earlier.",
  "count.spot": "Set the share of Spot Instances in capacity.spotPercent.",
  "deployment.rollback_alarms":
    "ECS rolls back a deployment whose tasks don't become healthy. For alarms, set deployment.kind to blue-green-by-ecs.",
  deployment: "Set service.minimumHealthyPercent and maximumPercent.",
  "http.additional_rules": "A service has one rule: up to five `paths`.",
  "http.alias": "A service has only one domain name here.",
  "http.allowed_source_ips":
    "The load balancer accepts requests from everywhere. Put AWS WAF in front of it.",
  "http.healthcheck": "The load balancer checks the same port that gets the requests.",
  "http.hosted_zone": "It is only used with http.alias.",
  "http.redirect_to_https": "Set what port 80 does in loadBalancer.certificate.plainHttp.",
  "http.stickiness":
    "Every task must be able to answer every request. Store sessions outside the tasks.",
  "http.target_container": NO_SIDECAR,
  "http.version": "The load balancer sends requests to tasks over HTTP/1.1.",
  "image.args": "Build arguments are not imported. Set defaults in the Dockerfile.",
  "image.build": "Builds need only a Dockerfile: image.build has context and dockerfile.",
  "image.depends_on": NO_SIDECAR,
  "image.healthcheck":
    "The load balancer runs the health check instead of a command in the container.",
  "image.labels": "Tags of resources are the environment's `tags`.",
  "logging.retention": "Logs are kept for the environment's logRetentionDays, or the service's.",
  "network.connect":
    "Service Connect is not supported. Services reach each other through their load balancer.",
  "network.vpc":
    "The environment's network determines the subnets. The tasks have their own security groups.",
  "observability.tracing": "Tracing needs a sidecar, which is not supported yet.",
  "storage.ephemeral": "Tasks use the disk of the instance: capacity.rootVolumeGiB.",
  "storage.volumes": NO_VOLUME,
  entrypoint: NO_ENTRYPOINT,
  exec: "A shell in a task needs a writable file system: set service.enableExecuteCommand, and readonlyRootFilesystem to false.",
  logging: "Logs go to CloudWatch. FireLens needs a sidecar, which is not supported yet.",
  nlb: "Systems have an Application Load Balancer, which accepts only HTTP.",
  observability: "Set Container Insights in the environment's containerInsights.",
  platform: "Set the architecture of the instances: capacity.architecture.",
  publish:
    "SNS topics are not supported. Create them elsewhere, and allow publishing in service.permissions.",
  sidecars: NO_SIDECAR,
  subscribe: "The system worker has a queue: `npm run init -- system worker`.",
  taskdef_overrides: "Task definitions are created only from the settings.",
  variables: "The value comes from a CloudFormation stack. Set it in container.environment.",
  secrets: "The ARN comes from a CloudFormation stack. Set it in container.secrets.",
  env_file: "The file does not exist. Set its variables in container.environment.",
  environments: "It belongs to an environment or a service that is not imported.",
};

/** Why a field of a service's manifest was not imported. */
export function workloadReason(path: Path): string {
  const [first, second] = path[0] === "environments" ? path.slice(2) : path;
  return (
    REASONS[`${String(first)}.${String(second)}`] ??
    REASONS[String(first)] ??
    "The settings have no such field."
  );
}

const OF_ENVIRONMENT: Readonly<Record<string, string>> = {
  cdn: "CloudFront is only supported for the page of http-api.",
  http: "Set the load balancer in its system: loadBalancer.",
  network:
    "The environment's network determines subnets and addresses: kind own, with cidr, zoneCount and nat.",
  observability: "See containerInsights.",
};

export function environmentReason([first]: Path): string {
  return OF_ENVIRONMENT[String(first)] ?? "The settings have no such field.";
}

/** Reasons by folder of a file. */
export const OTHER_REASONS: Readonly<Record<string, string>> = {
  addons:
    "A CloudFormation template. Its stack stays unchanged. Pass its names and addresses to the services.",
  overrides: "It changes CloudFormation templates, which are not used here.",
  pipelines: "Pipelines are not supported. Run `npm run cdktf -- deploy` in your own pipeline.",
};
