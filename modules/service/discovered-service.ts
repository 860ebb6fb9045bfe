import { Construct } from "constructs";
import { ContainerService, type ContainerServiceProps } from "./container-service";
import { DiscoveryService, type DiscoveryServiceProps } from "./discovery/discovery-service";

export interface DiscoveredServiceProps extends Omit<
  ContainerServiceProps,
  "loadBalancer" | "registry" | "healthCheckGracePeriodSeconds" | "blueGreen"
> {
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
      // Of a load balancer, which there is none of.
      healthCheckGracePeriodSeconds: undefined,
      registry: { arn: this.discovery.arn, port: props.container.port },
    });
  }
}
