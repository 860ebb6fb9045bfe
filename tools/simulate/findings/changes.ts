import { burstBaselinePercent } from "../../../aws/compute/burstable-types";
import { roomOn } from "../../../aws/compute/placement";
import type { GroupPolicy, SimulatedGroup, SimulatedService } from "../model/system";
import { type Change, changeOf } from "./finding";

/* Changes to settings that are not plain numbers. An environment's file must be able to make each of them. */

export interface MaybeChange {
  readonly change?: Change;
}

export function ofService(
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

/** The next size in the family, if it earns more credits than the same USD buys in surplus credits. */
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
          gpus: room.gpus,
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
          each.name === policy.name && "alarm" in each
            ? { ...each, alarm: { ...each.alarm, threshold: value } }
            : each,
        ),
      })),
    },
  };
}
