import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import { Construct } from "constructs";
import { namespaceName, recordTtlSeconds } from "../../aws/networking/api-gateway";
import { discoveryDefaults } from "../../aws/defaults";
import { matches, validate, within } from "../validation";
import { ContainerService } from "./container-service";
import type { ContainerServiceProps } from "./container-service-props";
import type { Capacity } from "./service-capacity";

export interface PrivateNamespaceProps {
  /** End of the names of its services, as in `service`. */
  readonly name: string;
  /** The VPC in which the names can be looked up. */
  readonly vpcId: string;
}

/**
 * A private DNS zone of a VPC that Cloud Map manages, with the names of the services' tasks.
 *
 * @see https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-namespaces.html
 */
export class PrivateNamespace extends Construct {
  readonly resource: ServiceDiscoveryPrivateDnsNamespace;
  readonly namespaceId: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name, vpcId }: PrivateNamespaceProps) {
    super(scope, id);
    validate(this, matches("name", name, namespaceName));
    this.resource = new ServiceDiscoveryPrivateDnsNamespace(this, "Default", {
      name,
      vpc: vpcId,
      description: `Tasks of ${name} by their names`,
      // Its services go first, and after what they are replaced by is there.
      lifecycle: { createBeforeDestroy: true },
    });
    this.namespaceId = this.resource.id;
    this.name = this.resource.name;
  }
}

export interface DiscoveryServiceProps {
  readonly namespace: PrivateNamespace;
  /** Name within the namespace, as in `foods.foodstore`. */
  readonly name: string;
  /** TTL of the DNS record in seconds. @default 60 */
  readonly ttlSeconds?: number;
}

/**
 * The healthy tasks of an ECS service under one Cloud Map name, each with its address and port.
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
    const ttlSeconds = props.ttlSeconds ?? discoveryDefaults.ttlSeconds;
    validate(this, within("ttlSeconds", ttlSeconds, ...recordTtlSeconds));
    this.resource = new ServiceDiscoveryService(this, "Default", {
      name: props.name,
      dnsConfig: {
        namespaceId: props.namespace.namespaceId,
        // The only record type with a port, which HTTP APIs need.
        dnsRecords: [{ type: "SRV", ttl: ttlSeconds }],
        routingPolicy: "MULTIVALUE",
      },
      // AWS allows only 1 and always returns it. Without the argument, every plan would replace the service.
      healthCheckCustomConfig: { failureThreshold: 1 },
      forceDestroy: true,
      // Under another name it is made first: the ECS service and the API refer to the old one until they know the new one.
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = this.resource.arn;
  }
}

export interface DiscoveredServiceProps extends Omit<
  ContainerServiceProps,
  "loadBalancer" | "registry" | "healthCheckGracePeriodSeconds" | "blueGreen"
> {
  readonly capacity: Capacity;
  readonly discovery: DiscoveryServiceProps;
}

/** A program in containers that is found by its name, without a load balancer. */
export class DiscoveredService extends Construct {
  readonly discovery: DiscoveryService;
  readonly containers: ContainerService;

  constructor(scope: Construct, id: string, props: DiscoveredServiceProps) {
    super(scope, id);
    this.discovery = new DiscoveryService(this, "discovery", props.discovery);
    this.containers = new ContainerService(this, "Default", {
      ...props,
      // The setting belongs to a load balancer, which this service does not have.
      healthCheckGracePeriodSeconds: undefined,
      registry: { arn: this.discovery.arn, port: props.container.port },
    });
  }
}
