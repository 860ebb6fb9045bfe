import type { Target } from "../forwarding";

/** A private integration of an HTTP API names a Cloud Map service or a load balancer's listener. */
export function integrationTarget(uri: string): Target {
  const isCloudMap =
    uri.startsWith("aws_service_discovery_service.") || uri.includes(":servicediscovery:");
  return { kind: isCloudMap ? "cloud-map-service" : "listener", arn: uri };
}
