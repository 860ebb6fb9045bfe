import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import { Construct } from "constructs";
import { recordTtlSeconds } from "../../../aws/api-gateway";
import { validate, within } from "../../validation";
import type { PrivateNamespace } from "./private-namespace";

export interface DiscoveryServiceProps {
  readonly namespace: PrivateNamespace;
  /** Name within the namespace, as in `foods.foodstore`. */
  readonly name: string;
  /** Seconds for which whoever looks the name up may keep the answer. @default 60 */
  readonly ttlSeconds?: number;
}

/**
 * The healthy tasks of one ECS service under one name of Cloud Map, each with its address and its port.
 *
 * ECS registers a task, and tells Cloud Map of its health. Cloud Map refuses to delete a service that has tasks: what
 * registers them refers to `arn`, so that Terraform destroys that first, and the few that linger are taken out by force.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
 */
export class DiscoveryService extends Construct {
  readonly resource: ServiceDiscoveryService;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DiscoveryServiceProps) {
    super(scope, id);
    const ttlSeconds = props.ttlSeconds ?? 60;
    validate(this, within("ttlSeconds", ttlSeconds, ...recordTtlSeconds));
    this.resource = new ServiceDiscoveryService(this, "Default", {
      name: props.name,
      dnsConfig: {
        namespaceId: props.namespace.namespaceId,
        // The only kind of record that carries a port, which HTTP APIs need.
        dnsRecords: [{ type: "SRV", ttl: ttlSeconds }],
        routingPolicy: "MULTIVALUE",
      },
      // AWS takes no other threshold than 1 and always answers with it: left out, every plan would replace the service.
      healthCheckCustomConfig: { failureThreshold: 1 },
      forceDestroy: true,
    });
    this.arn = this.resource.arn;
  }
}
