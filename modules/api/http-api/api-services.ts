import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { HttpEntry } from "../../load-balancing/http-entry";
import type { PathsProps } from "../../load-balancing/listener-rule";
import type { ApplicationLoadBalancerProps } from "../../load-balancing/load-balancer";
import type { Network } from "../../network/network";
import type { BalancedServiceProps, Rollback } from "../../service/balanced-service";
import type { ContainerService } from "../../service/container-service";
import type { ContainerServiceProps } from "../../service/container-service-props";
import { addDeployedService, type Deployment } from "../../service/deployed-service";
import { DiscoveredService, PrivateNamespace } from "../../service/discovered-service";
import type { Capacity } from "../../service/service-capacity";
import type { VpcLink } from "./vpc-link";

/** Services that an HTTP API reaches through its VPC link, by one of two ways to find tasks. */
export interface ApiServices {
  /** Adds a service to a stack, and allows the link to reach it. */
  add(scope: Construct, id: string, props: ApiServiceProps): ApiService;
}

export interface ApiServiceProps extends Omit<
  ContainerServiceProps,
  "loadBalancer" | "registry" | "blueGreen"
> {
  readonly capacity: Capacity;
  /** Name in the Cloud Map namespace, such as `foods.foodstore`. */
  readonly discoveryName: string;
  /** Requests that a load balancer forwards to it. */
  readonly paths: PathsProps;
  /** The health check of the load balancer. */
  readonly healthCheckPath: string;
  /** Alarms of a load balancer. @default none */
  readonly alarms?: BalancedServiceProps["alarms"];
  /** How a load balancer moves requests to a new release. @default rolling */
  readonly deployment?: Deployment;
  /** Alarms that roll back a deployment. @default none */
  readonly rollback?: Rollback;
}

export interface ApiService {
  /** The target of an API integration. */
  readonly uri: string;
  /** The tasks. An integration only sends requests to them once they exist. */
  readonly ready: readonly ITerraformDependable[];
  readonly containers: ContainerService;
}

export interface ApiServicesProps {
  readonly network: Network;
  readonly link: VpcLink;
}

/** Cloud Map: the API finds tasks by name and distributes requests among them. */
export class CloudMapServices extends Construct implements ApiServices {
  readonly namespace: PrivateNamespace;
  private readonly link: VpcLink;

  constructor(scope: Construct, id: string, props: ApiServicesProps & { readonly name: string }) {
    super(scope, id);
    const { name, network, link } = props;
    this.link = link;
    this.namespace = new PrivateNamespace(this, "Default", { name, vpcId: network.vpcId });
  }

  add(scope: Construct, id: string, { discoveryName, ...props }: ApiServiceProps): ApiService {
    this.link.reach(props.capacity, props.container.port);
    const { discovery, containers } = new DiscoveredService(scope, id, {
      ...props,
      discovery: { namespace: this.namespace, name: discoveryName },
    });
    return { uri: discovery.arn, ready: [containers.service.resource], containers };
  }
}

/** An internal load balancer that only the API's link can reach. */
export class LoadBalancerServices extends Construct implements ApiServices {
  readonly entry: HttpEntry;

  constructor(
    scope: Construct,
    id: string,
    {
      link,
      ...props
    }: ApiServicesProps & Pick<ApplicationLoadBalancerProps, "name" | "deletionProtection">,
  ) {
    super(scope, id);
    this.entry = new HttpEntry(this, "Default", { ...props, internal: true });
    link.reachBalancer(this.entry);
  }

  add(scope: Construct, id: string, props: ApiServiceProps): ApiService {
    const { containers } = addDeployedService(scope, id, {
      ...props,
      entry: this.entry,
      route: { kind: "paths", ...props.paths },
      targets: {
        healthCheck: { path: props.healthCheckPath },
        // Maximum time that an HTTP API waits for a response.
        deregistrationDelaySeconds: 30,
      },
    });
    const { arn: uri } = this.entry.listeners.serving;
    return { uri, ready: [containers.service.resource], containers };
  }
}
