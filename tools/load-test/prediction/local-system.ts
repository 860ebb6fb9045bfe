import type { Status } from "../../local/control/status";
import { type Parameters, withDefaults } from "../../simulate/model/parameters";
import type { ReadSystem } from "../../simulate/system/read-system";
import type { Composition } from "../calibrate/fit";

/**
 * A system as it runs under `npm run local`. Tasks are processes: they need no instance, start quickly, and share the
 * machine's CPU. With `--autoscale`, they scale by the stack's policies; otherwise they do not scale.
 */
export function asLocal(read: ReadSystem, { services: running }: Status): ReadSystem {
  const services = read.system.services.map((service) => {
    const now = running.find(({ name }) => name === service.name);
    const { scaling, ...fixed } = service;
    const local = {
      ...fixed,
      desiredCount: now?.desiredCount ?? service.desiredCount,
      task: { ...service.task, cpuIsLimit: false },
      capacity: [{ kind: "fargate", spot: false, base: 0, weight: 1 } as const],
      placement: [],
      scheduling: "replica" as const,
    };
    return scaling === undefined || now?.scaling === null ? local : { ...local, scaling };
  });
  return { ...read, notModelled: [], system: { ...read.system, services, groups: [] } };
}

/** Time from the start of a Node.js program until it listens, and from SIGTERM to its end. */
const START_SECONDS = 0.4;
const STOP_SECONDS = 0.05;

/**
 * Parameters of a local run: the service's parameters, the overhead of the local load balancer, and task starts without
 * an image pull.
 *
 * @param speed speed of the local run, which does not make a process start faster
 */
export function localParameters(
  given: Partial<Parameters>,
  balancer: Composition,
  speed: number,
): Parameters {
  const parameters = withDefaults(given);
  const { ioWaitMs, ioWaitVariation } = parameters;
  const wait = ioWaitMs + balancer.constantMs + balancer.exponentialMs;
  const varying = ioWaitMs * ioWaitVariation + balancer.exponentialMs;
  return {
    ...parameters,
    ioWaitMs: wait,
    ioWaitVariation: wait > 0 ? varying / wait : 0,
    appStartSeconds: START_SECONDS * speed,
    appStopSeconds: STOP_SECONDS * speed,
    imageMegabytes: 0,
    fargateStartSeconds: 0,
    schedulerSeconds: 0,
    registrationSeconds: 0,
  };
}
