import { burstBaselinePercent } from "../../../aws/burstable-types";
import { roomOn } from "../../../aws/placement";
import type {
  GroupPolicy,
  ServicePolicy,
  SimulatedGroup,
  SimulatedService,
  SimulatedSystem,
  StepPolicy,
  TargetTrackingPolicy,
} from "../model/system";
import { type Change, changeOf } from "./finding";

/* Changes to settings that are not plain numbers. An environment's file must be able to make each of them. */

interface MaybeChange {
  readonly change?: Change;
}

function ofService(
  name: string,
  change: (service: SimulatedService) => SimulatedService,
): Change["apply"] {
  return (system) => ({
    ...system,
    services: system.services.map((each) => (each.name === name ? change(each) : each)),
  });
}

function ofGroup(name: string, change: (group: SimulatedGroup) => SimulatedGroup): Change["apply"] {
  return (system) => ({
    ...system,
    groups: system.groups.map((each) => (each.name === name ? change(each) : each)),
  });
}

export function spreadFirst({ name, placement }: SimulatedService): MaybeChange {
  return {
    change: {
      setting: "placement",
      value: '"spread-then-pack"',
      apply: ofService(name, (service) => ({
        ...service,
        placement: [{ type: "spread", field: "zone" }, ...placement],
      })),
    },
  };
}

export function creditsUnlimited({ name }: SimulatedGroup): MaybeChange {
  return {
    change: {
      setting: "capacity.cpuCredits",
      value: '"unlimited"',
      apply: ofGroup(name, (group) => {
        const { credits } = group.instance;
        return credits === undefined
          ? group
          : {
              ...group,
              instance: { ...group.instance, credits: { ...credits, mode: "unlimited" } },
            };
      }),
    },
  };
}

const SIZES = ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"];

/** The next size in the family, which earns more credits than the same USD in surplus credits buys. */
export function largerType({ name, instance }: SimulatedGroup): MaybeChange {
  const [family = "", size = ""] = instance.type.split(".");
  const at = SIZES.indexOf(size);
  const type = `${family}.${SIZES[at + 1] ?? ""}`;
  const room = at < 0 ? undefined : roomOn(type);
  const baselinePercent = burstBaselinePercent(type);
  if (room === undefined || baselinePercent === undefined || !instance.credits) return {};
  const { credits } = instance;
  return {
    change: {
      setting: "capacity.instanceTypes",
      value: `["${type}"]`,
      apply: ofGroup(name, (group) => ({
        ...group,
        instance: {
          type,
          vcpus: room.cpuUnits / 1024,
          memoryMiB: room.memoryMiB,
          networkInterfaces: room.networkInterfaces,
          credits: { ...credits, baselinePercent },
        },
      })),
    },
  };
}

/** An alarm that fires at 80 % of the CPU that the tasks can reach. */
export function lowerAlarm(
  { name }: SimulatedGroup,
  policy: GroupPolicy,
  reachablePercent: number,
): MaybeChange {
  const value = Math.max(1, Math.round(0.8 * reachablePercent));
  if (policy.kind === "target-tracking") return changeOf("nodeTarget", value);
  return {
    change: {
      setting: "clusterScaling.scaleOut.thresholdPercent",
      value,
      apply: ofGroup(name, (group) => ({
        ...group,
        policies: group.policies.map((each) =>
          each.name === policy.name && each.kind !== "target-tracking"
            ? { ...each, alarm: { ...each.alarm, threshold: value } }
            : each,
        ),
      })),
    },
  };
}

/** The change that shortens the longest stage on the way to enough tasks. */
export function fasterThan(
  system: SimulatedSystem,
  name: string,
  stages: readonly { readonly stage: string; readonly seconds: number }[],
): MaybeChange {
  const service = system.services.find((each) => each.name === name);
  const group = system.groups[0];
  const longest = stages.reduce<(typeof stages)[number] | undefined>(
    (most, each) => (most === undefined || each.seconds > most.seconds ? each : most),
    undefined,
  );
  switch (longest?.stage) {
    case "metric and alarm":
    case "decision":
      return service ? oneReading(service) : {};
    case "instances":
      return group ? changeOf("minInstances", Math.min(group.max, group.min + 1)) : {};
    case "health check":
      return (service?.targets?.checkIntervalSeconds ?? 0) > 6 ? changeOf("checkInterval", 6) : {};
    default:
      return {};
  }
}

/** Share of a task's messages in work at which it counts as well used. */
const WELL_USED = 0.8;

/** Messages that wait or are worked on, per task, in place of only those that wait. */
export function keepBusyTasks(
  { name, consumes, scaling }: SimulatedService,
  policy: TargetTrackingPolicy,
): MaybeChange {
  const source = policy.custom?.source;
  if (consumes === undefined || scaling === undefined || source?.of !== "math") return {};
  const target = Math.max(1, Math.round(WELL_USED * consumes.concurrency));
  const queue = { of: "queue", name: consumes.queue.name } as const;
  const everything: TargetTrackingPolicy = {
    ...policy,
    target,
    custom: {
      statistic: "Average",
      source: {
        of: "math",
        name,
        expression: "(visible + hidden) / tasks",
        inputs: {
          visible: { source: { ...queue, metric: "visible-messages" }, statistic: "Sum" },
          hidden: { source: { ...queue, metric: "messages-in-flight" }, statistic: "Sum" },
          tasks: { source: { of: "service", name, metric: "running-tasks" }, statistic: "Average" },
        },
      },
    },
  };
  return {
    change: {
      setting: "serviceScaling.strategies[0]",
      value: `{ kind: "metric-target", targetValue: ${target}, perTask: true, expression: "visible + hidden" } (ApproximateNumberOfMessagesVisible and …NotVisible)`,
      apply: ofService(name, (service) => ({
        ...service,
        scaling: {
          ...scaling,
          policies: scaling.policies.map((each) => (each === policy ? everything : each)),
        },
      })),
    },
  };
}

/** Step scaling on one data point instead of target tracking on three. */
function oneReading({ name, scaling }: SimulatedService): MaybeChange {
  const tracked = scaling?.policies.find(
    (policy) => policy.kind === "target-tracking" && policy.metric === "cpu",
  );
  if (tracked?.kind !== "target-tracking") return {};
  return {
    change: {
      setting: "serviceScaling.strategies[0].kind",
      value: '"step", with steps in percent as in the preset responsive,',
      apply: ofService(name, (service) =>
        service.scaling === undefined
          ? service
          : {
              ...service,
              scaling: {
                ...service.scaling,
                policies: service.scaling.policies.flatMap((policy): readonly ServicePolicy[] =>
                  policy === tracked ? stepsFor(tracked, name) : [policy],
                ),
              },
            },
      ),
    },
  };
}

function stepsFor({ target, name }: TargetTrackingPolicy, service: string): readonly StepPolicy[] {
  const step = (
    direction: "out" | "in",
    threshold: number,
    points: number,
    more: Pick<StepPolicy, "steps" | "adjustmentType">,
  ): StepPolicy => ({
    ...more,
    kind: "step",
    name: `${name}-${direction}`,
    minAdjustmentMagnitude: 0,
    cooldownSeconds: 300,
    alarm: {
      name: `${name}-${direction}`,
      source: { of: "service", name: service, metric: "cpu" },
      statistic: "Average",
      comparison: direction === "out" ? "above" : "below",
      threshold,
      periodSeconds: 60,
      evaluationPeriods: points,
      datapointsToAlarm: points,
      treatMissingData: "notBreaching",
    },
  });
  const steps = [20, 50, 100, 200, 300, 500];
  const times = [1, 1.3, 1.6, 2.2, 3, 4];
  return [
    step("out", target, 1, {
      adjustmentType: "PercentChangeInCapacity",
      steps: steps.map((adjustment, index) => {
        const upper = times[index + 1];
        return {
          lower: ((times[index] ?? 1) - 1) * target,
          ...(upper === undefined ? {} : { upper: (upper - 1) * target }),
          adjustment,
        };
      }),
    }),
    step("in", 0.75 * target, 5, {
      adjustmentType: "ChangeInCapacity",
      steps: [{ upper: 0, adjustment: -1 }],
    }),
  ];
}
