import { TerraformResource, type TerraformStack } from "cdktf";
import { resolvedJson } from "../resolved-json";

/** The data about a stack's resource that dashboards and alarms need. */
export interface Watched {
  /** Its label: the IDs on its path in the stack. */
  readonly subject: string;
  /** Reference to one of its attributes. */
  readonly attribute: (name: string) => string;
  /** Its arguments, as in the JSON. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A metric, by its CloudWatch identity. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The resources of one type, in the order in which they were created. */
export type WatchedOf = (type: string) => readonly Watched[];

/** The stack's resources of the given types. */
export function watchedResources(
  stack: TerraformStack,
  isWatched: (type: string) => boolean,
): WatchedOf {
  const byType = new Map<string, Watched[]>();
  for (const resource of stack.node.findAll()) {
    if (!TerraformResource.isTerraformResource(resource)) continue;
    const type = resource.terraformResourceType;
    if (isWatched(type)) byType.set(type, [...(byType.get(type) ?? []), watched(resource)]);
  }
  return (type) => byType.get(type) ?? [];
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

/** This alarm is raised all day and needs no action. */
export function setsOffScaling({ arguments: { alarm_actions: actions } }: Watched): boolean {
  return Array.isArray(actions) && actions.some((action) => String(action).includes("_policy."));
}

/** Whether an alarm monitors a metric directly, not as part of an expression. */
export function watches(
  { arguments: alarm }: Watched,
  { namespace, name, dimensions }: MetricIdentity,
): boolean {
  const own = (alarm.dimensions ?? {}) as Readonly<Record<string, string>>;
  const keys = Object.keys(dimensions);
  return (
    alarm.namespace === namespace &&
    alarm.metric_name === name &&
    keys.length === Object.keys(own).length &&
    keys.every((key) => own[key] === dimensions[key])
  );
}

/** Whether a cluster reports task counts, as Container Insights does. */
export function hasInsights(cluster: Watched | undefined): boolean {
  const settings = (cluster?.arguments.setting ?? []) as readonly { name: string; value: string }[];
  return settings.some(({ name, value }) => name === "containerInsights" && value !== "disabled");
}

/** Whether a service has its tasks on Fargate. */
export function runsOnFargate(service: Watched["arguments"]): boolean {
  const { launch_type: launchType, capacity_provider_strategy: strategy = [] } = service as {
    launch_type?: string;
    capacity_provider_strategy?: readonly { capacity_provider: string }[];
  };
  const providers = strategy.map(({ capacity_provider: provider }) => provider);
  return [launchType, ...providers].some((each) => each?.startsWith("FARGATE"));
}

export function isNetworkBalancer({ arguments: { load_balancer_type: type } }: Watched): boolean {
  return type === "network";
}
