import type { Path } from "../field";
import { NO_ENTRYPOINT, NO_SIDECAR, NO_VOLUME } from "../target/program";

/** Why a field of a manifest has no place here, by its name or by its name and the next. */
const REASONS: Readonly<Record<string, string>> = {
  "count.queue_delay":
    "It scales a worker by its queue: the system worker does so (`npm run init -- system worker`).",
  "count.response_time":
    "There is no scaling by response time: CPU and requests tell of load earlier.",
  "count.spot": "Which share of the instances is Spot is capacity.spotPercent.",
  "deployment.rollback_alarms":
    "ECS rolls back a deployment whose tasks don't become healthy; alarms do so with deployment kind blue-green-by-ecs.",
  deployment: "How many tasks at once: service.minimumHealthyPercent and maximumPercent.",
  "http.additional_rules": "A service has one rule: up to five `paths`.",
  "http.alias": "A service has one name here.",
  "http.allowed_source_ips":
    "The load balancer takes requests from everywhere. Put AWS WAF in front.",
  "http.healthcheck": "The load balancer checks the port that requests go to.",
  "http.hosted_zone": "It is used with http.alias only.",
  "http.redirect_to_https": "What port 80 does beside HTTPS is loadBalancer.certificate.plainHttp.",
  "http.stickiness":
    "Every task must be able to answer every request: keep sessions outside of the tasks.",
  "http.target_container": NO_SIDECAR,
  "http.version": "Requests reach tasks by HTTP/1.1.",
  "image.args": "Build arguments are not passed: give them defaults in the Dockerfile.",
  "image.build":
    "An image is built by its Dockerfile alone: image.build has context and dockerfile.",
  "image.depends_on": NO_SIDECAR,
  "image.healthcheck": "The load balancer checks, and not a command in the container.",
  "image.labels": "Tags of resources are the environment's `tags`.",
  "logging.retention": "Logs are kept for the environment's logRetentionDays, or the service's.",
  "network.connect":
    "Service Connect has no settings: services find each other by their load balancer.",
  "network.vpc":
    "Tasks are where the environment's network says, with security groups of their own.",
  "observability.tracing": "Tracing needs a sidecar, which has no settings yet.",
  "storage.ephemeral": "The disk is that of the instance: capacity.rootVolumeGiB.",
  "storage.volumes": NO_VOLUME,
  entrypoint: NO_ENTRYPOINT,
  exec: "A shell in a task needs files to write to: service.enableExecuteCommand with readonlyRootFilesystem false.",
  logging: "Logs go to CloudWatch. FireLens needs a sidecar, which has no settings yet.",
  nlb: "Systems are reached by an Application Load Balancer, which takes HTTP.",
  observability: "Container Insights are the environment's containerInsights.",
  platform: "The architecture is that of the instances: capacity.architecture.",
  publish:
    "SNS topics have no settings. Create them elsewhere; the right to publish is service.permissions.",
  sidecars: NO_SIDECAR,
  subscribe: "The system worker has a queue: `npm run init -- system worker`.",
  taskdef_overrides: "Task definitions are made from the settings alone.",
  variables: "The value comes from a CloudFormation stack. Give it in container.environment.",
  secrets: "The ARN comes from a CloudFormation stack. Give it in container.secrets.",
  env_file: "There is no such file. Give its variables in container.environment.",
  environments:
    "It is of an environment that there is not here, or of one whose service is not taken.",
};

/** Why a field of a service's manifest that nobody took has no place in the settings. */
export function workloadReason(path: Path): string {
  const [first, second] = path[0] === "environments" ? path.slice(2) : path;
  return (
    REASONS[`${String(first)}.${String(second)}`] ??
    REASONS[String(first)] ??
    "The settings have no such field."
  );
}

const OF_ENVIRONMENT: Readonly<Record<string, string>> = {
  cdn: "CloudFront has settings for the page of http-api only.",
  http: "The load balancer's settings are those of its system: loadBalancer.",
  network:
    "Subnets and addresses follow from the environment's network: kind own, with cidr, zoneCount and nat.",
  observability: "See containerInsights.",
};

export function environmentReason([first]: Path): string {
  return OF_ENVIRONMENT[String(first)] ?? "The settings have no such field.";
}

/** By the folder that a file is in. */
export const OTHER_REASONS: Readonly<Record<string, string>> = {
  addons:
    "A CloudFormation template. Its stack stays as it is: give the services its names and addresses.",
  overrides: "It changes CloudFormation templates, which there are none of here.",
  pipelines: "Pipelines have no settings: run `npm run cdktf -- deploy` in your own.",
};
