import type { TerraformJson } from "./synth";

/** A metric as a dashboard's body names it: namespace, name, dimensions in pairs, options. An expression has options only. */
export type MetricJson = readonly [string, string, ...(string | object)[]];

export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region: string;
    readonly metrics?: readonly MetricJson[];
    readonly alarms?: readonly string[];
    readonly annotations?: { readonly horizontal: readonly { label: string; value: number }[] };
  };
}

export function widgetsOf(json: TerraformJson): readonly Widget[] {
  const { dashboard_body: body } = json.resource("aws_cloudwatch_dashboard");
  return (JSON.parse(body as string) as { widgets: Widget[] }).widgets;
}

export const metricsOf = (widget: Widget) => widget.properties.metrics ?? [];
export const dimensionsOf = (metric: MetricJson) =>
  metric.slice(2).filter((part) => typeof part === "string");

/** Every mark of a dashboard, with the title of its panel. */
export function marksOf(json: TerraformJson) {
  return widgetsOf(json).flatMap(({ properties: { title, annotations } }) =>
    (annotations?.horizontal ?? []).map(({ label, value }) => ({ title, label, value })),
  );
}
