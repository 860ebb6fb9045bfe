import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { alarmKinds } from "../../../aws/alarm-kinds";
import { compositeAlarm } from "../../../aws/cloudwatch";
import { validate } from "../../validation";
import type { SystemAlarms } from "../alarms/system-alarms";
import { watchedResources } from "../watched";
import { burnRates, type Objectives } from "./burn-rates";

export interface SystemIncidentProps {
  readonly objectives: Objectives;
  readonly alarms: SystemAlarms;
}

/**
 * One alarm for all that users notice of a system: its burn rates and each alarm that is an incident. It notifies in their
 * place, so that one incident is one message. Warnings notify by themselves: one that lasts for days would hide an outage.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 */
export class SystemIncident extends Construct {
  readonly resource: CloudwatchCompositeAlarm;

  constructor(scope: Construct, id: string, { objectives, alarms }: SystemIncidentProps) {
    super(scope, id);
    const stack = TerraformStack.of(this);
    const of = watchedResources(stack, () => true);
    const burning = burnRates(of, objectives).map(([long, short]) => [
      alarms.create(long).resource,
      alarms.create(short).resource,
    ]);
    const incidents = alarms.alarms.filter(({ kind }) => alarmKinds[kind].isIncident);
    const rule = [
      ...burning.map((pair) => `(${pair.map(isRaised).join(" AND ")})`),
      ...incidents.map(({ resource }) => isRaised(resource)),
    ].join(" OR ");
    const children = [...burning.flat(), ...incidents.map(({ resource }) => resource)];
    children.forEach(silence);
    validate(
      this,
      () => over("alarms", children.length, compositeAlarm.maxChildren),
      () => over("characters of its rule", rule.length, compositeAlarm.maxRuleLength),
    );
    this.resource = new CloudwatchCompositeAlarm(this, "Default", {
      ...alarms.receivers("incident"),
      alarmRule: rule,
      dependsOn: children,
    });
  }
}

/** Its name is known at synth, so that the rule can be read. */
function isRaised({ alarmNameInput }: CloudwatchMetricAlarm): string {
  return `ALARM("${alarmNameInput}")`;
}

function silence(alarm: CloudwatchMetricAlarm): void {
  alarm.resetAlarmActions();
  alarm.resetOkActions();
}

function over(what: string, number: number, most: number): string | undefined {
  return number <= most
    ? undefined
    : `a composite alarm must have at most ${most} ${what}, got ${number}. Leave kinds out by \`alarms.leaveOut\`.`;
}
