import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { alarmKinds } from "../../../aws/alarm-kinds";
import { compositeAlarm as limits } from "../../../aws/cloudwatch";
import { validate } from "../../validation";
import type { KnownAlarm, SystemAlarms } from "../alarms/system-alarms";
import { watchedResources } from "../watched";
import { burnRates, type Objectives } from "./burn-rates";

export interface SystemIncidentProps {
  readonly objectives: Objectives;
  readonly alarms: SystemAlarms;
}

/** Alarms, and the rule that combines them. */
interface Combined {
  readonly children: readonly (CloudwatchMetricAlarm | CloudwatchCompositeAlarm)[];
  readonly rule: string;
}

/**
 * One alarm for all that users notice of a system: its burn rates and each alarm that is an incident. It notifies in their
 * place, so that one incident is one message. Warnings notify by themselves: one that lasts for days would hide an outage.
 *
 * A system with more alarms than a composite alarm can combine has one or more for each kind in between, which notify nobody.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 */
export class SystemIncident extends Construct {
  readonly resource: CloudwatchCompositeAlarm;
  private readonly alarms: SystemAlarms;

  constructor(scope: Construct, id: string, { objectives, alarms }: SystemIncidentProps) {
    super(scope, id);
    this.alarms = alarms;
    const of = watchedResources(TerraformStack.of(this), () => true);
    const burning = burnRates(of, objectives).map((pair) =>
      together(pair.map((alarm) => alarms.create(alarm).resource)),
    );
    const incidents = alarms.alarms.filter(({ kind }) => alarmKinds[kind].isIncident);
    const each = incidents.map(({ resource }) => raised(resource));
    const flat = anyOf([...burning, ...each]);
    for (const { resource } of incidents) silence(resource);
    const whole = fits(flat) ? flat : anyOf([...burning, ...this.addKinds(incidents)]);
    this.resource = this.combine("Default", whole, alarms.receivers("incident"));
  }

  private addKinds(incidents: readonly KnownAlarm[]): Combined[] {
    const kinds = new Set(incidents.map(({ kind }) => kind));
    return [...kinds].flatMap((kind) =>
      inParts(incidents.filter((alarm) => alarm.kind === kind)).map((part, index) => {
        // The first has the kind's own name, so that it stays when a second one comes.
        const id = index === 0 ? kind : `${kind}-${index + 1}`;
        const { alarmName, alarmDescription } = this.alarms.receivers(kind, `incident-${id}`);
        return raised(this.combine(id, anyOf(part), { alarmName, alarmDescription }));
      }),
    );
  }

  private combine(
    id: string,
    combined: Combined,
    config: { readonly alarmName: string; readonly alarmDescription: string },
  ): CloudwatchCompositeAlarm {
    const { children, rule } = combined;
    const resource = new CloudwatchCompositeAlarm(this, id, {
      ...config,
      alarmRule: rule,
      dependsOn: [...children],
    });
    validate(
      resource,
      () => over("alarms", children.length, limits.maxChildren),
      () => over("characters of its rule", rule.length, limits.maxRuleLength),
    );
    return resource;
  }
}

/** Its name is known at synth, so that the rule can be read. */
function raised(alarm: CloudwatchMetricAlarm | CloudwatchCompositeAlarm): Combined {
  return { children: [alarm], rule: `ALARM("${alarm.alarmNameInput}")` };
}

/** What is raised only together. */
function together(alarms: readonly CloudwatchMetricAlarm[]): Combined {
  alarms.forEach(silence);
  return { children: alarms, rule: `(${alarms.map((each) => raised(each).rule).join(" AND ")})` };
}

function anyOf(combined: readonly Combined[]): Combined {
  return {
    children: combined.flatMap(({ children }) => children),
    rule: combined.map(({ rule }) => rule).join(" OR "),
  };
}

/** Parts of alarms of one kind that each fit a composite alarm. */
function inParts(alarms: readonly KnownAlarm[]): Combined[][] {
  const parts: Combined[][] = [[]];
  for (const { resource } of alarms) {
    const alarm = raised(resource);
    const last = parts.at(-1) ?? [];
    if (fits(anyOf([...last, alarm]))) last.push(alarm);
    else parts.push([alarm]);
  }
  return parts;
}

function fits({ children, rule }: Combined): boolean {
  return children.length <= limits.maxChildren && rule.length <= limits.maxRuleLength;
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
