import { daemonHasInstances, daemonRollsOut } from "../rules/daemon";
import { instancesWithinQuota } from "../rules/listener-rules";
import { taskFitsInstance } from "../rules/placement";
import { capacity } from "./capacity";
import { daemonScaling } from "./cluster-scaling";
import { container } from "./container";
import { rollingDeployment } from "./deployment";
import { settings, text } from "./fields";
import { imageByParts, sampleBuild } from "./image";
import { namedLoadBalancer } from "./load-balancer";
import { preset } from "./preset";
import { scheduledTasks } from "./scheduled-tasks";
import { containerInsights, daemonService, execCanWrite } from "./service";

/**
 * An HTTP API with one container per instance: the group of instances scales, and the containers follow.
 * All names contain service.name and stage.
 */
export const daemonApi = settings(
  {
    /** "responsive": other defaults, with which tasks are there in half of the time (docs/how-to/scale-out-faster.md). @default none */
    preset: preset(),
    /** Lets several stacks of one service exist side by side. @default the environment's name */
    stage: text(
      'must be 1 to 20 letters, digits and inner hyphens, as in "prod"',
      /^(?=.{1,20}$)[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/,
    ).optional(),
    /** @default the environment's containerInsights */
    containerInsights: containerInsights().optional(),
    /** @default the sample's name on Docker Hub, with the variable `image_tag` */
    image: imageByParts({ repositoryName: "daemon-api", ...sampleBuild("daemon-api") }).prefault({
      kind: "registry",
    }),
    container: container({
      name: "daemon-api",
      port: 8080,
      cpu: 256,
      memoryLimitMiB: 256,
    }).prefault({}),
    service: daemonService().prefault({}),
    capacity: capacity({ instanceTypes: ["t3.micro"], minInstances: 2, maxInstances: 4 }).prefault(
      {},
    ),
    /** @default alarms on the cluster's CPU, above 70 % and below 30 % */
    clusterScaling: daemonScaling().prefault({ kind: "step" }),
    /** How a new release replaces the old one. */
    deployment: rollingDeployment().prefault({ kind: "rolling" }),
    /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
    scheduledTasks: scheduledTasks(),
    loadBalancer: namedLoadBalancer({ healthCheckPath: "/health", plainHttp: "closed" }).prefault(
      {},
    ),
  },
  {
    clusterName: "must be removed: the cluster is named after service.name and stage.",
    serviceScaling:
      "must be removed: a daemon runs one task on each instance. Set capacity and clusterScaling.",
  },
).check(taskFitsInstance, daemonHasInstances, daemonRollsOut, instancesWithinQuota, execCanWrite);
