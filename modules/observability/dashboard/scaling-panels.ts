import { setsOffScaling, type Watched, watches } from "../watched";
import { isStatisticOf } from "./marks";
import { drawnMetrics, type Metric, type Panel } from "./panel";

/**
 * A panel for each metric that scales tasks and that no other panel draws: requests or messages for each task, and metrics of
 * the settings, with the target or the thresholds.
 *
 * @param drawn all other panels
 */
export function scalingPanels(
  policies: readonly Watched[],
  alarms: readonly Watched[],
  drawn: readonly Panel[],
): Panel[] {
  return [
    ...policies.flatMap((policy) => [...requestPanels(policy), ...customPanels(policy)]),
    ...stepPanels(alarms.filter(setsOffScaling), drawn),
  ];
}

/**
 * The requests that each task gets. The metric's sum is already their average over all tasks.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
function requestPanels({ subject, arguments: given }: Watched): Panel[] {
  const tracking = given.target_tracking_scaling_policy_configuration as Tracking | undefined;
  const forecasting = given.predictive_scaling_policy_configuration as Forecasting | undefined;
  const [forecast] = [forecasting?.metric_specification ?? []].flat();
  const metric =
    tracking?.predefined_metric_specification ?? forecast?.predefined_metric_pair_specification;
  const target = tracking?.target_value ?? forecast?.target_value;
  const [LoadBalancer, TargetGroup] = suffixesIn(metric?.resource_label ?? "");
  if (LoadBalancer === undefined || TargetGroup === undefined || target === undefined) return [];
  const dimensions = { LoadBalancer, TargetGroup };
  return [
    {
      title: `${subject}: requests of each task`,
      statistic: "Sum",
      metrics: [{ namespace: "AWS/ApplicationELB", name: "RequestCountPerTarget", dimensions }],
      marks: { [tracking ? "target" : "target of the forecast"]: Number(target) },
    },
  ];
}

/** The suffixes of a load balancer's and a target group's ARN, each of which can be a reference to a resource. */
function suffixesIn(label: string): readonly string[] {
  const [, ...suffixes] =
    /^(\$\{[^}]+\}|app\/[^/]+\/[^/]+)\/(\$\{[^}]+\}|targetgroup\/.+)$/.exec(label) ?? [];
  return suffixes;
}

/** The one metric of a target, or the result of metric math on several. */
function customPanels({ subject, arguments: given }: Watched): Panel[] {
  const tracking = given.target_tracking_scaling_policy_configuration as Tracking | undefined;
  const queries = tracking?.customized_metric_specification?.metrics ?? [];
  const metrics = queries.flatMap((query): Metric[] =>
    query.metric_stat ? [metricOf(query)] : [],
  );
  const result = queries.find(({ expression }) => expression !== undefined)?.expression;
  const name = result ?? metrics[0]?.name;
  if (tracking === undefined || name === undefined) return [];
  return [
    {
      title: `${subject}: ${name}`,
      statistic: "Average",
      metrics,
      expression: result,
      marks: { target: tracking.target_value },
    },
  ];
}

function metricOf({ id, metric_stat: { metric, stat } = NO_METRIC }: Query): Metric {
  const dimensions = (metric.dimensions ?? []).map(({ name, value }) => [name, value] as const);
  return {
    namespace: metric.namespace,
    name: metric.metric_name,
    dimensions: Object.fromEntries(dimensions),
    statistic: stat,
    id,
  };
}

/** The metrics by which steps scale. Their thresholds are marked as those of every alarm. */
function stepPanels(alarms: readonly Watched[], drawn: readonly Panel[]): Panel[] {
  const panels: Panel[] = [];
  for (const alarm of alarms) {
    const isDrawn = [...drawn, ...panels].some((panel) =>
      drawnMetrics(panel).some(
        (metric) => watches(alarm, metric) && isStatisticOf(alarm, metric, panel),
      ),
    );
    if (!isDrawn) panels.push(panelOf(alarm));
  }
  return panels;
}

function panelOf({ subject, arguments: given }: Watched): Panel {
  const { namespace, metric_name: name, dimensions = {}, ...alarm } = given as unknown as StepAlarm;
  const statistic = alarm.statistic ?? alarm.extended_statistic ?? "Average";
  const [, strategy = subject] = /^(.*) scale-(?:out|in)-alarm$/.exec(subject) ?? [];
  return {
    title: `${strategy}: ${name}, ${statistic}`,
    statistic,
    metrics: [{ namespace, name, dimensions }],
  };
}

interface Tracking {
  readonly target_value: number;
  readonly predefined_metric_specification?: { readonly resource_label?: string };
  readonly customized_metric_specification?: { readonly metrics?: readonly Query[] };
}

interface Forecasting {
  readonly metric_specification?: Forecast | readonly Forecast[];
}

interface Forecast {
  readonly target_value: number | string;
  readonly predefined_metric_pair_specification?: { readonly resource_label?: string };
}

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly metric_stat?: {
    readonly metric: {
      readonly namespace: string;
      readonly metric_name: string;
      readonly dimensions?: readonly { readonly name: string; readonly value: string }[];
    };
    readonly stat: string;
  };
}

const NO_METRIC = { metric: { namespace: "", metric_name: "" }, stat: "" };

interface StepAlarm {
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic?: string;
  readonly extended_statistic?: string;
}
