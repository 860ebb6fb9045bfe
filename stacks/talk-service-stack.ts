import type { Construct } from "constructs";
import type { Environment, TalkServiceSettings } from "../settings/environment";
import { Cluster } from "../modules/cluster/cluster";
import { EPHEMERAL_PORTS } from "../modules/cluster/ephemeral-ports";
import { createNetwork } from "../modules/network/create-network";
import { PathServicesStack } from "./path-services-stack";

/** Everybody, by IPv4 and IPv6. */
const EVERYBODY = ["0.0.0.0/0", "::/0"];

/** Several services on EC2 behind one public load balancer, told apart by their paths. */
export class TalkServiceStack extends PathServicesStack {
  constructor(scope: Construct, environment: Environment, settings: TalkServiceSettings) {
    super(scope, environment, "talk-service");
    const { capacity, clusterScaling, containerInsights, loadBalancer, services } = settings;

    const network = createNetwork(this, "network", environment.network);
    const cluster = new Cluster(this, "cluster", {
      name: this.named(settings.clusterName),
      containerInsights,
    });
    const instances = this.addCapacity({
      cluster,
      network,
      name: this.node.id,
      capacity,
      scaling: clusterScaling,
    });
    const entry = this.addEntry(
      this.named(loadBalancer.name),
      network,
      loadBalancer,
      { kind: "not-found" },
      { clientCidrs: EVERYBODY },
    );
    entry.loadBalancer.allowTo("tasks", instances.securityGroup, EPHEMERAL_PORTS);
    const logs = this.addLogs("logs", this.named(settings.logGroupName), undefined);
    for (const [name, service] of Object.entries(services)) {
      this.addPathService(
        { cluster, instances, network, entry, loadBalancer, logs },
        name,
        service,
      );
    }
    this.addOutputs({
      url: entry.url,
      load_balancer_dns_name: entry.loadBalancer.dnsName,
      cluster_name: cluster.name,
    });
  }
}
