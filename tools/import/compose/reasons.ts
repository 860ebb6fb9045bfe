import type { Path } from "../field";
import { NO_ENTRYPOINT, NO_VOLUME } from "../target/program";

/** Why a field of a service has no place here, by its name. */
const OF_SERVICE: Readonly<Record<string, string>> = {
  annotations: "Tags and labels of resources are the environment's `tags`.",
  cap_add: "Containers have no additional capabilities here.",
  cap_drop: "Containers keep Docker's usual capabilities.",
  configs:
    "Files are not handed into containers. Build them into the image, or give their content in a variable.",
  container_name: "ECS names containers by itself.",
  credential_spec: "Containers run Linux here.",
  depends_on: "Services start on their own: a program must wait for what it needs, and try again.",
  develop: "For development on your own machine.",
  devices: "Containers have no devices of their instance.",
  dns: "Containers use the DNS of the VPC.",
  domainname: "ECS names containers by itself.",
  entrypoint: NO_ENTRYPOINT,
  extends: "It is not followed: run `docker compose config > resolved.yml`, and import that.",
  external_links: "Services find each other by their load balancer.",
  extra_hosts: "Use Route 53 for names of your own.",
  gpus: "Instances without GPUs.",
  hostname: "ECS names containers by itself.",
  ipc: "Containers share nothing with their instance.",
  labels: "Tags of resources are the environment's `tags`.",
  links: "Services find each other by their load balancer.",
  logging: "Logs go to CloudWatch: see logRetentionDays.",
  networks: "All services of an environment are in its VPC; security groups separate them.",
  network_mode: "ECS connects containers by itself.",
  pid: "Containers share nothing with their instance.",
  platform: "The architecture is that of the instances: capacity.architecture.",
  post_start: "There are no hooks. Do it in the image.",
  pre_stop: "There are no hooks. Do it in the image, on SIGTERM.",
  privileged: "Containers have no rights on their instance.",
  profiles: "It decided that the service is taken. Deployed services have no profiles.",
  pull_policy: "ECS pulls an image whose tag is new.",
  restart: "ECS replaces every task that ends.",
  secrets:
    "Files are not handed into containers. Store the value in Secrets Manager, and give its ARN in container.secrets: it becomes a variable.",
  security_opt: "Containers have Docker's usual profiles.",
  shm_size: "Containers have Docker's usual shared memory.",
  stdin_open: "Containers have no terminal; service.enableExecuteCommand opens one.",
  stop_signal: "ECS sends the signal that the image names, or SIGTERM.",
  sysctls: "Containers have the kernel's usual values.",
  tmpfs: "Folders to write to are container.writablePaths.",
  tty: "Containers have no terminal; service.enableExecuteCommand opens one.",
  ulimits: "Containers have ECS's usual limits.",
  volumes: NO_VOLUME,
  volumes_from: NO_VOLUME,
  working_dir: "It is the image's own.",
};

const OF_DEPLOY: Readonly<Record<string, string>> = {
  endpoint_mode: "Requests come by the load balancer.",
  labels: "Tags of resources are the environment's `tags`.",
  mode: "A service of ECS runs tasks wherever there is room; a task on each instance is the system daemon-api.",
  placement: "Where tasks go is the system's `placement`.",
  resources: "Limits other than CPU and memory, and devices, have no settings.",
  restart_policy: "ECS replaces every task that ends.",
  rollback_config: "ECS rolls back as it rolls out.",
  update_config: "How many tasks at once: service.minimumHealthyPercent and maximumPercent.",
};

const AT_TOP: Readonly<Record<string, string>> = {
  configs: "Files are not handed into containers.",
  include: "It is not followed: run `docker compose config > resolved.yml`, and import that.",
  models: "There are no settings for models.",
  name: "Names follow from those of the services.",
  networks: "All services of an environment are in its VPC; security groups separate them.",
  secrets: "Store the values in Secrets Manager, and give their ARNs in container.secrets.",
  version: "Compose itself ignores it.",
  volumes: NO_VOLUME,
};

/** Why a field of a Compose file that nobody took has no place in the settings. */
export function composeReason([section, , name, part]: Path): string {
  if (String(section).startsWith("x-"))
    return "An extension, which Compose itself ignores. What it is merged into is listed there.";
  if (section !== "services") return AT_TOP[String(section)] ?? "The settings have no such field.";
  if (String(name).startsWith("x-")) return "An extension, which Compose itself ignores.";
  if (name === "deploy") return OF_DEPLOY[String(part)] ?? "The settings have no such field.";
  if (name === "healthcheck") return "The load balancer's checks have no such field.";
  if (name === "build")
    return "An image is built by its Dockerfile alone: image.build has context and dockerfile.";
  return OF_SERVICE[String(name)] ?? "The settings have no such field.";
}
