import type { Path } from "../field";
import { NO_VOLUME } from "../target/program";

const NO_FIELD = "The settings have no such field.";
const ASSIGNED = "AWS assigned it to the existing resource.";
const BY_ECS = "It is derived from the settings.";
const STATE = "It is the state of the existing service.";
const BY_CONNECT =
  "The import does not map it. Set serviceConnect of the system, and connection of the service (docs/how-to/containers.md).";

/** Fields that nobody wrote. */
const ASSIGNED_NAMES: ReadonlySet<string> = new Set([
  ...["clusterArn", "createdAt", "createdBy", "deregisteredAt", "failures", "registeredAt"],
  ...["registeredBy", "resourceManagementType", "revision", "roleArn", "serviceArn", "status"],
  ...["taskDefinitionArn", "currentServiceDeployment", "currentServiceRevisions"],
]);

type Reasons = Readonly<Record<string, string>>;

/** The reason of a field, by its name and the next one if that has a reason of its own, or else by its name. */
function reasonIn(reasons: Reasons, [name = "", next = ""]: readonly string[]): string {
  return (
    reasons[`${name}.${next}`] ?? reasons[name] ?? (ASSIGNED_NAMES.has(name) ? ASSIGNED : NO_FIELD)
  );
}

/** Why the settings have no field for a container's field. */
const OF_CONTAINER: Reasons = {
  cpu: "0 reserves nothing, and each container has CPU units here.",
  dependsOn: "A dependency needs the name of another container of the task, and a condition.",
  dnsSearchDomains:
    "The import does not map it. On instances, you can set container.dnsSearchDomains.",
  dnsServers: "The import does not map it. On instances, you can set container.dnsServers.",
  dockerLabels: "The import does not map labels. Set container.dockerLabels.",
  environment: "A variable needs a name and a value.",
  environmentFiles:
    "The import does not map environment files. Set their ARNs in container.environmentFiles.",
  essential: "The service's own container is essential.",
  extraHosts:
    "The import does not map it. Use Route 53 for your own names, or set container.extraHosts on instances.",
  firelensConfiguration:
    "The import does not map it. Set logRouter of the service, which adds a log router, and remove this sidecar.",
  healthCheck:
    "The import maps the command only. Set its times and retries in containerCheck, and those of the load balancer in loadBalancer.healthCheck.",
  "healthCheck.command":
    "The load balancer checks the service's own container, by a path. Set containerCheck to run a command as well.",
  hostname: "ECS names containers.",
  interactive: "Containers have no terminal; service.enableExecuteCommand opens one.",
  linuxParameters: "The import maps initProcessEnabled and tmpfs only.",
  "linuxParameters.capabilities": "The import does not map it. Set container.capabilities.",
  "linuxParameters.devices": "Containers cannot access devices of their instance.",
  "linuxParameters.sharedMemorySize": "The import does not map it. Set container.shmSizeMiB.",
  links: "A link must name another container of the task, without an alias.",
  logConfiguration: "Logs go to their own log group in CloudWatch: see logRetentionDays.",
  mountPoints: "Its volume is not in the settings: see volumes of the task.",
  portMappings: "A port must be a number from 1 to 65535.",
  "portMappings.appProtocol":
    "Set the protocol between the load balancer and the tasks in loadBalancer.protocolVersion, and that of Service Connect in connection.protocol.",
  "portMappings.containerPortRange":
    "The import maps single ports only. List them in container.morePorts or udpPorts, or in ports of a sidecar.",
  "portMappings.hostPort":
    "ECS chooses the host port. On Fargate, it is the port of the container.",
  "portMappings.name":
    "Service Connect uses it. Set connection.name and connection.port of the service (docs/how-to/containers.md).",
  "portMappings.protocol": "Its port is not in the settings.",
  privileged:
    "Containers have no privileges on their instance. Add single capabilities in container.capabilities.add.",
  pseudoTerminal: "Containers have no terminal; service.enableExecuteCommand opens one.",
  repositoryCredentials: "The import does not map them. Set image.credentialsSecretArn.",
  resourceRequirements:
    "The import maps a number of GPUs only. ALL of an instance is the number that its type has: set container.gpu.",
  restartPolicy:
    "ECS replaces every task that stops. Set container.restartPolicy to restart in place.",
  secrets: "A secret needs a name and an ARN.",
  startTimeout: "No other container waits for this one.",
  systemControls: "Containers have the kernel's usual values.",
  ulimits: "The import does not map limits. Set container.ulimits.",
  volumesFrom: NO_VOLUME,
  workingDirectory: "The path must be absolute. Set container.workingDirectory.",
};

const OF_TASK: Reasons = {
  compatibilities: BY_ECS,
  ephemeralStorage: "Tasks use the disk of the instance: capacity.rootVolumeGiB.",
  executionRoleArn:
    "The system creates a role with permissions to pull the image, write logs, and read the secrets.",
  family: BY_ECS,
  inferenceAccelerators: "The settings have no accelerators but GPUs: container.gpu.",
  ipcMode: "Containers share no memory with each other or with their instance.",
  networkMode: "Tasks run on instances in bridge mode.",
  pidMode: "Containers share no processes with each other or with their instance.",
  placementConstraints: "Set the system's `placement`.",
  proxyConfiguration:
    "App Mesh is not supported. To let services call each other by name, set serviceConnect.",
  requiresAttributes: BY_ECS,
  requiresCompatibilities: "Tasks run on instances.",
  "runtimePlatform.operatingSystemFamily": "Systems run containers of Linux.",
  runtimePlatform: "Set the architecture of the instances: capacity.architecture.",
  tags: "Tags of resources are the environment's `tags`.",
  taskRoleArn: "It must be the ARN of a role. Set service.permissions.roleArn.",
  volumes: NO_VOLUME,
};

const PERCENTAGES =
  "Both must be given, with minimumHealthyPercent below maximumPercent: set service.minimumHealthyPercent and maximumPercent.";

const OF_SERVICE: Reasons = {
  availabilityZoneRebalancing: "Set the system's `placement`.",
  capacityProviderStrategy: "Tasks run on the instances of `capacity`.",
  deploymentConfiguration:
    "The import maps a rolling deployment only. Set talk-service's `deployment`.",
  "deploymentConfiguration.alarms":
    "Set protections.rollbackOnAlarms of the environment, which uses the alarms of the system.",
  "deploymentConfiguration.deploymentCircuitBreaker":
    "The circuit breaker always rolls back. Without service.circuitBreaker, there is none.",
  "deploymentConfiguration.maximumPercent": PERCENTAGES,
  "deploymentConfiguration.minimumHealthyPercent": PERCENTAGES,
  deploymentController:
    "The default is a rolling deployment. For blue/green, set talk-service's `deployment`.",
  deployments: STATE,
  "deployments.serviceConnectConfiguration": BY_CONNECT,
  enableECSManagedTags: "Tags of resources are the environment's `tags`.",
  events: STATE,
  launchType: "Tasks run on the instances of `capacity`.",
  loadBalancers: "The system creates its own load balancer.",
  networkConfiguration:
    "The environment's network determines the subnets. The tasks have their own security groups.",
  pendingCount: STATE,
  placementConstraints: "Set the system's `placement`.",
  platformFamily: "Systems run containers of Linux.",
  platformVersion: "Only tasks on Fargate have a platform version.",
  placementStrategy: "Set the system's `placement`.",
  propagateTags: "Tags of resources are the environment's `tags`.",
  runningCount: STATE,
  schedulingStrategy:
    "Services have the strategy REPLICA. For one task on each instance, use the system daemon-api.",
  serviceConnectConfiguration: BY_CONNECT,
  serviceRegistries: "Only http-api supports Cloud Map.",
  tags: "Tags of resources are the environment's `tags`.",
  taskSets: STATE,
  taskDefinition: "Its JSON contains the containers: aws ecs describe-task-definition.",
  volumeConfigurations:
    "No volume of the task definition has this name, or the settings have no such field.",
};

/** Why a field of ECS's JSON was not imported. */
export function ecsReason(path: Path): string {
  const names = path.filter((step) => typeof step === "string");
  const [top = "", ...inTop] = names;
  if (top === "services") return reasonIn(OF_SERVICE, inTop);
  const inner = top === "taskDefinition" ? inTop : names;
  const [first, ...below] = inner;
  return first === "containerDefinitions"
    ? reasonIn(OF_CONTAINER, below)
    : reasonIn(OF_TASK, inner);
}

/** Why a field of App Runner's JSON was not imported. */
export function appRunnerReason(path: Path): string {
  const name = path.filter((step) => typeof step === "string").join(".");
  const [, why] = OF_APP_RUNNER.find(([start]) => name.includes(start)) ?? [];
  return why ?? NO_FIELD;
}

const OF_APP_RUNNER: readonly (readonly [string, string])[] = [
  ["AutoDeploymentsEnabled", "You deploy with a command that sets the tag: --var image_tag=<tag>."],
  ["ConnectionArn", "Builds from a source repository are not supported. Push an image."],
  ["AuthenticationConfiguration", "The role of the instances has permission to pull from ECR."],
  ["CodeRepository", "Builds from a source repository are not supported. Push an image."],
  ["ImageRepositoryType", "The image determines it."],
  ["InstanceConfiguration.Cpu", "Set container.cpu, in CPU units."],
  ["InstanceConfiguration.Memory", "Set container.memoryLimitMiB."],
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
    "IngressConfiguration",
    "The system's load balancer is reachable from the internet. See loadBalancer for what it has.",
  ],
  [
    "NetworkConfiguration",
    "The environment's network determines the subnets. Set outbound connections in capacity.egress.",
  ],
  [
    "ObservabilityConfiguration",
    "The import does not map it. Set tracing, which adds a collector for X-Ray.",
  ],
  [
    "InstanceRoleArn",
    "It trusts App Runner. Make it trust ecs-tasks.amazonaws.com, and set it in service.permissions.roleArn.",
  ],
  ...["CreatedAt", "DeletedAt", "OperationId", "ServiceArn", "ServiceId", "ServiceUrl", "Status"]
    .concat("UpdatedAt")
    .map((name) => [name, ASSIGNED] as const),
];
