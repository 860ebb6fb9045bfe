import type { ApiAlarmsProps } from "../../modules/api/rest-api/api-alarms";
import type { SystemAlarmsProps } from "../../modules/observability/alarms/system-alarms";
import type { Objectives } from "../../modules/observability/objectives/burn-rates";
import type { SystemName } from "../../settings/environment";
import type { AlarmSettings, SystemStack } from "../system-stack";

/** Service level objectives of a stack's system. */
export function objectivesOf({ unit, environment }: SystemStack): Objectives | undefined {
  const system = environment.systems[unit as SystemName];
  return system !== undefined && "objectives" in system ? system.objectives : undefined;
}

/** Kinds of alarms that the settings leave out, or whose place the burn rates of objectives take. */
export function kindsLeftOut(stack: SystemStack): NonNullable<SystemAlarmsProps["leaveOut"]> {
  const { availability, p99LatencyMs } = objectivesOf(stack) ?? {};
  return [
    ...(stack.environment.alarms?.leaveOut ?? []),
    ...(availability === undefined ? [] : (["balancer-errors"] as const)),
    ...(p99LatencyMs === undefined ? [] : (["latency"] as const)),
  ];
}

/**
 * Alarms for the clients of an API. The burn rate of an availability takes the place of its alarm for errors, as of that of a
 * load balancer; services keep theirs.
 */
export function apiAlarms(
  stack: SystemStack,
): (AlarmSettings & Pick<ApiAlarmsProps, "latencyMs" | "leaveOut">) | undefined {
  const alarms = stack.alarms();
  return (
    alarms && {
      ...alarms,
      latencyMs: stack.environment.alarms?.latencyMs,
      leaveOut: [
        ...(kindsLeftOut(stack).includes("latency") ? (["latency"] as const) : []),
        ...(objectivesOf(stack)?.availability === undefined ? [] : (["server-errors"] as const)),
      ],
    }
  );
}
