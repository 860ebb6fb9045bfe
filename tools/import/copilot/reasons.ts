import type { Path } from "../field";
import { EXISTING_FILES, READ_ONLY_SHELL } from "../target/program";

/** Why the settings have no field for a manifest's field, by its name or by its name and the next. */
const REASONS: Readonly<Record<string, string>> = {
  "count.cooldown": "It belongs to scaling that the import does not map. Set serviceScaling.",
  "count.requests": "A worker answers no requests.",
  "count.queue_delay":
    "It scales a worker by its queue. The system worker does that (`npm run init -- system worker`).",
  "count.response_time":
    "Scaling by response time is not supported. CPU and requests show load earlier.",
  "deployment.rollback_alarms":
    "ECS rolls back a deployment whose tasks don't become healthy. For alarms, set deployment.kind to blue-green-by-ecs.",
  deployment: "Set service.minimumHealthyPercent and maximumPercent.",
  "http.additional_rules": "A service has one rule: up to five `paths`.",
  "http.alias": "A service has only one domain name here.",
  "http.allowed_source_ips":
    "The load balancer accepts requests from everywhere. Put AWS WAF in front of it.",
  "http.healthcheck":
    "The load balancer checks the same port that gets the requests. Set the rest in loadBalancer.healthCheck.",
  "http.hosted_zone": "It is only used with http.alias.",
  "http.redirect_to_https": "Set what port 80 does in loadBalancer.certificate.plainHttp.",
  "http.stickiness":
    "The import does not map it. Store sessions outside the tasks, or set loadBalancer.stickiness.",
  "http.target_container":
    "The load balancer sends requests to the service's own container. To send some to a sidecar, set moreTargets; to send all, import the sidecar's image as the service.",
  "http.version": "The import does not map it. Set loadBalancer.protocolVersion.",
  "image.args": "Build arguments are not imported. Set defaults in the Dockerfile.",
  "image.build": "Builds need only a Dockerfile: image.build has context and dockerfile.",
  "image.depends_on": "It names no sidecar of the manifest, or a condition that ECS does not have.",
  "image.healthcheck":
    "The load balancer runs the health check instead of a command in the container.",
  "image.labels": "The import does not map labels. Set container.dockerLabels.",
  "logging.retention": "Logs are kept for the environment's logRetentionDays, or the service's.",
  "network.connect":
    "The import does not map it. Set serviceConnect of the system (docs/how-to/containers.md).",
  "network.vpc":
    "The environment's network determines the subnets. The tasks have their own security groups.",
  "observability.tracing":
    "The import does not map it. Set tracing of the service, which adds a collector for X-Ray.",
  "subscribe.queue":
    "A worker has one standard queue. Its settings are in `queue` (docs/reference/systems/worker.md).",
  "storage.ephemeral": "Tasks use the disk of the instance: capacity.rootVolumeGiB.",
  "storage.volumes": EXISTING_FILES,
  cpu: "The sidecars take all of it. Set container.cpu.",
  memory: "The sidecars take all of it. Set container.memoryLimitMiB.",
  entrypoint: "It has no words that ECS could run.",
  exec: READ_ONLY_SHELL,
  logging:
    "The import does not map it. Set logRouter of the service, which adds a log router by FireLens.",
  nlb: "Systems have an Application Load Balancer, which accepts only HTTP.",
  observability: "Set Container Insights in the environment's containerInsights.",
  platform: "Set the architecture of the instances: capacity.architecture.",
  publish:
    "SNS topics are not supported. Create them elsewhere, and allow publishing in service.permissions.",
  sidecars:
    "The import does not map it. The page of the system lists what a sidecar has (docs/how-to/containers.md).",
  on: "A schedule must have a form that EventBridge Scheduler takes: set scheduledTasks of a service.",
  retries: "Set retries of the task in scheduledTasks.",
  subscribe: "Only a Worker Service has a queue.",
  timeout: "A scheduled task has no time limit. Let the program end by itself.",
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
