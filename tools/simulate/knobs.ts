import type {
  ServicePolicy,
  SimulatedGroup,
  SimulatedService,
  SimulatedSystem,
} from "./model/system";

/** A setting that can be varied without a new synthesis. */
export interface Knob {
  readonly name: string;
  /** Its path in an environment's settings, and in Terraform. */
  readonly setting: string;
  readonly what: string;
  /** Its current value, or undefined if the system has no such setting. */
  readonly get: (system: SimulatedSystem) => number | undefined;
  readonly set: (system: SimulatedSystem, value: number) => SimulatedSystem;
}

type GroupNumber = "min" | "max" | "warmupSeconds" | "warmPoolSize";

function groupKnob(name: string, key: GroupNumber, setting: string, what: string): Knob {
  return {
    name,
    setting,
    what,
    get: ({ groups }) => groups[0]?.[key],
    set: (system, value) =>
      mapGroups(system, (group) => {
        const changed = { ...group, [key]: value };
        return { ...changed, desired: Math.max(changed.min, Math.min(changed.max, group.desired)) };
      }),
  };
}

function boundKnob(name: string, key: "min" | "max", setting: string, what: string): Knob {
  return {
    name,
    setting,
    what,
    get: ({ services }) => services.find(({ scaling }) => scaling)?.scaling?.[key],
    set: (system, value) =>
      mapServices(system, (service) => {
        if (service.scaling === undefined) return service;
        const scaling = { ...service.scaling, [key]: value };
        const desiredCount = Math.max(scaling.min, Math.min(scaling.max, service.desiredCount));
        return { ...service, scaling, desiredCount };
      }),
  };
}

/** Backlogs and other custom metrics have separate targets. */
const isTracking = (policy: ServicePolicy) =>
  policy.kind === "target-tracking" && policy.metric !== "custom";

function trackingKnob(
  name: string,
  key: "target" | "periodSeconds" | "scaleOutCooldownSeconds" | "scaleInCooldownSeconds",
  setting: string,
  what: string,
  applies = isTracking,
): Knob {
  return {
    name,
    setting,
    what,
    get: ({ services }) => {
      for (const { scaling } of services)
        for (const policy of scaling?.policies ?? [])
          if (policy.kind === "target-tracking" && applies(policy)) return policy[key];
      return undefined;
    },
    set: (system, value) =>
      mapServices(system, (service) =>
        service.scaling === undefined
          ? service
          : {
              ...service,
              scaling: {
                ...service.scaling,
                policies: service.scaling.policies.map((policy) =>
                  applies(policy) ? { ...policy, [key]: value } : policy,
                ),
              },
            },
      ),
  };
}

function targetsKnob(
  name: string,
  key: "checkIntervalSeconds" | "deregistrationSeconds",
  setting: string,
  what: string,
): Knob {
  return {
    name,
    setting,
    what,
    get: ({ services }) => services.find(({ targets }) => targets)?.targets?.[key],
    set: (system, value) =>
      mapServices(system, (service) =>
        service.targets ? { ...service, targets: { ...service.targets, [key]: value } } : service,
      ),
  };
}

function queueKnob(name: "concurrency", setting: string, what: string): Knob {
  return {
    name,
    setting,
    what,
    get: ({ services }) => services.find(({ consumes }) => consumes)?.consumes?.[name],
    set: (system, value) =>
      mapServices(system, (service) =>
        service.consumes
          ? { ...service, consumes: { ...service.consumes, [name]: value } }
          : service,
      ),
  };
}

/** Every knob changes its setting in all services or groups of the system. */
export const KNOBS: readonly Knob[] = [
  boundKnob("minTasks", "min", "serviceScaling.minTasks", "fewest tasks"),
  boundKnob("maxTasks", "max", "serviceScaling.maxTasks", "most tasks"),
  trackingKnob(
    "target",
    "target",
    "serviceScaling.strategies[0].targetPercent",
    "target of the services' scaling",
  ),
  trackingKnob(
    "metricPeriod",
    "periodSeconds",
    "the policy's predefined metric",
    "20 or 60: period of the services' metrics",
  ),
  trackingKnob(
    "outCooldown",
    "scaleOutCooldownSeconds",
    "serviceScaling.strategies[0].scaleOutCooldownSeconds",
    "cooldown after scaling out",
    (policy) => policy.kind === "target-tracking",
  ),
  trackingKnob(
    "inCooldown",
    "scaleInCooldownSeconds",
    "serviceScaling.strategies[0].scaleInCooldownSeconds",
    "cooldown after scaling in",
    (policy) => policy.kind === "target-tracking",
  ),
  groupKnob("minInstances", "min", "capacity.minInstances", "fewest instances"),
  groupKnob("maxInstances", "max", "capacity.maxInstances", "most instances"),
  groupKnob("warmup", "warmupSeconds", "default_instance_warmup", "warm-up of instances"),
  groupKnob("warmPool", "warmPoolSize", "warm_pool.min_size", "instances that wait stopped"),
  {
    name: "nodeTarget",
    setting: "clusterScaling.targetPercent",
    what: "CPU target of the group",
    get: ({ groups }) => {
      for (const { policies } of groups)
        for (const policy of policies) if (policy.kind === "target-tracking") return policy.target;
      return undefined;
    },
    set: (system, value) =>
      mapGroups(system, (group) => ({
        ...group,
        policies: group.policies.map((policy) =>
          policy.kind === "target-tracking" ? { ...policy, target: value } : policy,
        ),
      })),
  },
  {
    name: "targetCapacity",
    setting: "clusterScaling.targetCapacityPercent",
    what: "target capacity of managed scaling",
    get: ({ groups }) =>
      groups.find(({ managedScaling }) => managedScaling)?.managedScaling?.targetCapacity,
    set: (system, value) =>
      mapGroups(system, (group) =>
        group.managedScaling
          ? { ...group, managedScaling: { ...group.managedScaling, targetCapacity: value } }
          : group,
      ),
  },
  trackingKnob(
    "customTarget",
    "target",
    "serviceScaling.strategies[0].messagesPerTask",
    "target of a queue or metric target, such as messages per task",
    (policy) => policy.kind === "target-tracking" && policy.metric === "custom",
  ),
  queueKnob("concurrency", "messages.concurrency", "messages that a task works on at once"),
  targetsKnob(
    "checkInterval",
    "checkIntervalSeconds",
    "loadBalancer.healthCheck.intervalSeconds",
    "interval of health checks",
  ),
  targetsKnob(
    "deregistration",
    "deregistrationSeconds",
    "loadBalancer.deregistrationDelaySeconds",
    "deregistration delay",
  ),
];

export const knobNames: readonly string[] = KNOBS.map(({ name }) => name);

/** The settings that a system has. */
export function settableIn(system: SimulatedSystem): readonly string[] {
  return KNOBS.filter(({ get }) => get(system) !== undefined).map(({ name }) => name);
}

export function knob(name: string): Knob | undefined {
  return KNOBS.find((each) => each.name === name);
}

function mapServices(
  system: SimulatedSystem,
  change: (service: SimulatedService) => SimulatedService,
): SimulatedSystem {
  return { ...system, services: system.services.map(change) };
}

function mapGroups(
  system: SimulatedSystem,
  change: (group: SimulatedGroup) => SimulatedGroup,
): SimulatedSystem {
  return { ...system, groups: system.groups.map(change) };
}
