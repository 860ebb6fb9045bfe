import { charge, type Item, type Pricer, type Pricing } from "../charge";
import { type ByLevel, byLevel } from "../levels";
import { type Block, blocksOf, isTrue, textOf } from "../../synthesized/fields";
import { containersOf, type Resource } from "../stack-view";
import { requestsPerMonth, SECONDS_PER_MONTH } from "../traffic";

const MILLION = 1e6;

/** Share of the requests that X-Ray's default rule records, besides the first of each second. */
const SHARE_BY_RULES = 0.05;

/** Traces that X-Ray records, however many services each of them passes. */
export function traces(resource: Resource, pricing: Pricing, recorded: ByLevel): Item {
  return charge(pricing, resource, {
    what: "traces",
    unit: "million",
    price: "xray.millionTraces",
    quantity: byLevel((level) => recorded[level] / MILLION),
  });
}

/**
 * X-Ray records the first request of each second and 5 % of the others, unless a sampling rule changes that.
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export function recordedByRules(requests: ByLevel): ByLevel {
  return byLevel((level) => {
    const first = Math.min(requests[level], SECONDS_PER_MONTH);
    return first + (requests[level] - first) * SHARE_BY_RULES;
  });
}

/**
 * Traces that begin in a service's tasks, which have a collector or the agent of Application Signals beside their program.
 * Each service gets an equal part of the requests. Where an API begins the traces, the services follow its choice, and its
 * own line has them all.
 */
export const serviceTraces: Pricer = (service, pricing) => {
  const { stack } = pricing;
  const task = stack.referenced(service.block.task_definition, "aws_ecs_task_definition");
  const sampler = samplerOf(task === undefined ? [] : containersOf(task.block));
  if (sampler === undefined) return [];
  const requests = requestsPerMonth(pricing);
  const services = stack.ofType("aws_ecs_service").length;
  const own = byLevel((level) => requests[level] / services);
  const isFirst = !stack
    .ofType("aws_api_gateway_stage")
    .some(({ block }) => isTrue(block, "xray_tracing_enabled"));
  if (sampler.kind === "share")
    return isFirst
      ? [
          traces(
            service,
            pricing,
            byLevel((level) => own[level] * sampler.share),
          ),
        ]
      : [];
  return [
    ...(isFirst ? [traces(service, pricing, recordedByRules(own))] : []),
    { resource: service.address, remark: "not counted: the signals of Application Signals" },
  ];
};

type Sampler = { readonly kind: "share"; readonly share: number } | { readonly kind: "rules" };

/**
 * How a program chooses what it records.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
function samplerOf(containers: readonly Block[]): Sampler | undefined {
  for (const container of containers) {
    const variables = blocksOf(container, "environment");
    const valueOf = (wanted: string) => {
      const variable = variables.find((each) => textOf(each, "name") === wanted);
      return variable && textOf(variable, "value");
    };
    const name = valueOf("OTEL_TRACES_SAMPLER");
    if (name === "xray") return { kind: "rules" };
    if (name !== undefined)
      return { kind: "share", share: shareOf(name, valueOf("OTEL_TRACES_SAMPLER_ARG")) };
  }
  return undefined;
}

function shareOf(sampler: string, argument: string | undefined): number {
  if (sampler.endsWith("traceidratio")) return Number(argument ?? 1);
  return sampler.endsWith("always_off") ? 0 : 1;
}
