import { isNetworkBalancer as isNetwork, type Watched } from "../watched";
import { type Panel, panelsOf, percentiles, type StackContext } from "./panel";

export function balancerPanels(balancer: Watched): Panel[] {
  return isNetwork(balancer)
    ? networkBalancerPanels(balancer)
    : applicationBalancerPanels(balancer);
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
function applicationBalancerPanels({ subject, attribute }: Watched): Panel[] {
  const namespace = "AWS/ApplicationELB";
  const dimensions = { LoadBalancer: attribute("arn_suffix") };
  const panel = panelsOf(namespace, dimensions, subject);
  return [
    panel("Sum", "requests", ["RequestCount"]),
    panel("Sum", "errors of the services", [
      "HTTPCode_Target_4XX_Count",
      "HTTPCode_Target_5XX_Count",
      "TargetConnectionErrorCount",
    ]),
    panel("Sum", "errors of the balancer", [
      "HTTPCode_ELB_4XX_Count",
      "HTTPCode_ELB_5XX_Count",
      "RejectedConnectionCount",
    ]),
    percentiles(namespace, "TargetResponseTime", dimensions, `${subject}: latency, s`),
    panel("Sum", "connections", ["ActiveConnectionCount", "NewConnectionCount"]),
    panel("Sum", "traffic, bytes", ["ProcessedBytes"]),
    panel("Average", "capacity units", ["ConsumedLCUs"]),
  ];
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html */
function networkBalancerPanels({ subject, attribute }: Watched): Panel[] {
  const panel = panelsOf("AWS/NetworkELB", { LoadBalancer: attribute("arn_suffix") }, subject);
  return [
    panel("Average", "open flows", ["ActiveFlowCount"]),
    panel("Sum", "new flows", ["NewFlowCount"]),
    panel("Sum", "resets", [
      "TCP_Client_Reset_Count",
      "TCP_Target_Reset_Count",
      "TCP_ELB_Reset_Count",
    ]),
    panel("Sum", "sent to unhealthy targets", ["UnhealthyRoutingFlowCount"]),
    panel("Sum", "traffic, bytes", ["ProcessedBytes"]),
    panel("Average", "capacity units", ["ConsumedLCUs"]),
  ];
}

export function targetPanels(group: Watched, { balancers }: StackContext): Panel[] {
  const isTcp = group.arguments.protocol === "TCP";
  const balancer = balancers.find((each) => isNetwork(each) === isTcp);
  if (balancer === undefined) return [];
  const panel = panelsOf(
    isTcp ? "AWS/NetworkELB" : "AWS/ApplicationELB",
    { TargetGroup: group.attribute("arn_suffix"), LoadBalancer: balancer.attribute("arn_suffix") },
    group.subject,
  );
  return [
    panel("Minimum", "healthy", ["HealthyHostCount"]),
    panel("Maximum", "unhealthy", ["UnHealthyHostCount"]),
    // With too few healthy targets, the balancer sends requests to all. A Network Load Balancer counts them itself.
    ...(isTcp ? [] : [panel("Sum", "sent to unhealthy targets", ["UnhealthyRoutingRequestCount"])]),
  ];
}
