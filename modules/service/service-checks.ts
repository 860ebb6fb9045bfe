import { deploymentDefaults } from "../../aws/defaults";
import { deployment, rollsOut, tasksPerService } from "../../aws/containers/ecs";
import { TARGET_GROUPS_PER_SERVICE } from "../../aws/networking/load-balancing";
import { platformNames } from "../../aws/containers/task-containers";
import { type Check, obeys, within } from "../validation";
import { type BlueGreen, blueGreenChecks } from "./blue-green/blue-green";
import type { CapacityProviderShare, ServiceCapacity } from "./service-capacity";
import { connectChecks, type ConnectedService } from "./connections/service-connect";
import { registryChecks, type ServiceRegistry } from "./connections/service-registry";

/** The props of a service that have limits or depend on others. */
export interface ServiceLimits {
  readonly taskDefinition: {
    readonly compatibility: "ec2" | "fargate" | "managed-instances";
    readonly networkMode: string;
    readonly containers: readonly { readonly name: string; readonly ports?: readonly number[] }[];
  };
  readonly capacity: ServiceCapacity;
  readonly schedulingStrategy?: "REPLICA" | "DAEMON";
  readonly desiredCount?: number;
  readonly placementStrategies?: readonly { readonly type: string; readonly field: string }[];
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly circuitBreaker?: boolean;
  readonly availabilityZoneRebalancing?: boolean;
  readonly loadBalancer?: {
    readonly containerName: string;
    readonly containerPort: number;
    readonly listener: unknown;
  };
  readonly moreLoadBalancers?: readonly NonNullable<ServiceLimits["loadBalancer"]>[];
  readonly registry?: ServiceRegistry;
  readonly connect?: ConnectedService;
  readonly blueGreen?: BlueGreen;
  readonly healthCheckGracePeriodSeconds?: number;
  readonly network?: { readonly assignPublicIp?: boolean };
}

export function serviceChecks(props: ServiceLimits): readonly Check[] {
  return [
    within(
      "minimumHealthyPercent",
      props.minimumHealthyPercent,
      ...deployment.minimumHealthyPercent,
    ),
    within("maximumPercent", props.maximumPercent, ...deployment.maximumPercent),
    within("desiredCount", props.desiredCount, ...tasksPerService),
    ...(props.schedulingStrategy === "DAEMON" ? daemonChecks(props) : replicaChecks(props)),
    ...(props.taskDefinition.compatibility === "ec2" ? ec2Checks(props) : ownAddressChecks(props)),
    ...capacityChecks(props),
    ...loadBalancerChecks(props),
    ...registryChecks(props),
    ...connectChecks(props),
    ...blueGreenChecks(props.blueGreen),
    () => blueGreenProblem(props),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html on deploymentCircuitBreaker */
function blueGreenProblem(props: ServiceLimits): string | undefined {
  if (props.blueGreen === undefined) return undefined;
  if (props.loadBalancer === undefined)
    return "`blueGreen` must be unset for a service without `loadBalancer`, because there are no requests to shift.";
  if (props.schedulingStrategy === "DAEMON")
    return "`blueGreen` must be unset for a DAEMON service, which has no second set of tasks.";
  return props.circuitBreaker === true
    ? "`circuitBreaker` must be unset with `blueGreen`: ECS has it for roll-outs in place only. Name alarms in `rollbackAlarmNames`."
    : undefined;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html#service_scheduler_daemon */
function daemonChecks(props: ServiceLimits): readonly Check[] {
  const refuse = (prop: keyof ServiceLimits, broken: boolean, why: string): Check => {
    return () => (broken ? `\`${prop}\` must be unset for a DAEMON service: ${why}.` : undefined);
  };
  return [
    refuse("desiredCount", props.desiredCount !== undefined, "it runs one task an instance"),
    refuse(
      "circuitBreaker",
      props.circuitBreaker === true,
      "its failure threshold depends on the desired count, which a daemon does not have",
    ),
    refuse("maximumPercent", props.maximumPercent !== undefined, "it is always 100"),
    refuse(
      "placementStrategies",
      (props.placementStrategies ?? []).length > 0,
      "tasks go to every instance",
    ),
    refuse(
      "availabilityZoneRebalancing",
      props.availabilityZoneRebalancing === true,
      "tasks go to every instance",
    ),
    () =>
      props.taskDefinition.compatibility === "ec2"
        ? undefined
        : `\`schedulingStrategy\` must be REPLICA on ${platformNames[props.taskDefinition.compatibility]}, which launches instances only for tasks, got DAEMON.`,
  ];
}

function replicaChecks(props: ServiceLimits): readonly Check[] {
  return [
    obeys(rollsOut, {
      tasks: props.desiredCount ?? 1,
      minimumHealthyPercent:
        props.minimumHealthyPercent ?? deploymentDefaults.minimumHealthyPercent,
      maximumPercent: props.maximumPercent ?? deploymentDefaults.maximumPercent,
    }),
    () =>
      props.availabilityZoneRebalancing === true &&
      (props.maximumPercent ?? deploymentDefaults.maximumPercent) <= 100
        ? "`maximumPercent` must be above 100 with `availabilityZoneRebalancing`, which starts a task in the new zone before it stops one in the old."
        : undefined,
    () => {
      const first = props.placementStrategies?.[0];
      return props.availabilityZoneRebalancing === true &&
        first !== undefined &&
        first.field !== "attribute:ecs.availability-zone"
        ? `\`placementStrategies\` must begin with a spread over zones with \`availabilityZoneRebalancing\`, got ${first.type} on ${first.field}.`
        : undefined;
    },
  ];
}

function ownAddressChecks(props: ServiceLimits): readonly Check[] {
  const { compatibility } = props.taskDefinition;
  const platform = compatibility === "ec2" ? "EC2" : platformNames[compatibility];
  return [
    () =>
      props.network === undefined
        ? `\`network\` must be set: tasks on ${platform} have their own address.`
        : undefined,
    () =>
      (props.placementStrategies ?? []).length > 0
        ? `\`placementStrategies\` must be unset on ${platform}, which spreads over zones and has no instances to choose from.`
        : undefined,
    () =>
      compatibility === "managed-instances" && props.network?.assignPublicIp === true
        ? "`network.assignPublicIp` must be unset on ECS Managed Instances, whose tasks get no public address."
        : undefined,
  ];
}

function ec2Checks(props: ServiceLimits): readonly Check[] {
  return [
    () =>
      props.network !== undefined
        ? "`network` must be unset: tasks in bridge mode use their instance's address."
        : undefined,
  ];
}

function capacityChecks({ capacity, taskDefinition }: ServiceLimits): readonly Check[] {
  const { compatibility } = taskDefinition;
  if (capacity.kind === "launch-type") {
    return [
      () =>
        capacity.launchType.toLowerCase() === compatibility
          ? undefined
          : `\`capacity.launchType\` must be ${compatibility.toUpperCase()}, which matches the task definition, got ${capacity.launchType}.`,
    ];
  }
  const { strategy } = capacity;
  return [
    () =>
      strategy.some(({ weight }) => (weight ?? 1) > 0)
        ? undefined
        : "`capacity.strategy` must have a weight above 0, got none: no task could be placed.",
    () => {
      const based = strategy.filter(({ base }) => (base ?? 0) > 0).length;
      return based > 1
        ? `\`capacity.strategy\` must have one \`base\` at most, got ${based}.`
        : undefined;
    },
    ...strategy.map(
      (share): Check =>
        () =>
          misplaced(share, compatibility),
    ),
  ];
}

function misplaced(
  { capacityProvider }: CapacityProviderShare,
  compatibility: ServiceLimits["taskDefinition"]["compatibility"],
) {
  const isFargate = capacityProvider === "FARGATE" || capacityProvider === "FARGATE_SPOT";
  return isFargate && compatibility !== "fargate"
    ? `\`capacity.strategy\` must name providers of instances for ${compatibility === "ec2" ? "an EC2" : "such a"} task definition, got ${capacityProvider}.`
    : undefined;
}

function loadBalancerChecks(props: ServiceLimits): readonly Check[] {
  const { loadBalancer, moreLoadBalancers = [], healthCheckGracePeriodSeconds } = props;
  if (loadBalancer === undefined) {
    return [
      () =>
        healthCheckGracePeriodSeconds === undefined
          ? undefined
          : "`healthCheckGracePeriodSeconds` must be unset without `loadBalancer`, because it delays the load balancer's health checks.",
    ];
  }
  return [
    () =>
      moreLoadBalancers.length < TARGET_GROUPS_PER_SERVICE
        ? undefined
        : `\`moreLoadBalancers\` must be at most ${TARGET_GROUPS_PER_SERVICE - 1}, got ${moreLoadBalancers.length}: ECS supports ${TARGET_GROUPS_PER_SERVICE} target groups for each service.`,
    () =>
      moreLoadBalancers.length > 0 && props.blueGreen !== undefined
        ? "`moreLoadBalancers` must be unset with `blueGreen`, which shifts the requests of one target group."
        : undefined,
    ...[loadBalancer, ...moreLoadBalancers].flatMap((each) => portChecks(each, props)),
  ];
}

function portChecks(
  loadBalancer: NonNullable<ServiceLimits["loadBalancer"]>,
  { taskDefinition }: ServiceLimits,
): readonly Check[] {
  const { containerName, containerPort } = loadBalancer;
  const names = taskDefinition.containers.map(({ name }) => name);
  const container = taskDefinition.containers.find(({ name }) => name === containerName);
  const ports = container?.ports ?? [];
  return [
    () =>
      container === undefined
        ? `\`loadBalancer.containerName\` must be a container of the task definition (${names.join(", ")}), got ${containerName}.`
        : undefined,
    () =>
      container === undefined || ports.includes(containerPort)
        ? undefined
        : `\`loadBalancer.containerPort\` must be a port of ${containerName} (${ports.join(", ")}), got ${containerPort}.`,
    () =>
      loadBalancer.listener === undefined
        ? "`loadBalancer.listener` must be set: ECS rejects a target group that no load balancer uses yet."
        : undefined,
  ];
}
