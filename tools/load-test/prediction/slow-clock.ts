import type { Load } from "../../simulate/model/load";
import type { Parameters } from "../../simulate/model/parameters";
import type { ServicePolicy, SimulatedService } from "../../simulate/model/system";
import type { ReadSystem } from "../../simulate/system/read-system";

interface Clocked {
  readonly read: ReadSystem;
  readonly load: Load;
  readonly parameters: Parameters;
}

/**
 * Slows a system down by `speed`, for `npm run local -- --speed`, where AWS's clock runs `speed` times as fast as the clock
 * of the requests. Everything about requests becomes slower by that factor, so that each utilization stays the same. The
 * times in the result are divided by `speed` afterwards.
 */
export function slowed({
  read,
  load,
  parameters,
  speed,
}: Clocked & { readonly speed: number }): Clocked {
  if (speed === 1) return { read, load, parameters };
  return {
    read: {
      ...read,
      system: {
        ...read.system,
        services: read.system.services.map((service) => slowedService(service, speed)),
      },
    },
    load: {
      name: load.name,
      seconds: Math.round(load.seconds * speed),
      rateAt: (second) => load.rateAt(second / speed) / speed,
    },
    parameters: {
      ...parameters,
      cpuMsPerRequest: parameters.cpuMsPerRequest * speed,
      ioWaitMs: parameters.ioWaitMs * speed,
    },
  };
}

function slowedService(service: SimulatedService, speed: number): SimulatedService {
  const { targets, scaling } = service;
  return {
    ...service,
    ...(targets
      ? { targets: { ...targets, requestTimeoutSeconds: targets.requestTimeoutSeconds * speed } }
      : {}),
    ...(scaling
      ? {
          scaling: {
            ...scaling,
            policies: scaling.policies.map((each) => slowedPolicy(each, speed)),
          },
        }
      : {}),
  };
}

/** A minute of the slower clock has fewer requests. */
function slowedPolicy(policy: ServicePolicy, speed: number): ServicePolicy {
  return policy.kind === "target-tracking" && policy.metric === "requests-per-target"
    ? { ...policy, target: policy.target / speed }
    : policy;
}
