import { EvaluatedStack } from "../synthesized/evaluated-stack";
import { type Block, blockOf, blocksOf, textsOf, textOf } from "../synthesized/fields";
import { SAMPLE_VARIABLES } from "../synthesized/sample-variables";
import type { StackJson } from "../synthesized/stack-json";
import { type Part, partsOf } from "./parts";
import { pipelineLines } from "./pipeline-lines";
import { SHARED_BALANCER, type SharedPart, sharedParts } from "./shared-parts";

/** Resources that connect parts without being parts themselves. */
const CONNECTORS =
  /^aws_(lb_(listener|listener_rule|target_group|target_group_attachment)|api_gateway_(integration|vpc_link)|apigatewayv2_(integration|route|authorizer|vpc_link)|service_discovery_service|ecs_task_definition|ecs_capacity_provider|cognito_user_pool_client|cloudwatch_event_target)\./;

/** Arguments that refer to a resource without sending requests to it. */
const CARRIES_NO_REQUESTS = new Set([
  ...["depends_on", "access_logs", "connection_logs", "health_check_logs", "logging_config"],
  ...["authorizer_id", "event_pattern"],
]);

interface Arrow {
  readonly from: Part;
  readonly to: Part;
}

/**
 * A Mermaid flowchart of a stack: what clients reach, what serves their requests, where data is stored, and where it
 * all runs, or the stages of its pipeline. Based on the references between resources.
 *
 * @returns undefined if nothing of it is drawn
 */
export async function stackDiagram(json: StackJson): Promise<string | undefined> {
  const variables = json.valuesFor(SAMPLE_VARIABLES);
  const stack = await EvaluatedStack.read(json, { variables });
  const stages = pipelineLines(stack);
  const lines = stages.length > 0 ? stages : requestLines(stack);
  return lines.length === 0
    ? undefined
    : ["```mermaid", "flowchart LR", ...lines, "```"].join("\n");
}

function requestLines(stack: EvaluatedStack): readonly string[] {
  const { json } = stack;
  const shared = sharedParts(json);
  const all = [...partsOf(stack), ...shared.map(({ part }) => part)].sort(
    (one, other) => one.rank - other.rank || (one.address < other.address ? -1 : 1),
  );
  const arrows = withoutDetours(arrowsBetween(json, all, shared));
  const parts = all.filter(
    (part) =>
      part.entry !== undefined || arrows.some(({ from, to }) => from === part || to === part),
  );
  const ids = new Map(parts.map(({ address }, index) => [address, `p${index + 1}`]));
  const id = ({ address }: Part) => ids.get(address) ?? address;
  return [
    ...(parts.some(({ entry }) => entry !== undefined) ? ["  client([Client])"] : []),
    ...parts.map((part) => `  ${id(part)}${box(part)}`),
    ...parts
      .filter(({ entry }) => entry !== undefined)
      .map((part) => `  client -->${part.entry === "" ? "" : `|${part.entry ?? ""}|`} ${id(part)}`),
    ...arrows.map(({ from, to }) => {
      const label = to.isCapacity ? "" : labelBetween(stack, from, to);
      const line = to.isCapacity ? "-.->|runs on|" : "-->";
      return `  ${id(from)} ${label === "" ? line : `-->|"${label}"|`} ${id(to)}`;
    }),
  ];
}

function box({ lines, isStore }: Part): string {
  const text = lines.join("<br/>").replaceAll('"', "'");
  return isStore ? `[("${text}")]` : `["${text}"]`;
}

/** Connects two parts if one refers to the other directly or through connectors. */
function arrowsBetween(
  json: StackJson,
  parts: readonly Part[],
  shared: readonly SharedPart[],
): readonly Arrow[] {
  const neighbours = neighboursIn(json, shared);
  const byAddress = new Map(parts.map((part) => [part.address, part]));
  return parts.flatMap((from) =>
    [...reachable(from.address, neighbours, byAddress), ...instancesOfDaemon(json, from, parts)]
      .filter((to) => to.rank > from.rank)
      .sort((one, other) => parts.indexOf(one) - parts.indexOf(other))
      .map((to) => ({ from, to })),
  );
}

/** A daemon has no capacity provider: it runs on every instance of the cluster. */
function instancesOfDaemon(json: StackJson, from: Part, parts: readonly Part[]): readonly Part[] {
  const strategy = textOf(json.resource(from.address) ?? {}, "scheduling_strategy");
  return strategy === "DAEMON" ? parts.filter(({ isCapacity }) => isCapacity) : [];
}

function neighboursIn(
  json: StackJson,
  shared: readonly SharedPart[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const neighbours = new Map<string, Set<string>>();
  const join = (one: string, other: string) => {
    neighbours.set(one, (neighbours.get(one) ?? new Set()).add(other));
  };
  for (const { address, block } of json.allResources) {
    const carrying = Object.entries(block).filter(
      ([argument]) => !CARRIES_NO_REQUESTS.has(argument),
    );
    for (const other of json.referencesIn(Object.fromEntries(carrying))) {
      join(address, other);
      join(other, address);
    }
  }
  for (const { part, connected } of shared) {
    for (const address of connected) {
      join(part.address, address);
      join(address, part.address);
    }
  }
  return neighbours;
}

function reachable(
  start: string,
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
  parts: ReadonlyMap<string, Part>,
): ReadonlySet<Part> {
  const found = new Set<Part>();
  const seen = new Set([start]);
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const next of neighbours.get(at) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      const part = parts.get(next);
      if (part !== undefined) found.add(part);
      else if (CONNECTORS.test(next)) queue.push(next);
    }
  }
  return found;
}

/** Omits an arrow whose ends are also connected by a longer path. */
function withoutDetours(arrows: readonly Arrow[]): readonly Arrow[] {
  const leads = (from: Part, to: Part, skipped: Arrow): boolean =>
    arrows.some(
      (arrow) =>
        arrow !== skipped &&
        arrow.from === from &&
        (arrow.to === to || leads(arrow.to, to, skipped)),
    );
  return arrows.filter((arrow) => !leads(arrow.from, arrow.to, arrow));
}

/** The hosts and paths by which a load balancer or an API chooses a service. */
function labelBetween(stack: EvaluatedStack, from: Part, to: Part): string {
  const { json } = stack;
  const service = json.resource(to.address);
  if (service === undefined || !to.address.startsWith("aws_ecs_service.")) return "";
  const targets = json.referencesIn(service);
  const values = [...conditionsOfRules(stack, from, targets), ...pathsOfRoutes(json, targets)];
  return [...new Set(values)].sort().join("<br/>");
}

function conditionsOfRules(
  stack: EvaluatedStack,
  from: Part,
  targets: readonly string[],
): readonly string[] {
  const { json } = stack;
  return Object.values(json.resources("aws_lb_listener_rule"))
    .filter((rule) => json.referencesIn(rule["action"]).some((one) => targets.includes(one)))
    .filter((rule) => {
      const [listener] = json.referencesIn(rule["listener_arn"]);
      if (listener === undefined) return from.address === SHARED_BALANCER;
      return json.referencesIn(json.resource(listener)).includes(from.address);
    })
    .flatMap((rule) => {
      const conditions = blocksOf(rule, "condition").map((one) => stack.evaluate(one) as Block);
      const valuesOf = (name: string) =>
        conditions.flatMap((condition) => textsOf(blockOf(condition, name), "values"));
      const paths = valuesOf("path_pattern");
      const hosts = valuesOf("host_header");
      if (hosts.length === 0) return paths;
      return hosts.flatMap((host) =>
        paths.length === 0 ? host : paths.map((path) => host + path),
      );
    });
}

function pathsOfRoutes(json: StackJson, targets: readonly string[]): readonly string[] {
  return Object.values(json.resources("aws_apigatewayv2_route"))
    .filter((route) => {
      const [integration = ""] = json.referencesIn(route["target"]);
      return json.referencesIn(json.resource(integration)).some((one) => targets.includes(one));
    })
    .map((route) => textOf(route, "route_key", ""));
}
