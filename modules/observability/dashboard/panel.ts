import type { Watched } from "../watched";

/** A CloudWatch metric, with the dimensions that identify its source. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @default the statistic of its panel */
  readonly statistic?: string;
  /** @default CloudWatch's own label, the metric's name */
  readonly label?: string;
  /** Its name in the panel's expression. @default - the expression does not use it */
  readonly id?: string;
}

/** One graph of a dashboard. */
export interface Panel {
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** For example `Average`, `Sum` or `p99`. */
  readonly statistic: string;
  /** Metric math, which is drawn in place of the metrics. @default none */
  readonly expression?: string;
  /** Region of the metrics. @default - the stack's */
  readonly region?: string;
  /** Values to mark in the graph, by label, such as the target of a scaling policy. */
  readonly marks?: Readonly<Record<string, number>>;
}

/** The metrics whose values a panel draws. Those of an expression only lead to its result. */
export function drawnMetrics({ expression, metrics }: Panel): readonly Metric[] {
  return expression === undefined ? metrics : [];
}

/** Data that a resource's panels use from other resources in its stack. */
export interface StackContext {
  /** Undefined in a stack without a cluster. */
  readonly cluster?: Watched;
  /** Whether the cluster has Container Insights. */
  readonly countsTasks: boolean;
  /** Whether the cluster has instances, of a group or managed by ECS. */
  readonly hasInstances: boolean;
  readonly balancers: readonly Watched[];
  readonly restApis: readonly Watched[];
  /** Policies that scale tasks or instances. */
  readonly policies: readonly Watched[];
}

export type PanelsOf = (resource: Watched, stack: StackContext) => readonly Panel[];

/** Creates panels with one statistic over metrics of one resource: `of("Sum")("Requests", ["RequestCount"])`. */
export function panelsOf(
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  subject: string,
) {
  return (
    statistic: string,
    title: string,
    names: readonly string[],
    marks?: Panel["marks"],
  ): Panel => ({
    title: `${subject}: ${title}`,
    statistic,
    marks,
    metrics: names.map((name) => ({ namespace, name, dimensions })),
  });
}

/** A panel of one metric's percentiles, in the order p50, p90, p99. */
export function percentiles(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  title: string,
): Panel {
  return {
    title,
    statistic: "p99",
    metrics: ["p50", "p90", "p99"].map((statistic) => ({
      namespace,
      name,
      dimensions,
      statistic,
      label: statistic,
    })),
  };
}

const WIDTH = 8;
const HEIGHT = 6;
/** Width of CloudWatch's grid. */
const COLUMNS = 24;
const PERIOD_SECONDS = 60;

/**
 * Arranges panels in rows of three.
 *
 * @param firstRow first row, in grid units
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function layOut(panels: readonly Panel[], region: string, firstRow: number): object[] {
  const perRow = COLUMNS / WIDTH;
  return panels.map((panel, index) => ({
    type: "metric",
    x: (index % perRow) * WIDTH,
    y: firstRow + Math.floor(index / perRow) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: propertiesOf(panel, region),
  }));
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function propertiesOf(
  { title, metrics, statistic, expression, region, marks = {} }: Panel,
  ofStack: string,
) {
  const horizontal = Object.entries(marks).map(([label, value]) => ({ label, value }));
  return {
    title,
    view: "timeSeries",
    region: region ?? ofStack,
    period: PERIOD_SECONDS,
    stat: statistic,
    metrics: [
      ...(expression === undefined ? [] : [[{ expression, label: expression }]]),
      ...metrics.map((metric) => [
        metric.namespace,
        metric.name,
        ...Object.entries(metric.dimensions).flat(),
        {
          stat: metric.statistic ?? statistic,
          ...(metric.label && { label: metric.label }),
          ...(expression !== undefined && { id: metric.id, visible: false }),
        },
      ]),
    ],
    yAxis: { left: { min: 0 } },
    ...(horizontal.length > 0 && { annotations: { horizontal } }),
  };
}
