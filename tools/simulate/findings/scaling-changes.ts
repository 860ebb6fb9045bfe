import type {
  ServicePolicy,
  SimulatedGroup,
  SimulatedService,
  SimulatedSystem,
  StepPolicy,
  TargetTrackingPolicy,
} from "../model/system";
import { type MaybeChange, ofService } from "./changes";
import { changeOf } from "./finding";

/* Changes to how a service scales. */

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
      return service ? fasterPolicy(service) : {};
    case "instances":
      return group ? changeOf("minInstances", Math.min(group.max, group.min + 1)) : {};
    case "health check":
      return (service?.targets?.checkIntervalSeconds ?? 0) > 6 ? changeOf("checkInterval", 6) : {};
    case undefined:
      return service ? moreAtFirst(service, group) : {};
    default:
      return {};
  }
}

/** Nothing was added in time, so the existing capacity must carry the load. */
function moreAtFirst(
  { scaling, scheduling }: SimulatedService,
  group: SimulatedGroup | undefined,
): MaybeChange {
  if (scheduling === "daemon")
    return group && group.min < group.max ? changeOf("minInstances", group.max) : {};
  return scaling && scaling.min < scaling.max
    ? changeOf("minTasks", Math.min(2 * scaling.min, scaling.max))
    : {};
}

function fasterPolicy(service: SimulatedService): MaybeChange {
  const found = oneReading(service);
  return found.change ? found : shorterAlarm(service);
}

/** Alarms that scale out on one data point of a minute. */
function shorterAlarm({ name, scaling }: SimulatedService): MaybeChange {
  const isSlow = (policy: ServicePolicy): policy is StepPolicy =>
    policy.kind === "step" &&
    policy.alarm.comparison.endsWith("above") &&
    policy.alarm.periodSeconds * policy.alarm.evaluationPeriods > 60;
  if (scaling?.policies.some(isSlow) !== true) return {};
  const quick = (policy: StepPolicy): StepPolicy => ({
    ...policy,
    alarm: { ...policy.alarm, periodSeconds: 60, evaluationPeriods: 1, datapointsToAlarm: 1 },
  });
  const policies = scaling.policies.map((each) => (isSlow(each) ? quick(each) : each));
  return {
    change: {
      setting: "serviceScaling.strategies[0].scaleOut",
      value: "{ periodSeconds: 60, evaluationPeriods: 1 }",
      apply: ofService(name, (service) => ({ ...service, scaling: { ...scaling, policies } })),
    },
  };
}

/** A longer pause between the steps of a service without target tracking. */
export function longerCooldown({ services }: SimulatedSystem, name: string): MaybeChange {
  const scaling = services.find((each) => each.name === name)?.scaling;
  const step = scaling?.policies.find((policy) => policy.kind === "step");
  if (scaling === undefined || step?.kind !== "step") return {};
  const cooldownSeconds = Math.max(600, 2 * step.cooldownSeconds);
  const policies = scaling.policies.map((each) =>
    each.kind === "step" ? { ...each, cooldownSeconds } : each,
  );
  return {
    change: {
      setting: "serviceScaling.strategies[0].cooldownSeconds",
      value: cooldownSeconds,
      apply: ofService(name, (service) => ({ ...service, scaling: { ...scaling, policies } })),
    },
  };
}

/** Share of a task's messages in work at which the task counts as well used. */
const WELL_USED = 0.8;

/** Scales on messages that wait or are in work, per task, instead of only waiting messages. */
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
