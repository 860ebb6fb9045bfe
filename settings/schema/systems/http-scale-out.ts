import { scalesWithoutGroup } from "../../rules/service/blue-green";
import { latencyIsMeasured } from "../../rules/operations/notifications";
import {
  scheduledTargetsWithinQuota,
  targetsWithinQuota,
} from "../../rules/service/listener-rules";
import { containersFitFargate } from "../../rules/capacity/fargate";
import {
  containersFitManaged,
  ofGroup,
  scaledWithoutGroup,
} from "../../rules/capacity/managed-instances";
import { targetsFit } from "../../rules/service/more-targets";
import { connects } from "../../rules/service/service-connect";
import { optionsOfPlatform } from "../../rules/capacity/platform";
import {
  floorsFitCluster,
  scheduledFloorsFitCluster,
  taskFitsInstance,
} from "../../rules/capacity/placement";
import { previewsShareNoFiles } from "../../rules/operations/previews";
import { sessionsFit } from "../../rules/service/stickiness";
import { containersOfTask, everyTask } from "../../rules/containers/task-containers";
import {
  addContainers,
  addedNamesAreFree,
  addedVolumeIsFree,
  removeContainers,
} from "../containers/added-containers";
import { capacityOfAnyKind } from "../capacity/capacity";
import { clusterScaling, growsFromZero } from "../scaling/cluster-scaling";
import { container, ecsName } from "../containers/container";
import { containerCheck } from "../containers/container-check";
import { deploymentBehindBalancer } from "../service/deployment";
import { choice, settings } from "../fields";
import { image, sampleBuild } from "../containers/image";
import { loadBalancer } from "../service/load-balancer";
import { moreTargets } from "../service/more-targets";
import { network } from "../network";
import { preset } from "../preset";
import { objectives } from "../operations/objectives";
import { previews } from "../operations/previews";
import { connection, serviceConnect } from "../service/service-connect";
import { beforeRelease, scheduledTasks } from "../service/scheduled-tasks";
import { containerInsights, execCanWrite, rollsOut, service } from "../service/service";
import { desiredWithinBounds, serviceScaling } from "../scaling/service-scaling";
import { instanceSidecars } from "../containers/sidecars";
import { telemetry } from "../containers/telemetry";
import { disksAttach } from "../../rules/containers/volumes";
import { volumes } from "../containers/volumes";
import { systemName } from "../system-name";

const scalingOfInstances = clusterScaling().prefault({ kind: "cpu-target" });

/**
 * A service behind a load balancer: on EC2 instances with two scaling loops, one for tasks and one for instances, or without
 * instances.
 */
export const httpScaleOut = settings({
  /** Name from which the names of the system's parts follow, in place of the reference's (docs/tutorials/your-own-container.md). @default none */
  name: systemName(),
  /** "responsive": other defaults, with which tasks are there in half of the time (docs/how-to/scale-out-faster.md). @default none */
  preset: preset(),
  /** Must have private subnets unless capacity is "instances". @default the environment's */
  network: network.optional(),
  /**
   * Name of the ECS cluster.
   * @default "container-cluster"
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
   */
  clusterName: ecsName().default("container-cluster"),
  /**
   * Container Insights of the cluster.
   * @default the environment's containerInsights
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
   */
  containerInsights: containerInsights().optional(),
  /** Objectives of availability and latency, whose burn rates are watched. @default none */
  objectives: objectives().optional(),
  /** Where the image comes from. @default the system's repository */
  image: image({ repositoryName: "http-api", ...sampleBuild("http-api") }).prefault({
    kind: "repository",
  }),
  /** The container that runs in each task. */
  container: container({ name: "http-api", port: 80, cpu: 256, memoryLimitMiB: 256 }).prefault({}),
  /** A health check that runs in the container. @default none: the load balancer checks the tasks */
  containerCheck: containerCheck("/").optional(),
  /** Other containers in each task, by name. @default none */
  sidecars: instanceSidecars(),
  ...telemetry(),
  /** Volumes of a task, which its containers mount by name. @default none */
  volumes: volumes(),
  /** Calls to and from services of other systems by name, through proxies that ECS adds to the tasks. @default none */
  serviceConnect: serviceConnect(),
  /** How it takes part in serviceConnect. @default it calls others, and is called by the name of the system */
  connection: connection(),
  /** The ECS service and its deployments. */
  service: service({
    name: "http-api",
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  }).prefault({}),
  /** How the tasks of the service scale. */
  serviceScaling: serviceScaling({
    minTasks: 1,
    maxTasks: 20,
    strategies: [{ kind: "cpu-target", targetPercent: 80 }],
  }).prefault({}),
  /** Where the tasks run. */
  capacity: capacityOfAnyKind({
    instanceTypes: ["t3.micro"],
    minInstances: 1,
    maxInstances: 5,
  }).prefault({}),
  /**
   * Where tasks are placed: "pack" fills one instance after the other, which is cheap, but all tasks can be on one;
   * "spread" distributes them evenly over the zones; "spread-then-pack" fills instances within each zone. @default "pack"
   */
  placement: choice("pack", "spread", "spread-then-pack").default("pack"),
  /** How the group of instances scales; not with other kinds of capacity. */
  clusterScaling: scalingOfInstances,
  /** How a new release replaces the old one. */
  deployment: deploymentBehindBalancer().prefault({ kind: "rolling" }),
  /** A task of the same program that must succeed before a new version rolls out. @default none */
  beforeRelease: beforeRelease(),
  /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
  scheduledTasks: scheduledTasks(),
  /** Other ports of the tasks that the load balancer sends some of the requests to, by name. @default none */
  moreTargets: moreTargets(),
  /** The load balancer in front of the system. */
  loadBalancer: loadBalancer({ name: "ecs-lb", healthCheckPath: "/" }).prefault({}),
  /** Copies of the service for pull requests: docs/how-to/preview.md. @default none */
  previews: previews(),
}).check(
  addedNamesAreFree,
  addedVolumeIsFree,
  addContainers,
  latencyIsMeasured,
  ...[taskFitsInstance, ...floorsFitCluster, scheduledFloorsFitCluster].map(ofGroup),
  ofGroup(disksAttach),
  containersFitManaged,
  containersFitFargate,
  optionsOfPlatform,
  scaledWithoutGroup({ clusterScaling: scalingOfInstances, placement: "pack" }),
  desiredWithinBounds,
  targetsWithinQuota,
  scheduledTargetsWithinQuota,
  ofGroup(growsFromZero),
  rollsOut,
  execCanWrite,
  scalesWithoutGroup,
  containersOfTask,
  connects(true),
  sessionsFit,
  previewsShareNoFiles,
  targetsFit,
  ...everyTask,
  removeContainers,
);
