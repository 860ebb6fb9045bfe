import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { alarmKinds } from "../../../aws/observability/alarm-kinds";
import { compositeAlarm as limits } from "../../../aws/observability/cloudwatch";
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
 * One alarm for all user-visible problems of a system: its burn rates and each incident alarm. It notifies instead of
 * them, so that one incident is one message. Warnings notify separately, because a warning that lasts for days would
 * hide an outage. So do alarms in another region, such as CloudFront's, which a composite alarm cannot combine.
 *
 * If a system has more alarms than a composite alarm can combine, intermediate composite alarms for each kind combine
 * them without notifying.
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
    const incidents = alarms.alarms.filter(
      ({ kind, isElsewhere }) => alarmKinds[kind].isIncident && !isElsewhere,
    );
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
        // The first one is named after the kind, so that its name stays if a second one is added.
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

/** The name is known at synth, so that the rule can be read. */
function raised(alarm: CloudwatchMetricAlarm | CloudwatchCompositeAlarm): Combined {
  return { children: [alarm], rule: `ALARM("${alarm.alarmNameInput}")` };
}

/** Alarms that must be raised together. */
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

/** Splits alarms of one kind into groups that each fit a composite alarm. */
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
