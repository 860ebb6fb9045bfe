import { charge, type Item, type Pricer, type Pricing } from "../charge";
import { always, type ByLevel, byLevel } from "../levels";
import { blocksOf, isTrue, textOf } from "../../synthesized/fields";
import type { Resource } from "../stack-view";
import { requestsPerMonth } from "../traffic";
import { internetTransfer } from "./load-balancing";
import { recordedByRules, traces } from "./traces";

const MILLION = 1e6;
const KIB_PER_GIB = 1024 ** 2;

export const httpApi: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "HTTP API requests",
    unit: "million",
    price: "httpApi.millionRequests",
    quantity: millions(requestsPerMonth(pricing)),
  }),
  internetTransfer(resource, pricing),
];

export const restApi: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "REST API requests",
    unit: "million",
    price: "restApi.millionRequests",
    quantity: millions(requestsPerMonth(pricing)),
  }),
  internetTransfer(resource, pricing),
];

/** Traces and cache of a REST API stage. */
export const restApiStage: Pricer = (resource, pricing) => {
  const items: Item[] = [];
  if (isTrue(resource.block, "xray_tracing_enabled")) {
    items.push(traces(resource, pricing, recordedByRules(requestsPerMonth(pricing))));
  }
  if (isTrue(resource.block, "cache_cluster_enabled")) {
    items.push({ resource: resource.address, remark: "not counted: the cache of a REST API" });
  }
  return items;
};

export const webAcl: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "web ACL",
    unit: "months",
    price: "waf.aclMonth",
    quantity: always(1),
  }),
  charge(pricing, resource, {
    what: "rules and rule groups",
    unit: "months",
    price: "waf.ruleMonth",
    quantity: always(blocksOf(resource.block, "rule").length),
  }),
  charge(pricing, resource, {
    what: "inspected requests",
    unit: "million",
    price: "waf.millionRequests",
    quantity: millions(inspected(resource, pricing)),
  }),
];

/** Requests that a web ACL sees: those of the page, those of its users to the user pool, or those of the API. */
function inspected(acl: Resource, pricing: Pricing): ByLevel {
  const { stack, assumptions } = pricing;
  if (textOf(acl.block, "scope") === "CLOUDFRONT") return pageRequests(pricing);
  const ofUsers = stack
    .referring("aws_wafv2_web_acl_association", acl)
    .some(({ block }) => stack.referenced(block, "aws_cognito_user_pool") !== undefined);
  return ofUsers
    ? byLevel((level) => assumptions.users[level] * assumptions.pageVisitsPerUser[level])
    : requestsPerMonth(pricing);
}

/**
 * CloudFront's metrics beside the free ones, at the price of CloudWatch's own.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewing-cloudfront-metrics.html
 */
const MORE_METRICS = 8;

export const distributionMetrics: Pricer = (resource, pricing) => [
  charge(pricing, resource, {
    what: "additional metrics of CloudFront",
    unit: "metrics",
    price: "cloudwatchMetrics.metricMonth",
    quantity: always(MORE_METRICS),
  }),
];

export const cloudFrontDistribution: Pricer = (resource, pricing) => {
  const requests = pageRequests(pricing);
  const { users, pageVisitsPerUser, pageKiB } = pricing.assumptions;
  const items = [
    charge(pricing, resource, {
      what: "data transfer to the internet",
      unit: "GB",
      price: "cloudfront.gb",
      quantity: byLevel(
        (level) => (users[level] * pageVisitsPerUser[level] * pageKiB[level]) / KIB_PER_GIB,
      ),
    }),
    charge(pricing, resource, {
      what: "HTTPS requests",
      unit: "10,000",
      price: "cloudfront.tenThousandRequests",
      quantity: byLevel((level) => requests[level] / 10_000),
    }),
  ];
  const functions = JSON.stringify(resource.block).includes("function_association");
  if (!functions) return items;
  return [
    ...items,
    charge(pricing, resource, {
      what: "invocations of its functions",
      unit: "million",
      price: "cloudfront.millionFunctionCalls",
      quantity: millions(requests),
    }),
  ];
};

export const userPool: Pricer = (resource, pricing) => {
  const tier = (textOf(resource.block, "user_pool_tier") ?? "ESSENTIALS").toLowerCase();
  const price =
    tier === "plus"
      ? ("cognito.plusUser" as const)
      : tier === "lite"
        ? ("cognito.liteUser" as const)
        : ("cognito.essentialsUser" as const);
  return [
    charge(pricing, resource, {
      what: `active users (${tier})`,
      unit: "users",
      price,
      quantity: pricing.assumptions.users,
    }),
  ];
};

function pageRequests({ assumptions }: Pricing): ByLevel {
  return byLevel(
    (level) =>
      assumptions.users[level] *
      assumptions.pageVisitsPerUser[level] *
      assumptions.pageFiles[level],
  );
}

function millions(values: ByLevel): ByLevel {
  return byLevel((level) => values[level] / MILLION);
}
