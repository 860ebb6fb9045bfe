import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { alarmDefaults, alarmThresholds } from "../../../aws/defaults";
import type { LogGroup } from "../log-group";
import { watchedResources } from "../watched";
import type { Alarm, AlarmContext, AlarmThresholds } from "./alarm";
import {
  type AlarmKind,
  alarmKinds,
  isOptional,
  kindOfAlarm,
} from "../../../aws/observability/alarm-kinds";
import { alarmsByResource, CONTEXT_TYPES } from "./alarms-by-resource";
import { logErrorAlarm, taskEventAlarms } from "./log-alarms";

export interface SystemAlarmsProps {
  /** Prefix of the alarms' names, unique in account and region. */
  readonly name: string;
  readonly topicArn: string;
  /** The stack's region. */
  readonly region: string;
  /** Topic for alarms on metrics of another region. CloudWatch notifies only topics of an alarm's own region. */
  readonly receiverIn: (region: string) => AlarmReceiver;
  /** @default those of `aws/defaults.ts` */
  readonly thresholds?: Partial<AlarmThresholds>;
  /** Kinds of alarms to leave out. @default none */
  readonly leaveOut?: readonly AlarmKind[];
  /** Optional kinds of alarms to add. @default none */
  readonly add?: readonly AlarmKind[];
  /** Address of the runbook. Descriptions add "#" and the kind. @default "docs/how-to/runbook.md" */
  readonly runbook?: string;
  /** Log group of ECS events. @default - none: no alarm uses them */
  readonly taskEvents?: LogGroup;
}

/** A topic, and the provider of its region. */
export interface AlarmReceiver {
  readonly topicArn: string;
  /** @default - that of the stack */
  readonly provider?: AwsProvider;
}

/**
 * Alarms that require action, for everything in the stack. They are based on the stack's resources, so create this
 * construct last. Alarms that modules create are kept, and their descriptions get a link to the runbook.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
export class SystemAlarms extends Construct {
  /** All alarms that notify, by kind, including those of modules. */
  readonly alarms: readonly KnownAlarm[];
  private readonly props: SystemAlarmsProps;

  constructor(scope: Construct, id: string, props: SystemAlarmsProps) {
    super(scope, id);
    this.props = props;
    const stack = TerraformStack.of(this);
    const ofModules = stack.node
      .findAll()
      .filter((each) => each instanceof CloudwatchMetricAlarm)
      .filter((alarm) => (alarm.alarmActionsInput ?? []).includes(props.topicArn));
    const drawn = this.drawn(stack).filter(({ kind }) => this.watches(kind));
    this.alarms = [
      ...ofModules.map((alarm) => this.described(alarm)),
      ...drawn.map((alarm) => this.create(alarm)),
    ];
  }

  private drawn(stack: TerraformStack): Alarm[] {
    const of = watchedResources(
      stack,
      (type) => type in alarmsByResource || CONTEXT_TYPES.includes(type),
    );
    const { taskEvents, name, region } = this.props;
    const thresholds = { ...alarmThresholds, ...this.props.thresholds };
    const context: AlarmContext = { of, cluster: of("aws_ecs_cluster")[0], region, thresholds };
    const ofResources = Object.entries(alarmsByResource).flatMap(([type, alarmsOf]) =>
      of(type).flatMap((resource) => alarmsOf(resource, context)),
    );
    const tasks = JSON.stringify(of("aws_ecs_task_definition").map((each) => each.arguments));
    const ofTasks = of("aws_cloudwatch_log_group").filter((group) =>
      tasks.includes(group.attribute("name")),
    );
    return [
      ...withoutRepeated(ofResources),
      ...(this.watches("log-errors") ? ofTasks : []).map((group) =>
        logErrorAlarm(
          this,
          { namespace: name, logGroupName: group.attribute("name"), subject: group.subject },
          thresholds,
        ),
      ),
      ...(taskEvents === undefined
        ? []
        : taskEventAlarms(this, name, taskEvents, thresholds, (kind) => this.watches(kind))),
    ];
  }

  private watches(kind: AlarmKind): boolean {
    const { leaveOut = [], add = [] } = this.props;
    return isOptional(kind) ? add.includes(kind) : !leaveOut.includes(kind);
  }

  /** Creates an alarm that notifies. */
  create({ kind, subject, config, region = this.props.region }: Alarm): KnownAlarm {
    const isElsewhere = region !== this.props.region;
    const { topicArn, provider }: AlarmReceiver = isElsewhere
      ? this.props.receiverIn(region)
      : this.props;
    const id = [...subject.split(" ").filter((part) => part !== ""), kind].join("-");
    const resource = new CloudwatchMetricAlarm(this, id, {
      ...config,
      ...this.receivers(kind, id, topicArn),
      provider,
    });
    return { kind, resource, isElsewhere };
  }

  /** The arguments of every alarm that notifies. */
  receivers(kind: AlarmKind, id: string = kind, topicArn = this.props.topicArn) {
    const { name } = this.props;
    return {
      alarmName: `${name}-${id}`,
      alarmDescription: this.inWords(alarmKinds[kind].says, kind),
      alarmActions: [topicArn],
      okActions: [topicArn],
    };
  }

  /** A module's alarm, with a link to its runbook section. */
  private described(resource: CloudwatchMetricAlarm): KnownAlarm {
    const kind = kindOfAlarm(resource.alarmNameInput ?? "");
    if (kind === undefined) {
      throw new Error(`The alarm ${resource.alarmNameInput} has no kind in alarm-kinds.ts.`);
    }
    resource.alarmDescription = this.inWords(resource.alarmDescriptionInput ?? "", kind);
    return { kind, resource, isElsewhere: false };
  }

  private inWords(says: string, kind: AlarmKind): string {
    return `${says} ${this.props.runbook ?? alarmDefaults.runbook}#${kind}`;
  }
}

export interface KnownAlarm {
  readonly kind: AlarmKind;
  readonly resource: CloudwatchMetricAlarm;
  /** Whether it is in another region than the stack. */
  readonly isElsewhere: boolean;
}

/** Two listeners can share a certificate. */
function withoutRepeated(alarms: readonly Alarm[]): Alarm[] {
  const seen = new Set<string>();
  return alarms.filter(({ kind, config }) => {
    const key = `${kind} ${JSON.stringify(config)}`;
    return !seen.has(key) && seen.add(key);
  });
}
