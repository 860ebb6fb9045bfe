import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { kindOfAlarm, SILENT_ASLEEP } from "../../aws/observability/alarm-kinds";

/** The alarms of a stack that it would raise while asleep. */
export function alarmsOfSleepers(all: readonly IConstruct[]): readonly CloudwatchMetricAlarm[] {
  return all
    .filter((each) => each instanceof CloudwatchMetricAlarm)
    .filter(({ alarmNameInput: name = "" }) => isSilentAsleep(name));
}

function isSilentAsleep(alarmName: string): boolean {
  const kind = kindOfAlarm(alarmName);
  return kind !== undefined && SILENT_ASLEEP.includes(kind);
}

/** The next apply would undo what has been set at AWS. */
export function leaveAlone(resource: TerraformResource, names: readonly string[]): void {
  const { ignoreChanges = [] } = resource.lifecycle ?? {};
  if (ignoreChanges === "all") return;
  resource.lifecycle = {
    ...resource.lifecycle,
    ignoreChanges: [...new Set([...ignoreChanges, ...names])],
  };
}
