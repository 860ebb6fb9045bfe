import type { Construct } from "constructs";
import type { Environment, HttpScaleOutSettings } from "../environments/environment";
import { Cluster } from "../modules/cluster/cluster";
import { EPHEMERAL_PORTS } from "../modules/cluster/ephemeral-ports";
import type { InstanceCapacity } from "../modules/cluster/instance-capacity";
import type { PublicEntry } from "../modules/load-balancing/public-entry";
import type { TargetGroup } from "../modules/load-balancing/target-group";
import { createNetwork } from "../modules/network/create-network";
import { ServiceScaling } from "../modules/service/scaling/service-scaling";
import { Service } from "../modules/service/service";
import type { TaskDefinition } from "../modules/service/task-definition";
import { InstanceSystemStack } from "./instance-system-stack";

/** One HTTP service on EC2 behind a public load balancer, with a scaling loop for its tasks and one for its instances. */
export class HttpScaleOutStack extends InstanceSystemStack {
  private readonly settings: HttpScaleOutSettings;

  constructor(scope: Construct, environment: Environment, settings: HttpScaleOutSettings) {
    super(scope, environment, "http-scale-out");
    this.settings = settings;
    const { capacity, clusterScaling, container, image, loadBalancer, service } = settings;

    const network = createNetwork(this, "network", environment.network);
    const cluster = this.addCluster();
    const instances = this.addCapacity({
      cluster,
      network,
      name: this.node.id,
      capacity,
      scaling: clusterScaling,
    });
    const targetGroup = this.addTargetGroup("target-group", network, loadBalancer);
    const entry = this.addEntry(this.named(loadBalancer.name), network, loadBalancer, {
      kind: "forward",
      targetGroup,
    });
    entry.loadBalancer.allowTo("tasks", instances.securityGroup, EPHEMERAL_PORTS);
    const address = this.addImageAddress("image", image);
    const task = this.addTask("task", {
      family: this.named(service.name),
      logs: this.addLogs("logs", `/ecs/${this.node.id}`, service.logRetentionDays),
      image: address,
      container,
      service,
    });
    const running = this.addService(cluster, instances, entry, targetGroup, task);
    this.addScaling(running, entry, targetGroup);
    this.addAlarms(entry, targetGroup);
    this.addOutputs({
      url: entry.url,
      load_balancer_dns_name: entry.loadBalancer.dnsName,
      cluster_name: cluster.name,
      service_name: running.name,
      repository_url: address.repositoryUrl,
    });
  }

  private addCluster(): Cluster {
    const { clusterName, containerInsights } = this.settings;
    return new Cluster(this, "cluster", { name: this.named(clusterName), containerInsights });
  }

  private addService(
    cluster: Cluster,
    instances: InstanceCapacity,
    entry: PublicEntry,
    targetGroup: TargetGroup,
    taskDefinition: TaskDefinition,
  ): Service {
    const { container, service } = this.settings;
    return new Service(this, "service", {
      ...service,
      name: this.named(service.name),
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      taskDefinition,
      capacity: {
        kind: "capacity-providers",
        strategy: [{ capacityProvider: instances.provider.name }],
        association: instances.association,
      },
      placementStrategies: [{ type: "binpack", field: "cpu" }],
      loadBalancer: {
        containerName: container.name,
        containerPort: container.port,
        targetGroupArn: targetGroup.arn,
        listener: entry.listeners.serving,
      },
    });
  }

  private addScaling(service: Service, entry: PublicEntry, targetGroup: TargetGroup): void {
    new ServiceScaling(this, "scaling", {
      ...this.settings.serviceScaling,
      service,
      requestCount: {
        loadBalancerArnSuffix: entry.loadBalancer.arnSuffix,
        targetGroupArnSuffix: targetGroup.arnSuffix,
      },
    });
  }
}
