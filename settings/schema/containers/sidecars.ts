import { containerDefaults } from "../../../aws/defaults";
import * as ecs from "../../../aws/containers/ecs";
import { MAX_CONTAINERS } from "../../../aws/containers/task-containers";
import { anyContainer, ofEveryContainer, reservationBelowLimit } from "./container";
import { sidecarCheck } from "./container-check";
import { ABSENT_OPTIONS } from "./container-options";
import { dictionary, flag, list, settings, wholeNumber } from "../fields";
import { sidecarImage } from "./image";

const cpu = () => wholeNumber(...ecs.container.cpu);
const memoryMiB = () => wholeNumber(...ecs.container.memoryMiB);

/** What every sidecar has, wherever it runs. */
function sidecar() {
  return {
    /** The image that it runs. */
    image: sidecarImage(),
    /** TCP ports that it listens on. @default none */
    ports: list(wholeNumber(...ecs.port), "ports", 0, 20).default([]),
    /**
     * MiB that are reserved for it, if less than its limit.
     * @default memoryLimitMiB
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
     */
    memoryReservationMiB: memoryMiB().optional(),
    /** Whether the task stops when this container does. Set it to false for one that runs before the others. @default true */
    essential: flag().default(containerDefaults.essential),
    /**
     * A health check that runs in the container.
     * @default none
     */
    containerCheck: sidecarCheck().optional(),
    ...anyContainer(),
  };
}

/** Other containers in each task of a service on instances, by name. */
export function instanceSidecars() {
  return named(instanceSidecar());
}

/** A sidecar with a size of its own. */
export function instanceSidecar() {
  return settings(
    {
      /**
       * CPU units: 1024 units are one vCPU.
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
       */
      cpu: cpu(),
      /**
       * MiB. ECS kills the container above this limit.
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
       */
      memoryLimitMiB: memoryMiB(),
      ...sidecar(),
    },
    ABSENT_OPTIONS,
  ).check(reservationBelowLimit, ...ofEveryContainer);
}

/** The same where the containers share the size of their task. */
export function taskSidecars() {
  return named(taskSidecar());
}

function taskSidecar() {
  return settings(
    {
      /**
       * CPU units of the task's that are reserved for it.
       * @default none; needed on instances
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
       */
      cpu: cpu().optional(),
      /**
       * MiB. ECS kills the container above this limit.
       * @default the task's memory; needed on instances
       * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
       */
      memoryLimitMiB: memoryMiB().optional(),
      ...sidecar(),
    },
    ABSENT_OPTIONS,
  ).check(reservationBelowLimit, ...ofEveryContainer);
}

function named<Sidecar extends Parameters<typeof dictionary>[2]>(each: Sidecar) {
  return dictionary(
    'of 1 to 40 letters, digits and inner hyphens or underscores, as in "nginx"',
    /^(?=.{1,40}$)[a-zA-Z0-9]+([_-][a-zA-Z0-9]+)*$/,
    each,
    { min: 1, max: MAX_CONTAINERS - 1 },
  ).optional();
}
