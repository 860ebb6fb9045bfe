import { scalesWithoutGroup } from "../rules/blue-green";
import { scheduledTargetsWithinQuota, targetsWithinQuota } from "../rules/listener-rules";
import { floorsFitCluster, scheduledFloorsFitCluster, taskFitsInstance } from "../rules/placement";
import { capacity } from "./capacity";
import { clusterScaling, growsFromZero } from "./cluster-scaling";
import { container, ecsName } from "./container";
import { deploymentBehindBalancer } from "./deployment";
import { choice, settings } from "./fields";
import { image, sampleBuild } from "./image";
import { loadBalancer } from "./load-balancer";
import { preset } from "./preset";
import { scheduledTasks } from "./scheduled-tasks";
import { containerInsights, execCanWrite, rollsOut, service } from "./service";
import { desiredWithinBounds, serviceScaling } from "./service-scaling";

/** A service on EC2 instances behind a load balancer, with two scaling loops: one for tasks, one for instances. */
export const httpScaleOut = settings({
  /** "responsive": other defaults, with which tasks are there in half of the time (docs/how-to/scale-out-faster.md). @default none */
  preset: preset(),
  /** @default "container-cluster" */
  clusterName: ecsName().default("container-cluster"),
  /** @default the environment's containerInsights */
  containerInsights: containerInsights().optional(),
  /** @default the system's repository */
  image: image({ repositoryName: "http-api", ...sampleBuild("http-api") }).prefault({
    kind: "repository",
  }),
  container: container({ name: "http-api", port: 80, cpu: 256, memoryLimitMiB: 256 }).prefault({}),
  service: service({
    name: "http-api",
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  }).prefault({}),
  serviceScaling: serviceScaling({
    minTasks: 1,
    maxTasks: 20,
    strategies: [{ kind: "cpu-target", targetPercent: 80 }],
  }).prefault({}),
  capacity: capacity({ instanceTypes: ["t3.micro"], minInstances: 1, maxInstances: 5 }).prefault(
    {},
  ),
  /**
   * Where tasks are placed: "pack" fills one instance after the other, which is cheap, but all tasks can be on one;
   * "spread" distributes them evenly over the zones; "spread-then-pack" fills instances within each zone. @default "pack"
   */
  placement: choice("pack", "spread", "spread-then-pack").default("pack"),
  clusterScaling: clusterScaling().prefault({ kind: "cpu-target" }),
  /** How a new release replaces the old one. */
  deployment: deploymentBehindBalancer().prefault({ kind: "rolling" }),
  /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
  scheduledTasks: scheduledTasks(),
  loadBalancer: loadBalancer({ name: "ecs-lb", healthCheckPath: "/" }).prefault({}),
}).check(
  taskFitsInstance,
  ...floorsFitCluster,
  scheduledFloorsFitCluster,
  desiredWithinBounds,
  targetsWithinQuota,
  scheduledTargetsWithinQuota,
  growsFromZero,
  rollsOut,
  execCanWrite,
  scalesWithoutGroup,
);
