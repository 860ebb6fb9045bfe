import type { Status } from "../../local/control/status";
import { type Parameters, withDefaults } from "../../simulate/model/parameters";
import type { ReadSystem } from "../../simulate/system/read-system";
import type { Composition } from "../calibrate/fit";

/**
 * A system as it runs under `npm run local`: tasks are processes, so they always find room, start within a moment, and use
 * what CPU the machine has. Scaling is that of the stack where `--autoscale` is on, and none elsewhere.
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

/** From its start until a program of Node.js listens, and from SIGTERM to its end. */
const START_SECONDS = 0.4;
const STOP_SECONDS = 0.05;

/**
 * Parameters of a local run: those of the service, what the local balancer adds to each request, and starts without an
 * image to pull.
 *
 * @param speed of the local run: a process does not start faster for it
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
