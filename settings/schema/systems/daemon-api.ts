import { latencyIsMeasured } from "../../rules/operations/notifications";
import { daemonHasInstances, daemonRollsOut } from "../../rules/systems/daemon";
import { instancesWithinQuota } from "../../rules/service/listener-rules";
import { optionsOfPlatform } from "../../rules/capacity/platform";
import { targetsFit } from "../../rules/service/more-targets";
import { taskFitsInstance } from "../../rules/capacity/placement";
import { connects } from "../../rules/service/service-connect";
import { containersOfTask, everyTask } from "../../rules/containers/task-containers";
import {
  addContainers,
  addedNamesAreFree,
  addedVolumeIsFree,
  removeContainers,
} from "../containers/added-containers";
import { daemonCapacity } from "../capacity/capacity";
import { daemonScaling } from "../scaling/cluster-scaling";
import { container } from "../containers/container";
import { containerCheck } from "../containers/container-check";
import { rollingDeployment } from "../service/deployment";
import { settings, text } from "../fields";
import { imageByParts, sampleBuild } from "../containers/image";
import { namedLoadBalancer } from "../service/load-balancer";
import { moreTargets } from "../service/more-targets";
import { preset } from "../preset";
import { objectives } from "../operations/objectives";
import { beforeRelease, scheduledTasks } from "../service/scheduled-tasks";
import { containerInsights, daemonService, execCanWrite } from "../service/service";
import { connection, serviceConnect } from "../service/service-connect";
import { instanceSidecars } from "../containers/sidecars";
import { telemetry } from "../containers/telemetry";
import { disksAttach } from "../../rules/containers/volumes";
import { volumes } from "../containers/volumes";
import { systemName } from "../system-name";

/**
 * An HTTP API with one container per instance: the group of instances scales, and the containers follow.
 * All names contain service.name and stage.
 */
export const daemonApi = settings(
  {
    /** Name from which the names of the system's parts follow, in place of the reference's (docs/tutorials/your-own-container.md). @default none */
    name: systemName(),
    /** "responsive": other defaults, with which tasks are there in half of the time (docs/how-to/scale-out-faster.md). @default none */
    preset: preset(),
    /** Lets several stacks of one service exist side by side. @default the environment's name */
    stage: text(
      'must be 1 to 20 letters, digits and inner hyphens, as in "prod"',
      /^(?=.{1,20}$)[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/,
    ).optional(),
    /**
     * Container Insights of the cluster.
     * @default the environment's containerInsights
     * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
     */
    containerInsights: containerInsights().optional(),
    /** Objectives of availability and latency, whose burn rates are watched. @default none */
    objectives: objectives().optional(),
    /** Where the image comes from. @default the sample's name on Docker Hub, with the variable `image_tag` */
    image: imageByParts({ repositoryName: "daemon-api", ...sampleBuild("daemon-api") }).prefault({
      kind: "registry",
    }),
    /** The container that runs in each task. */
    container: container({
      name: "daemon-api",
      port: 8080,
      cpu: 256,
      memoryLimitMiB: 256,
    }).prefault({}),
    /** A health check that runs in the container. @default none: the load balancer checks the tasks */
    containerCheck: containerCheck("/health").optional(),
    /** Other containers in each task, by name. @default none */
    sidecars: instanceSidecars(),
    ...telemetry(),
    /** Volumes of a task, which its containers mount by name. @default none */
    volumes: volumes(),
    /** Calls between services by name, through proxies that ECS adds to the tasks. @default none */
    serviceConnect: serviceConnect(),
    /** How it takes part in serviceConnect. @default it calls others, and is called by the name of the system */
    connection: connection(),
    /** The ECS service and its deployments. */
    service: daemonService().prefault({}),
    /** Where the tasks run. */
    capacity: daemonCapacity({
      instanceTypes: ["t3.micro"],
      minInstances: 2,
      maxInstances: 4,
    }).prefault({}),
    /** How the group of instances scales. @default alarms on the cluster's CPU, above 70 % and below 30 % */
    clusterScaling: daemonScaling().prefault({ kind: "step" }),
    /** How a new release replaces the old one. */
    deployment: rollingDeployment().prefault({ kind: "rolling" }),
    /** A task of the same program that must succeed before a new version rolls out. @default none */
    beforeRelease: beforeRelease(),
    /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
    scheduledTasks: scheduledTasks(),
    /** The load balancer in front of the system. */
    loadBalancer: namedLoadBalancer({ healthCheckPath: "/health", plainHttp: "closed" }).prefault(
      {},
    ),
    /** Other ports of the tasks that the load balancer sends some of the requests to, by name. @default none */
    moreTargets: moreTargets(),
  },
  {
    clusterName: "must be removed: the cluster is named after service.name and stage.",
    serviceScaling:
      "must be removed: a daemon runs one task on each instance. Set capacity and clusterScaling.",
  },
).check(
  addedNamesAreFree,
  addedVolumeIsFree,
  addContainers,
  latencyIsMeasured,
  taskFitsInstance,
  disksAttach,
  daemonHasInstances,
  daemonRollsOut,
  instancesWithinQuota,
  execCanWrite,
  containersOfTask,
  optionsOfPlatform,
  connects(true),
  targetsFit,
  ...everyTask,
  removeContainers,
);
