import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Lazy, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { resolvedJson } from "../../resolved-json";
import { layOut, type Metric, type Panel } from "./panel";
import { panelsByResource, type StackContext, type Watched } from "./panels-by-resource";

export interface SystemDashboardProps {
  /** Unique in the account: letters, digits, hyphens and underscores. */
  readonly name: string;
  readonly region: string;
}

/**
 * A dashboard of everything in the stack that a person watches, whatever else is added to the stack: it is drawn at synth
 * from the resources that are there. CloudWatch bills each dashboard after an account's first three.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
export class SystemDashboard extends Construct {
  readonly resource: CloudwatchDashboard;

  constructor(scope: Construct, id: string, { name, region }: SystemDashboardProps) {
    super(scope, id);
    this.resource = new CloudwatchDashboard(this, "Default", {
      dashboardName: name,
      dashboardBody: Lazy.stringValue({
        produce: () => JSON.stringify(bodyOf(TerraformStack.of(this), region)),
      }),
    });
  }
}

/** Height of the list of alarms, in units of CloudWatch's grid. */
const ALARMS_HEIGHT = 3;

function bodyOf(stack: TerraformStack, region: string): object {
  const resources = watchedResources(stack);
  const of = (type: string): readonly Watched[] => resources.get(type) ?? [];
  const context = contextOf(of);
  const alarms = of(ALARM);
  const listed = alarms.filter((alarm) => !setsOffScaling(alarm));
  const panels = Object.entries(panelsByResource).flatMap(([type, panelsOf]) =>
    of(type).flatMap((resource) => panelsOf(resource, context)),
  );
  const marked = panels.map((panel) => withThresholds(panel, alarms));
  return {
    start: "-PT3H",
    widgets: [
      ...(listed.length > 0 ? [alarmWidget(listed)] : []),
      ...layOut(marked, region, listed.length > 0 ? ALARMS_HEIGHT : 0),
    ],
  };
}

/** Such an alarm is raised all day, and no person need act on it. */
function setsOffScaling({ arguments: { alarm_actions: actions } }: Watched): boolean {
  return Array.isArray(actions) && actions.some((action) => String(action).includes("_policy."));
}

/** At most 100 alarms fit a widget. */
function alarmWidget(alarms: readonly Watched[]): object {
  return {
    type: "alarm",
    x: 0,
    y: 0,
    width: 24,
    height: ALARMS_HEIGHT,
    properties: {
      title: "Alarms",
      alarms: alarms.slice(0, 100).map((alarm) => alarm.attribute("arn")),
    },
  };
}

/** Marks the thresholds of the alarms that watch a metric of the panel, those of step scaling included. */
function withThresholds(panel: Panel, alarms: readonly Watched[]): Panel {
  const thresholds = alarms.flatMap(({ subject, arguments: given }): [string, number][] =>
    typeof given.threshold === "number" && panel.metrics.some((metric) => watches(given, metric))
      ? [[subject, given.threshold]]
      : [],
  );
  return { ...panel, marks: { ...panel.marks, ...Object.fromEntries(thresholds) } };
}

function watches(alarm: Watched["arguments"], { namespace, name, dimensions }: Metric): boolean {
  const own = (alarm.dimensions ?? {}) as Readonly<Record<string, string>>;
  const keys = Object.keys(dimensions);
  return (
    alarm.namespace === namespace &&
    alarm.metric_name === name &&
    keys.length === Object.keys(own).length &&
    keys.every((key) => own[key] === dimensions[key])
  );
}

const ALARM = "aws_cloudwatch_metric_alarm";
const POLICIES = ["aws_appautoscaling_policy", "aws_autoscaling_policy"];

/** Types whose arguments or attributes the panels of others read. */
const CONTEXT_TYPES = [ALARM, "aws_ecs_cluster", "aws_api_gateway_rest_api", ...POLICIES];

/** The stack's resources by type, in the order in which they were created. */
function watchedResources(stack: TerraformStack): ReadonlyMap<string, readonly Watched[]> {
  const byType = new Map<string, Watched[]>();
  for (const resource of stack.node.findAll()) {
    if (!TerraformResource.isTerraformResource(resource)) continue;
    const type = resource.terraformResourceType;
    if (!(type in panelsByResource) && !CONTEXT_TYPES.includes(type)) continue;
    byType.set(type, [...(byType.get(type) ?? []), watched(resource)]);
  }
  return byType;
}

function watched(resource: TerraformResource): Watched {
  const { terraformResourceType: type, friendlyUniqueId: id } = resource;
  const [, , ...ids] = resource.node.scopes.map(({ node }) => node.id);
  const json = resolvedJson(resource) as {
    resource: Record<string, Record<string, Readonly<Record<string, unknown>>>>;
  };
  return {
    subject: ids.filter((each) => each !== "Default").join(" "),
    attribute: (name) => `\${${type}.${id}.${name}}`,
    arguments: json.resource[type]?.[id] ?? {},
  };
}

function contextOf(of: (type: string) => readonly Watched[]): StackContext {
  const [cluster] = of("aws_ecs_cluster");
  return {
    cluster,
    countsTasks: hasInsights(cluster),
    balancers: of("aws_lb"),
    restApis: of("aws_api_gateway_rest_api"),
    policies: POLICIES.flatMap(of),
  };
}

function hasInsights(cluster: Watched | undefined): boolean {
  const settings = (cluster?.arguments.setting ?? []) as readonly { name: string; value: string }[];
  return settings.some(({ name, value }) => name === "containerInsights" && value !== "disabled");
}
