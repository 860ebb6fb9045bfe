import type { Construct } from "constructs";
import { BalancedService, type BalancedServiceProps, type Route } from "./balanced-service";
import { BlueGreenByEcs, type ShiftedDeployment } from "./blue-green/blue-green-by-ecs";

/** How a new release replaces the old one. */
export type Deployment =
  { readonly kind: "rolling" } | ({ readonly kind: "blue-green-by-ecs" } & ShiftedDeployment);

export interface DeployedServiceProps extends Omit<
  BalancedServiceProps,
  "route" | "targetGroup" | "blueGreen"
> {
  readonly route: Exclude<Route, { readonly kind: "rule" }>;
  /** @default rolling */
  readonly deployment?: Deployment;
}

/** ECS shifts the weights of rules, not those of a listener's default action. */
const EVERYTHING = { paths: ["/*"], priority: 1 };

/**
 * Adds a service behind a load balancer that is deployed in one of ECS's two ways. Its first target group and its tasks have
 * the same addresses in both: going over to the other keeps them.
 */
export function addDeployedService(
  scope: Construct,
  id: string,
  { deployment = { kind: "rolling" }, circuitBreaker, route, ...props }: DeployedServiceProps,
): BalancedService {
  if (deployment.kind === "rolling") {
    return new BalancedService(scope, id, { ...props, route, circuitBreaker });
  }
  const paths = route.kind === "everything" ? EVERYTHING : route;
  const { service } = new BlueGreenByEcs(scope, id, { ...props, paths, deployment });
  if (route.kind === "everything") {
    // No request gets past the rule. Without this, requests get a 404 while an apply adds or removes the rule.
    props.entry.listeners.forwardEverything(service.targetGroup);
  }
  return service;
}
