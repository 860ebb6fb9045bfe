import type { TerraformStack } from "cdktf";
import { alarmKinds } from "../../aws/observability/alarm-kinds";
import { SystemAlarms } from "./alarms/system-alarms";
import { SystemIncident } from "./objectives/system-incident";

/** Names of the alarms that mean an incident of a stack: the one that combines them, or all of them. */
export function incidentAlarms({ node }: TerraformStack): readonly string[] {
  const watching = node.findAll();
  const incident = watching.find((each) => each instanceof SystemIncident);
  if (incident !== undefined) return [nameOf(incident.resource)];
  return watching
    .filter((each) => each instanceof SystemAlarms)
    .flatMap(({ alarms }) => alarms)
    .filter(({ kind }) => alarmKinds[kind].isIncident)
    .map(({ resource }) => nameOf(resource));
}

function nameOf({ alarmNameInput }: { readonly alarmNameInput?: string }): string {
  return alarmNameInput ?? "";
}
