import type { StoreService } from "../settings/environment";
import type { VpcLink } from "../modules/api/http-api/vpc-link";
import { HttpListeners } from "../modules/load-balancing/http-listeners";
import { ListenerRule } from "../modules/load-balancing/listener-rule";
import { ApplicationLoadBalancer } from "../modules/load-balancing/load-balancer";
import { TargetGroup } from "../modules/load-balancing/target-group";
import type { Network } from "../modules/network/network";
import { type SecurityGroup, port } from "../modules/network/security-group";
import { DiscoveryService } from "../modules/service/discovery/discovery-service";
import type { PrivateNamespace } from "../modules/service/discovery/private-namespace";
import type { ServiceScalingProps } from "../modules/service/scaling/service-scaling";
import type { ServiceProps } from "../modules/service/service";
import { FargateSystemStack } from "./fargate-system-stack";

/** Where requests for a store go, and how its tasks get there. */
export interface StorePlace {
  /** What the API's integration names. */
  readonly uri: string;
  /** Of the service, which registers the tasks. */
  readonly service: Pick<
    ServiceProps,
    "registry" | "loadBalancer" | "healthCheckGracePeriodSeconds"
  >;
  readonly requestCount?: ServiceScalingProps["requestCount"];
}

/** How requests find the tasks of every store. */
export type StoreEntry = (name: string, store: StoreService) => StorePlace;

/** The way of an API into its network. */
export interface Way {
  readonly network: Network;
  readonly link: VpcLink;
  readonly tasks: SecurityGroup;
}

/** The two ways from an HTTP API to tasks. */
export abstract class StoreEntryStack extends FargateSystemStack {
  /** Cloud Map: the API looks the tasks up, and sends its requests to each in turn. */
  protected cloudMapEntry(
    { link, tasks }: Way,
    stores: Stores,
    namespace: PrivateNamespace,
  ): StoreEntry {
    for (const number of portsOf(stores)) link.allowTo(`tasks-${number}`, tasks, number);
    return (name, { container, discoveryName }) => {
      const { arn } = new DiscoveryService(this, `${name}-discovery`, {
        namespace,
        name: discoveryName,
      });
      return { uri: arn, service: { registry: { arn, port: container.port } } };
    };
  }

  /** A balancer of its own, which only the API's link reaches. */
  protected balancerEntry({ network, link, tasks }: Way, stores: Stores): StoreEntry {
    const loadBalancer = new ApplicationLoadBalancer(this, "load-balancer", {
      name: this.node.id,
      network,
      internal: true,
      deletionProtection: this.environment.protections.deletionProtection,
    });
    link.allowTo("load-balancer", loadBalancer.securityGroup, 80);
    const { serving } = new HttpListeners(this, "listeners", {
      loadBalancer,
      defaultAction: { kind: "not-found" },
    });
    for (const number of portsOf(stores)) {
      loadBalancer.allowTo(`tasks-${number}`, tasks, port(number));
    }
    return (name, store) => {
      const targetGroup = this.addStoreTargets(name, store, network);
      const rule = new ListenerRule(this, `${name}-rule`, {
        listener: serving,
        priority: priorityOf(store, stores),
        paths: [`${store.path}/*`],
        targets: [{ targetGroup, weight: 1 }],
      });
      this.addAlarms({ loadBalancer }, targetGroup, name);
      return {
        uri: serving.arn,
        service: {
          loadBalancer: {
            containerName: store.container.name,
            containerPort: store.container.port,
            targetGroupArn: targetGroup.arn,
            listener: rule.resource,
          },
          healthCheckGracePeriodSeconds: store.service.healthCheckGracePeriodSeconds,
        },
        requestCount: {
          loadBalancerArnSuffix: loadBalancer.arnSuffix,
          targetGroupArnSuffix: targetGroup.arnSuffix,
        },
      };
    };
  }

  private addStoreTargets(name: string, store: StoreService, { vpcId }: Network): TargetGroup {
    return new TargetGroup(this, `${name}-target-group`, {
      vpcId,
      namePrefix: "http-",
      targetType: this.targetType,
      healthCheck: { path: healthPath(store) },
      // As long as an HTTP API waits for an answer.
      deregistrationDelaySeconds: 30,
    });
  }
}

type Stores = Readonly<Record<string, StoreService>>;

/** Stores may share a port, whose rule a security group takes once. */
function portsOf(stores: Stores): readonly number[] {
  return [...new Set(Object.values(stores).map(({ container }) => container.port))];
}

/** A path within another's is tried before it. */
function priorityOf({ path }: StoreService, stores: Stores): number {
  const paths = Object.values(stores).map((store) => store.path);
  return 1 + [...paths].sort().reverse().indexOf(path);
}

function healthPath({ containerCheck }: StoreService): string {
  return containerCheck.kind === "http" ? containerCheck.path : "/health";
}
