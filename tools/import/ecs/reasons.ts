import type { Path } from "../field";
import { NO_VOLUME } from "../target/program";

const ASSIGNED = "AWS assigned it to the existing resource.";
const BY_ECS = "It is derived from the settings.";

/** Why the settings have no field for a container's field. */
const OF_CONTAINER: Readonly<Record<string, string>> = {
  dependsOn: "A dependency needs the name of another container of the task, and a condition.",
  dockerLabels: "The import does not map labels. Set container.dockerLabels.",
  environment: "A variable needs a name and a value.",
  environmentFiles:
    "The import does not map environment files. Set their ARNs in container.environmentFiles.",
  essential: "The service's own container is essential.",
  firelensConfiguration:
    "Logs go to CloudWatch. Send them to the log router from the program, or from its sidecar to your own service.",
  healthCheck: "The load balancer checks the tasks. Set containerCheck to run a command as well.",
  linuxParameters:
    "The import maps initProcessEnabled and tmpfs only. Set container.capabilities and shmSizeMiB.",
  links: "A link must name another container of the task, without an alias.",
  logConfiguration: "Logs go to their own log group in CloudWatch: see logRetentionDays.",
  mountPoints: "Its volume is not in the settings: see volumes of the task.",
  portMappings: "ECS chooses the host port.",
  resourceRequirements:
    "The import maps a number of GPUs only. ALL of an instance is the number that its type has: set container.gpu.",
  restartPolicy:
    "ECS replaces every task that stops. Set container.restartPolicy to restart in place.",
  secrets: "A secret needs a name and an ARN.",
  startTimeout: "No other container waits for this one.",
  systemControls: "Containers have the kernel's usual values.",
  ulimits: "The import does not map limits. Set container.ulimits.",
  volumesFrom: NO_VOLUME,
  workingDirectory: "The import does not map it. Set container.workingDirectory.",
};

const OF_TASK: Readonly<Record<string, string>> = {
  compatibilities: BY_ECS,
  ephemeralStorage: "Tasks use the disk of the instance: capacity.rootVolumeGiB.",
  executionRoleArn:
    "The system creates a role with permissions to pull the image, write logs, and read the secrets.",
  family: BY_ECS,
  inferenceAccelerators: "The instances have no accelerators.",
  ipcMode: "Containers share nothing with their instance.",
  networkMode: "Tasks run on instances in bridge mode.",
  pidMode: "Containers share nothing with their instance.",
  placementConstraints: "Set the system's `placement`.",
  proxyConfiguration:
    "App Mesh is not supported. To let services call each other by name, set serviceConnect.",
  requiresAttributes: BY_ECS,
  requiresCompatibilities: "Tasks run on instances.",
  runtimePlatform: "Set the architecture of the instances: capacity.architecture.",
  tags: "Tags of resources are the environment's `tags`.",
  volumes: NO_VOLUME,
};

const OF_SERVICE: Readonly<Record<string, string>> = {
  availabilityZoneRebalancing: "Set the system's `placement`.",
  capacityProviderStrategy: "Tasks run on the instances of `capacity`.",
  deploymentConfiguration: "Set service.minimumHealthyPercent and maximumPercent.",
  deploymentController:
    "The default is a rolling deployment. For blue/green, set talk-service's `deployment`.",
  launchType: "Tasks run on the instances of `capacity`.",
  loadBalancers: "The system creates its own load balancer.",
  networkConfiguration:
    "The environment's network determines the subnets. The tasks have their own security groups.",
  placementConstraints: "Set the system's `placement`.",
  placementStrategy: "Set the system's `placement`.",
  propagateTags: "Tags of resources are the environment's `tags`.",
  schedulingStrategy: "For one task on each instance, use the system daemon-api.",
  serviceConnectConfiguration:
    "The import does not map it. Set serviceConnect of the system, and connection of the service (docs/how-to/containers.md).",
  serviceRegistries: "Only http-api supports Cloud Map.",
  tags: "Tags of resources are the environment's `tags`.",
  taskDefinition: "Its JSON contains the containers: aws ecs describe-task-definition.",
  volumeConfigurations:
    "No volume of the task definition has this name, or the settings have no such field.",
};

/** Why a field of ECS's JSON was not imported. */
export function ecsReason(path: Path): string {
  const names = path.filter((step) => typeof step === "string");
  const [top = "", next = "", name = ""] = names;
  if (top === "services") return OF_SERVICE[next] ?? ASSIGNED;
  const inner = top === "taskDefinition" ? names.slice(1) : names;
  const [first = "", second = ""] = inner;
  if (first === "containerDefinitions")
    return OF_CONTAINER[second] ?? (name === "" ? ASSIGNED : "The settings have no such field.");
  return OF_TASK[first] ?? OF_SERVICE[first] ?? ASSIGNED;
}

/** Why a field of App Runner's JSON was not imported. */
export function appRunnerReason(path: Path): string {
  const name = path.filter((step) => typeof step === "string").join(".");
  const [, why] = OF_APP_RUNNER.find(([start]) => name.includes(start)) ?? [];
  return why ?? ASSIGNED;
}

const OF_APP_RUNNER: readonly (readonly [string, string])[] = [
  ["AutoDeploymentsEnabled", "You deploy with a command that sets the tag: --var image_tag=<tag>."],
  ["AuthenticationConfiguration", "The role of the instances has permission to pull from ECR."],
  ["CodeRepository", "Builds from a source repository are not supported. Push an image."],
  ["ImageRepositoryType", "The image determines it."],
  [
    "HealthCheckConfiguration",
    "The load balancer's health checks use HTTP: loadBalancer.healthCheck.",
  ],
  [
    "AutoScalingConfiguration",
    "For its bounds, run `aws apprunner describe-auto-scaling-configuration`. Set serviceScaling.minTasks and maxTasks, and a requests-target for its concurrency.",
  ],
  ["EncryptionConfiguration", "Images and logs have their own keys."],
  [
    "NetworkConfiguration",
    "The environment's network determines the subnets. Set outbound connections in capacity.egress.",
  ],
  [
    "ObservabilityConfiguration",
    "Tracing needs a container beside the service's own: add it to sidecars.",
  ],
  [
    "InstanceRoleArn",
    "It trusts App Runner. Make it trust ecs-tasks.amazonaws.com, and set it in service.permissions.roleArn.",
  ],
];
