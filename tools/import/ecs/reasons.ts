import type { Path } from "../field";
import { NO_ENTRYPOINT, NO_SIDECAR, NO_VOLUME } from "../target/program";

const ASSIGNED = "AWS gave it to what runs now.";
const BY_ECS = "It follows from the settings.";

/** Why a field of a container has no place here. */
const OF_CONTAINER: Readonly<Record<string, string>> = {
  dependsOn: NO_SIDECAR,
  dockerLabels: "Tags of resources are the environment's `tags`.",
  entryPoint: NO_ENTRYPOINT,
  environment: "A variable needs a name and a value.",
  environmentFiles:
    "Files of variables in S3 have no settings: give the variables in container.environment.",
  essential: "The container is a task's only one.",
  firelensConfiguration: NO_SIDECAR,
  healthCheck: "The load balancer checks, and not a command in the container.",
  linuxParameters: "initProcessEnabled and writablePaths are the settings that there are.",
  links: NO_SIDECAR,
  logConfiguration: "Logs go to CloudWatch, in a log group of their own: see logRetentionDays.",
  mountPoints: NO_VOLUME,
  portMappings: "ECS chooses the port of the host.",
  restartPolicy: "ECS replaces every task that ends.",
  secrets: "A secret needs a name and an ARN.",
  startTimeout: NO_SIDECAR,
  systemControls: "Containers have the kernel's usual values.",
  ulimits: "Containers have ECS's usual limits.",
  volumesFrom: NO_VOLUME,
  workingDirectory: "It is the image's own.",
};

const OF_TASK: Readonly<Record<string, string>> = {
  compatibilities: BY_ECS,
  ephemeralStorage: "The disk is that of the instance: capacity.rootVolumeGiB.",
  executionRoleArn:
    "A role of its own is made, with the rights to pull the image, to log, and to read the secrets.",
  family: BY_ECS,
  inferenceAccelerators: "Instances without accelerators.",
  ipcMode: "Containers share nothing with their instance.",
  networkMode: "Tasks are on instances, in bridge mode.",
  pidMode: "Containers share nothing with their instance.",
  placementConstraints: "Where tasks go is the system's `placement`.",
  proxyConfiguration: NO_SIDECAR,
  requiresAttributes: BY_ECS,
  requiresCompatibilities: "Tasks are on instances.",
  runtimePlatform: "The architecture is that of the instances: capacity.architecture.",
  tags: "Tags of resources are the environment's `tags`.",
  volumes: NO_VOLUME,
};

const OF_SERVICE: Readonly<Record<string, string>> = {
  availabilityZoneRebalancing: "Where tasks go is the system's `placement`.",
  capacityProviderStrategy: "Tasks are on the instances of `capacity`.",
  deploymentConfiguration:
    "How many tasks at once: service.minimumHealthyPercent and maximumPercent.",
  deploymentController: "ECS rolls out; blue/green is talk-service's `deployment`.",
  launchType: "Tasks are on the instances of `capacity`.",
  loadBalancers: "A load balancer of its own is made.",
  networkConfiguration:
    "Tasks are where the environment's network says, with security groups of their own.",
  placementConstraints: "Where tasks go is the system's `placement`.",
  placementStrategy: "Where tasks go is the system's `placement`.",
  propagateTags: "Tags of resources are the environment's `tags`.",
  schedulingStrategy: "A task on each instance is the system daemon-api.",
  serviceConnectConfiguration: "Service Connect has no settings.",
  serviceRegistries: "Cloud Map is http-api's only.",
  tags: "Tags of resources are the environment's `tags`.",
  taskDefinition: "Its JSON is what has the containers: aws ecs describe-task-definition.",
  volumeConfigurations: NO_VOLUME,
};

/** Why a field of ECS's JSON that nobody took has no place in the settings. */
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

/** Why a field of App Runner's JSON that nobody took has no place in the settings. */
export function appRunnerReason(path: Path): string {
  const name = path.filter((step) => typeof step === "string").join(".");
  const [, why] = OF_APP_RUNNER.find(([start]) => name.includes(start)) ?? [];
  return why ?? ASSIGNED;
}

const OF_APP_RUNNER: readonly (readonly [string, string])[] = [
  [
    "AutoDeploymentsEnabled",
    "A deployment is a command of yours, with the tag: --var image_tag=<tag>.",
  ],
  ["AuthenticationConfiguration", "The role of the instances may pull from ECR."],
  ["CodeRepository", "There is no build from a repository: push an image."],
  ["ImageRepositoryType", "It follows from the image."],
  ["HealthCheckConfiguration", "The load balancer's checks ask by HTTP: loadBalancer.healthCheck."],
  [
    "AutoScalingConfiguration",
    "Its bounds stand in `aws apprunner describe-auto-scaling-configuration`: set serviceScaling.minTasks and maxTasks, and a requests-target for its concurrency.",
  ],
  ["EncryptionConfiguration", "Images and logs have keys of their own."],
  [
    "NetworkConfiguration",
    "Tasks are where the environment's network says; what they reach is capacity.egress.",
  ],
  ["ObservabilityConfiguration", "Tracing needs a sidecar, which has no settings yet."],
  [
    "InstanceRoleArn",
    "It trusts App Runner. Allow ecs-tasks.amazonaws.com in it, and name it in service.permissions.roleArn.",
  ],
];
