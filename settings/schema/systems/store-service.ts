import type * as z from "zod";
import { discoveryDefaults } from "../../../aws/defaults";
import * as aws from "../../../aws/networking/load-balancing";
import { scalesWithoutGroup } from "../../rules/service/blue-green";
import { SECONDS_TO_FINISH } from "../../rules/systems/store-services";
import { everyTask } from "../../rules/containers/task-containers";
import { addedNamesAreFree } from "../containers/added-containers";
import { taskContainer } from "../containers/container";
import { containerCheck } from "../containers/container-check";
import { deploymentBehindBalancer } from "../service/deployment";
import { fargateTask, reservationFitsTask } from "../capacity/fargate";
import { namedServices, settings, text, wholeNumber } from "../fields";
import { filledImage, image, withSample } from "../containers/image";
import { connectionOfService } from "../service/service-connect";
import { beforeRelease, scheduledTasks } from "../service/scheduled-tasks";
import { execCanWrite, rollsOut, serviceWithSharedLog } from "../service/service";
import { desiredWithinBounds, serviceScaling } from "../scaling/service-scaling";
import { taskSidecars } from "../containers/sidecars";
import { telemetry } from "../containers/telemetry";
import { volumes } from "../containers/volumes";

/** Stand in defaults for the name by which the settings know a service, as it is and with a capital letter. */
const NAME = "<service>";
const TITLE = "<Service>";

/** Stands in for a priority that follows from the path. */
const FROM_PATH = 0;

/**
 * How long a store serves on after SIGTERM. ECS sends the signal as soon as the task is taken out of Cloud Map, and API
 * Gateway keeps the address for as long as it was told in DNS: 60 s.
 * @see https://github.com/aws/containers-roadmap/issues/1639
 */
const DRAIN_SECONDS = discoveryDefaults.ttlSeconds;

const storeService = settings({
  /** Path of its items. Each item is one segment below. @default "/<service>store/<service>s" */
  path: text(
    'must be a path of 1 to 5 steps of letters, digits, hyphens and underscores, as in "/foodstore/foods"',
    /^(\/[\w-]{1,50}){1,5}$/,
  ).default(`/${NAME}store/${NAME}s`),
  /**
   * Priority of its rule if api.integration is "load-balancer": of the rules whose path matches, the lowest number
   * receives the request.
   * @default derived from its path, longer paths first
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
   */
  priority: wholeNumber(...aws.listenerRulePriority).default(FROM_PATH),
  /** Key of the table and parameter of the path. @default "<service>Id" */
  idName: text(
    'must be 1 to 50 letters and digits, the first a letter, as in "foodId"',
    /^[a-zA-Z][a-zA-Z0-9]{0,49}$/,
  ).default(`${NAME}Id`),
  /** Name in the Cloud Map namespace. @default "<service>s.<service>store" */
  discoveryName: text(
    'must be 1 to 100 letters, digits and hyphens, with single dots between, as in "foods.foodstore"',
    /^(?=.{1,100}$)[a-zA-Z0-9-]{1,63}(\.[a-zA-Z0-9-]{1,63})*$/,
  ).default(`${NAME}s.${NAME}store`),
  /** Where the image comes from. @default the repository `<service>store` */
  image: image({ repositoryName: `${NAME}store`, context: `services/${NAME}-store` }).prefault({
    kind: "repository",
  }),
  /** CPU and memory of the task. */
  task: fargateTask({ cpu: 256, memoryMiB: 512 }).prefault({}),
  /** The container that runs in each task. */
  container: taskContainer({
    name: `${TITLE}store${TITLE}s`,
    port: 8080,
    stopTimeoutSeconds: DRAIN_SECONDS + SECONDS_TO_FINISH,
  }).prefault({}),
  /**
   * A health check that runs in the container.
   * @default its path `/health` returns 200
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
   */
  containerCheck: containerCheck("/health").prefault({ kind: "http" }),
  /** Other containers in each task, by name. @default none */
  sidecars: taskSidecars(),
  ...telemetry(),
  /** Volumes of a task, which its containers mount by name. @default none */
  volumes: volumes(),
  /** How it takes part in serviceConnect. @default it calls others, and is called by its name */
  connection: connectionOfService(),
  /** The ECS service and its deployments. */
  service: serviceWithSharedLog({
    name: `${NAME}-store`,
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  }).prefault({}),
  /** How the tasks of the service scale. */
  serviceScaling: serviceScaling({
    minTasks: 3,
    maxTasks: 30,
    strategies: [{ kind: "cpu-target", targetPercent: 50 }],
  }).prefault({}),
  /** How a new release replaces the old one. */
  deployment: deploymentBehindBalancer().prefault({ kind: "rolling" }),
  /** A task of the same program that must succeed before a new version rolls out. @default none */
  beforeRelease: beforeRelease(),
  /** Tasks of the same program that run at certain times and end by themselves, by name. @default none */
  scheduledTasks: scheduledTasks(),
}).check(
  addedNamesAreFree,
  desiredWithinBounds,
  rollsOut,
  execCanWrite,
  scalesWithoutGroup,
  ...everyTask,
  reservationFitsTask,
);

type StoreService = z.output<typeof storeService>;

/** Stores by name, each with one kind of item. */
export const storeServices = namedServices("food", storeService, { min: 1, max: 50 }).overwrite(
  (services) =>
    Object.fromEntries(Object.entries(services).map(([name, its]) => [name, named(name, its)])),
);

/** A service with its own name where its defaults have a place for one. */
function named(name: string, { image: source, container, ...its }: StoreService): StoreService {
  const title = name.replaceAll(/(^|-)(.)/g, (_, __, letter: string) => letter.toUpperCase());
  // A parameter of a path and an attribute of a table have no hyphens.
  const camel = title.charAt(0).toLowerCase() + title.slice(1);
  const fill = (pattern: string) => pattern.replaceAll(NAME, name).replaceAll(TITLE, title);
  const path = fill(its.path);
  const idName = its.idName.replaceAll(NAME, camel);
  // One program is any store.
  const drainSeconds = Math.max(0, container.stopTimeoutSeconds - SECONDS_TO_FINISH);
  const sample = {
    program: "store",
    environment: {
      STORE_PATH: path,
      STORE_ID_NAME: idName,
      DRAIN_SECONDS: String(drainSeconds),
    },
  };
  return {
    ...its,
    path,
    priority: its.priority === FROM_PATH ? priorityOf(path) : its.priority,
    idName,
    discoveryName: fill(its.discoveryName),
    container: {
      ...container,
      name: fill(container.name),
      environment: withSample(container.environment, source, fill, sample),
    },
    service: { ...its.service, name: fill(its.service.name) },
    image: filledImage(source, fill, sample),
  };
}

/**
 * A number that belongs to a path, and stays whatever other stores there are: a number that shifted would clash with
 * another rule's in the middle of an apply. A path within another is longer, and so is tried before it.
 */
function priorityOf(path: string): number {
  const [, most] = aws.listenerRulePriority;
  const band = most / MAX_STEPS;
  const steps = path.split("/").length - 1;
  const hash = Buffer.from(path).reduce((sum, byte) => (sum * 31 + byte) % band, 0);
  return (MAX_STEPS - steps) * band + hash + 1;
}

const MAX_STEPS = 5;
