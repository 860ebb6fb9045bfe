import type { Path } from "../field";
import { NO_VOLUME } from "../target/program";

/** Why the settings have no field for a service's field, by its name. */
const OF_SERVICE: Readonly<Record<string, string>> = {
  annotations: "Tags and labels of resources are the environment's `tags`.",
  cap_add: "The import does not map capabilities. Set container.capabilities.",
  cap_drop: "The import does not map capabilities. Set container.capabilities.",
  configs:
    "Files are not mounted into containers. Build them into the image, or pass their content in a variable.",
  container_name: "ECS names containers.",
  cpu_shares: "The import maps cpus only. Set container.cpu.",
  credential_spec: "Containers run Linux here.",
  depends_on:
    "Services start independently: a program must wait for its dependencies and retry. A service that has to complete first becomes a sidecar. With Service Connect, list those of the system in connection.calls.",
  develop: "For development on your own machine.",
  devices: "Containers cannot access devices of their instance.",
  dns: "Containers use the DNS of the VPC. On instances, you can set container.dnsServers.",
  dns_search: "On instances, you can set container.dnsSearchDomains.",
  domainname: "ECS names containers.",
  entrypoint: "It has no words that ECS could run.",
  extends: "It is not resolved: run `docker compose config > resolved.yml`, and import that file.",
  external_links: "Set the address of the other container in container.environment.",
  extra_hosts: "Use Route 53 for your own names, or set container.extraHosts on instances.",
  hostname: "ECS names containers.",
  ipc: "Containers share nothing with their instance.",
  labels: "Tags of resources are the environment's `tags`, labels are container.dockerLabels.",
  links:
    "The name of another service resolves only with Service Connect: set serviceConnect of the system, and call the service by its name (docs/how-to/containers.md).",
  logging: "Logs go to CloudWatch: see logRetentionDays.",
  networks: "All services of an environment are in its VPC; security groups separate them.",
  mem_limit: "The limit in deploy.resources overrides it.",
  mem_reservation: "The reservation in deploy.resources overrides it.",
  network_mode: "ECS connects containers.",
  pid: "Containers share nothing with their instance.",
  platform: "Set the architecture of the instances: capacity.architecture.",
  post_start: "Hooks are not supported. Do it in the image.",
  pre_stop: "Hooks are not supported. Do it in the image, on SIGTERM.",
  privileged: "Containers have no privileges on their instance.",
  profiles: "It only selects the service for the import. Deployed services have no profiles.",
  pull_policy: "ECS pulls an image whose tag is new.",
  runtime: "ECS chooses the runtime: for GPUs, set container.gpu.",
  restart: "ECS replaces every task that stops.",
  secrets:
    "Files are not mounted into containers. Store the value in Secrets Manager, and set its ARN in container.secrets to get it as a variable.",
  security_opt: "Containers have Docker's usual profiles.",
  shm_size: "The import does not map it. Set container.shmSizeMiB.",
  stdin_open: "Containers have no terminal; service.enableExecuteCommand opens one.",
  stop_signal: "ECS sends the signal that the image names, or SIGTERM.",
  sysctls: "Containers have the kernel's usual values.",
  tmpfs: "Set container.tmpfs, or writable folders in container.writablePaths.",
  tty: "Containers have no terminal; service.enableExecuteCommand opens one.",
  ulimits: "The import does not map limits. Set container.ulimits.",
  volumes:
    "A folder of the host: build its files into the image. A named volume is imported as a file system.",
  volumes_from: NO_VOLUME,
  working_dir: "The path must be absolute. Set container.workingDirectory.",
};

const ROLL_OUT =
  "ECS starts and stops tasks as soon as the load balancer's health checks and the percentages allow it.";

const OF_DEPLOY: Readonly<Record<string, string>> = {
  endpoint_mode: "Requests come through the load balancer.",
  labels: "Tags of resources are the environment's `tags`.",
  mode: "ECS places a service's tasks wherever capacity is free. For one task on each instance, use the system daemon-api.",
  placement: "Set the system's `placement`.",
  resources: "Resources other than CPU, memory and GPUs have no settings.",
  restart_policy: "ECS replaces every task that stops.",
  rollback_config: "ECS rolls back in the same way as it rolls out.",
  "update_config.delay": ROLL_OUT,
  "update_config.failure_action": "Set service.circuitBreaker, which rolls back.",
  "update_config.max_failure_ratio": "The circuit breaker counts tasks that fail.",
  "update_config.monitor": ROLL_OUT,
  update_config: "Set service.minimumHealthyPercent and maximumPercent.",
};

const AT_TOP: Readonly<Record<string, string>> = {
  configs: "Files are not mounted into containers.",
  include: "It is not resolved: run `docker compose config > resolved.yml`, and import that file.",
  models: "There are no settings for models.",
  name: "Names are derived from the service names.",
  networks: "All services of an environment are in its VPC; security groups separate them.",
  secrets: "Store the values in Secrets Manager, and set their ARNs in container.secrets.",
  version: "Compose itself ignores it.",
  volumes:
    "A volume that no imported service mounts, or an option of one that the settings do not have.",
};

/** Why a field of a Compose file was not imported. */
export function composeReason([section, , name, part, inner]: Path): string {
  if (String(section).startsWith("x-"))
    return "An extension, which Compose itself ignores. Values merged from it are listed where they are used.";
  if (section !== "services") return AT_TOP[String(section)] ?? "The settings have no such field.";
  if (String(name).startsWith("x-")) return "An extension, which Compose itself ignores.";
  if (name === "deploy")
    return (
      OF_DEPLOY[`${String(part)}.${String(inner)}`] ??
      OF_DEPLOY[String(part)] ??
      "The settings have no such field."
    );
  if (name === "healthcheck") return "The load balancer's checks have no such field.";
  if (name === "build")
    return "Builds need only a Dockerfile: image.build has context and dockerfile.";
  return OF_SERVICE[String(name)] ?? "The settings have no such field.";
}
