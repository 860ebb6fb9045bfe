import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Lazy, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { latencyOfFront, type Objectives } from "../objectives/burn-rates";
import {
  hasInsights,
  setsOffScaling,
  type Watched,
  type WatchedOf,
  watchedResources,
} from "../watched";
import { withObjective, withStatisticsOfAlarms, withThresholds } from "./marks";
import { layOut, type StackContext } from "./panel";
import { panelsByResource } from "./panels-by-resource";
import { scalingPanels } from "./scaling-panels";

export interface SystemDashboardProps {
  /** Unique in the account: letters, digits, hyphens and underscores. */
  readonly name: string;
  readonly region: string;
  /** Service level objectives, whose latency is marked. @default none */
  readonly objectives?: Objectives;
}

/**
 * A dashboard of everything in the stack that a person monitors. It is generated at synth from the existing resources,
 * so it follows every change of the stack. CloudWatch bills each dashboard after an account's first three.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
export class SystemDashboard extends Construct {
  readonly resource: CloudwatchDashboard;

  constructor(scope: Construct, id: string, { name, ...props }: SystemDashboardProps) {
    super(scope, id);
    this.resource = new CloudwatchDashboard(this, "Default", {
      dashboardName: name,
      dashboardBody: Lazy.stringValue({
        produce: () => JSON.stringify(bodyOf(TerraformStack.of(this), props)),
      }),
    });
  }
}

/** Height of the alarm list, in CloudWatch's grid units. */
const ALARMS_HEIGHT = 3;

function bodyOf(
  stack: TerraformStack,
  { region, objectives }: Omit<SystemDashboardProps, "name">,
): object {
  const of = watchedResources(
    stack,
    (type) => type in panelsByResource || CONTEXT_TYPES.includes(type),
  );
  const context = contextOf(of);
  const alarms = of(ALARM);
  const listed = [...of(COMPOSITE), ...alarms.filter((alarm) => !setsOffScaling(alarm))];
  const byType = Object.entries(panelsByResource).map(
    ([type, panelsOf]) =>
      [
        type,
        of(type)
          .flatMap((each) => panelsOf(each, context))
          .map((panel) => withStatisticsOfAlarms(panel, alarms)),
      ] as const,
  );
  const ofResources = byType.flatMap(([, panels]) => panels);
  const scaling = scalingPanels(context.policies, alarms, ofResources);
  const panels = byType.flatMap(([type, own]) =>
    type === "aws_ecs_service" ? [...own, ...scaling] : own,
  );
  const objective = objectives?.p99LatencyMs;
  const front = objective === undefined ? undefined : latencyOfFront(of);
  const marked = panels
    .map((panel) => withThresholds(panel, alarms))
    .map((panel) => (objective && front ? withObjective(panel, front, objective) : panel));
  const lists = alarmWidgets(listed);
  return {
    start: "-PT3H",
    widgets: [...lists, ...layOut(marked, region, lists.length * ALARMS_HEIGHT)],
  };
}

/**
 * Alarms that one widget can list.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
const MAX_LISTED = 100;

/** Lists of the states of alarms, one below the other. */
function alarmWidgets(alarms: readonly Watched[]): object[] {
  const arns = alarms.map((alarm) => alarm.attribute("arn"));
  return Array.from({ length: Math.ceil(arns.length / MAX_LISTED) }, (_, index) => ({
    type: "alarm",
    x: 0,
    y: index * ALARMS_HEIGHT,
    width: 24,
    height: ALARMS_HEIGHT,
    properties: {
      title: index === 0 ? "Alarms" : "More alarms",
      alarms: arns.slice(index * MAX_LISTED, (index + 1) * MAX_LISTED),
    },
  }));
}

const ALARM = "aws_cloudwatch_metric_alarm";
const COMPOSITE = "aws_cloudwatch_composite_alarm";
const POLICIES = ["aws_appautoscaling_policy", "aws_autoscaling_policy"];

/** Types whose arguments or attributes the panels of other resources use. */
const CONTEXT_TYPES = [
  ALARM,
  COMPOSITE,
  "aws_ecs_cluster",
  "aws_api_gateway_rest_api",
  ...POLICIES,
];

function contextOf(of: WatchedOf): StackContext {
  const [cluster] = of("aws_ecs_cluster");
  return {
    cluster,
    countsTasks: hasInsights(cluster),
    hasInstances:
      of("aws_autoscaling_group").length > 0 ||
      of("aws_ecs_capacity_provider").some(managesInstances),
    balancers: of("aws_lb"),
    restApis: of("aws_api_gateway_rest_api"),
    policies: POLICIES.flatMap(of),
  };
}

/** Whether instances of a capacity provider are managed by ECS. */
function managesInstances({ arguments: provider }: Watched): boolean {
  return provider.managed_instances_provider !== undefined;
}
