import { latencyIsMeasured } from "../../rules/operations/notifications";
import * as logs from "../../../aws/observability/logs";
import type * as z from "zod";
import { isPathPattern } from "../../../aws/networking/load-balancing";
import {
  oneColorVariable,
  scalesWithoutGroup,
  scalesWithoutSchedule,
} from "../../rules/service/blue-green";
import {
  conditionsWithinQuota,
  pathsReached,
  prioritiesDiffer,
  rulesWithinQuota,
  scheduledTargetsWithinQuota,
  targetsWithinQuota,
} from "../../rules/service/listener-rules";
import {
  servicesFitManaged,
  ofGroup,
  scaledWithoutGroup,
} from "../../rules/capacity/managed-instances";
import { targetsOfServicesFit } from "../../rules/service/more-targets";
import { servicesConnect } from "../../rules/service/service-connect";
import { optionsOfServices } from "../../rules/capacity/platform";
import { servicesFit } from "../../rules/capacity/placement";
import { previewRulesFit, previewsOfServicesShareNoFiles } from "../../rules/operations/previews";
import { sessionsFitServices } from "../../rules/service/stickiness";
import { containersOfServices, everyTask } from "../../rules/containers/task-containers";
import {
  addContainers,
  addedNamesAreFree,
  addedVolumeIsFree,
  removeContainers,
} from "../containers/added-containers";
import { capacity } from "../capacity/capacity";
import { clusterScaling, growsFromZero } from "../scaling/cluster-scaling";
import { container, ecsName } from "../containers/container";
import { containerCheck } from "../containers/container-check";
import { deployment } from "../service/deployment";
import { choice, list, namedServices, servicePriority, settings, text, textOf } from "../fields";
import { type Sample, filledImage, image, withSample } from "../containers/image";
import { healthCheckPath, loadBalancer } from "../service/load-balancer";
import { moreTargets } from "../service/more-targets";
import { preset } from "../preset";
import { objectives } from "../operations/objectives";
import { previews } from "../operations/previews";
import { connectionOfService, serviceConnect } from "../service/service-connect";
import { beforeRelease, scheduledTasks } from "../service/scheduled-tasks";
import {
  containerInsights,
  execCanWrite,
  rollsOut,
  serviceWithSharedLog,
} from "../service/service";
import { desiredWithinBounds, serviceScaling } from "../scaling/service-scaling";
import { instanceSidecars } from "../containers/sidecars";
import { telemetry } from "../containers/telemetry";
import { disksOfServicesAttach } from "../../rules/containers/volumes";
import { volumes } from "../containers/volumes";
import { systemName } from "../system-name";

/** Placeholder in defaults for the name of a service in the settings. */
const NAME = "<service>";

const pathService = settings({
  /** Paths of the service; `*` and `?` are wildcards. @default `/<service>` and everything below it */
  paths: list(
    text(
      'must be a path pattern of at most 128 characters, as in "/talk/*"',
      isPathPattern,
      "It begins with a slash, and has letters, digits and _-.$/~@:+& and the wildcards * and ?.",
    ),
    "paths",
    1,
    5,
  ).default([`/${NAME}`, `/${NAME}/*`]),
  /**
   * Priority among the services: the matching service with the lowest number receives the request.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
   */
  priority: servicePriority(),
  /** Where the image comes from. @default the repository `<service>-service` */
  image: image({ repositoryName: `${NAME}-service`, context: `services/${NAME}` }).prefault({
    kind: "repository",
  }),
  /** The container that runs in each task. */
  container: container({
    name: "web",
    port: 8080,
    cpu: 128,
    memoryLimitMiB: 256,
    memoryReservationMiB: 128,
  }).prefault({}),
  /** A health check that runs in the container. @default none: the load balancer checks the tasks */
  containerCheck: containerCheck("/health").optional(),
  /** Other containers in each task, by name. @default none */
  sidecars: instanceSidecars(),
  ...telemetry(),
  /** Volumes of a task, which its containers mount by name. @default none */
  volumes: volumes(),
  /** How it takes part in serviceConnect. @default it calls others, and is called by its name; with "blue-green-by-variable", it only calls */
  connection: connectionOfService(),
  /** The ECS service and its deployments. */
  service: serviceWithSharedLog({
    name: `${NAME}-service-ecs`,
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  }).prefault({}),
  /** How the tasks of the service scale. */
  serviceScaling: serviceScaling({
    minTasks: 2,
    maxTasks: 8,
    strategies: [
      {
        kind: "step",
        metric: "cpu",
        scaleOut: {
          thresholdPercent: 60,
          comparison: "at-or-above",
          adjustment: 1,
          adjustmentUnit: "number",
          largerSteps: [],
          periodSeconds: 60,
          evaluationPeriods: 1,
          statistic: "Average",
        },
        scaleIn: {
          thresholdPercent: 30,
          adjustment: -1,
          periodSeconds: 60,
          evaluationPeriods: 5,
          statistic: "Average",
        },
        cooldownSeconds: 300,
      },
    ],
  }).prefault({}),
  /**
   * Path that returns 200 when the task is healthy.
   * @default that of loadBalancer.healthCheck
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
   */
  healthCheckPath: healthCheckPath().optional(),
  /** Other ports of the tasks that the load balancer sends some of the requests to, by name. @default none */
  moreTargets: moreTargets(),
  /** How a new release replaces the old one. */
  deployment: deployment().prefault({ kind: "rolling" }),
  /** A task of the same program that must succeed before a new version rolls out. @default none */
  beforeRelease: beforeRelease(),
  /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
  scheduledTasks: scheduledTasks(),
}).check(
  addedNamesAreFree,
  addedVolumeIsFree,
  conditionsWithinQuota,
  desiredWithinBounds,
  targetsWithinQuota,
  scheduledTargetsWithinQuota,
  scalesWithoutGroup,
  scalesWithoutSchedule,
  rollsOut,
  execCanWrite,
  ...everyTask,
);

type PathService = z.output<typeof pathService>;

/** Services behind one load balancer, by name. */
export const pathServices = namedServices("talk", pathService, { min: 1, max: 200 }).overwrite(
  (services) =>
    Object.fromEntries(
      Object.entries(services).map(([name, settings]) => [name, named(name, settings)]),
    ),
);

/** Services of the reference, which are one program. */
const samples: Readonly<Record<string, Sample>> = {
  talk: { program: "talk", environment: { RUN_AS: "talk" } },
  speaker: { program: "talk", environment: { RUN_AS: "speaker" } },
};

/** A service with its own name where its defaults have a place for one. */
function named(name: string, { image: source, container, ...settings }: PathService): PathService {
  const fill = (pattern: string) => pattern.replaceAll(NAME, name);
  const sample = Object.hasOwn(samples, name) ? samples[name] : undefined;
  return {
    ...settings,
    paths: settings.paths.map(fill),
    container: {
      ...container,
      environment: withSample(container.environment, source, fill, sample),
    },
    service: { ...settings.service, name: fill(settings.service.name) },
    image: filledImage(source, fill, sample),
  };
}

/** The services of the reference. */
export const referenceServices: z.input<typeof pathServices> = {
  talk: { priority: 1, deployment: { kind: "blue-green-by-variable" } },
  speaker: { priority: 2 },
};

const scalingOfInstances = clusterScaling({
  metric: "instance-cpu",
  scaleOut: {
    thresholdPercent: 30,
    adjustment: 2,
    evaluationPeriods: 1,
    comparison: "at-or-above",
  },
  scaleIn: { thresholdPercent: 20, adjustment: -1, evaluationPeriods: 5 },
}).prefault({ kind: "step" });

/** Several services on EC2 behind one load balancer, selected by path, with optional blue/green deployments. */
export const talkService = settings({
  /** Name from which the names of the system's parts follow, in place of the reference's (docs/tutorials/your-own-container.md). @default none */
  name: systemName(),
  /** "responsive": other defaults, with which tasks are there in half of the time (docs/how-to/scale-out-faster.md). @default none */
  preset: preset(),
  /**
   * Name of the ECS cluster.
   * @default "conference-cluster"
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
   */
  clusterName: ecsName().default("conference-cluster"),
  /**
   * Container Insights of the cluster.
   * @default the environment's containerInsights
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
   */
  containerInsights: containerInsights().optional(),
  /** Objectives of availability and latency, whose burn rates are watched. @default none */
  objectives: objectives().optional(),
  /** Log group of all services. Each service has its own streams. @default "talk-service-cloudwatch" */
  logGroupName: textOf(logs.logGroupName).default("talk-service-cloudwatch"),
  /** Calls of one service to another by name, through proxies that ECS adds to the tasks. @default none */
  serviceConnect: serviceConnect(),
  /** The services by their names. @default talk, in blue and green, and speaker */
  services: pathServices.prefault(referenceServices),
  /** Where the tasks run. */
  capacity: capacity({ instanceTypes: ["t3.micro"], minInstances: 2, maxInstances: 4 }).prefault(
    {},
  ),
  /**
   * Where tasks are placed: "pack" fills one instance after the other, which is cheap, but all tasks can be on one;
   * "spread" distributes them evenly over the zones; "spread-then-pack" fills instances within each zone. @default "spread"
   */
  placement: choice("pack", "spread", "spread-then-pack").default("spread"),
  /** How the group of instances scales; not with Managed Instances. */
  clusterScaling: scalingOfInstances,
  /** The load balancer in front of the system. */
  loadBalancer: loadBalancer({ name: "conferenceAlb", healthCheckPath: "/health" }).prefault({}),
  /** Copies of all services for pull requests: docs/how-to/preview.md. @default none */
  previews: previews(),
}).check(
  addContainers,
  latencyIsMeasured,
  prioritiesDiffer,
  pathsReached,
  rulesWithinQuota,
  oneColorVariable,
  ofGroup(servicesFit),
  ofGroup(disksOfServicesAttach),
  ofGroup(growsFromZero),
  servicesFitManaged,
  containersOfServices,
  servicesConnect,
  sessionsFitServices,
  previewRulesFit,
  previewsOfServicesShareNoFiles,
  targetsOfServicesFit,
  optionsOfServices,
  scaledWithoutGroup({ clusterScaling: scalingOfInstances, placement: "spread" }),
  removeContainers,
);
