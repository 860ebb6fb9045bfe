import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, HttpScaleOutSettings } from "../environments/environment";
import { Cluster } from "../modules/cluster/cluster";
import { EPHEMERAL_PORTS } from "../modules/cluster/ephemeral-ports";
import { InstanceCapacity } from "../modules/cluster/instance-capacity";
import { ImageAddress } from "../modules/delivery/image-address";
import { PublicEntry } from "../modules/load-balancing/public-entry";
import { TargetGroup } from "../modules/load-balancing/target-group";
import { createNetwork } from "../modules/network/create-network";
import type { Network } from "../modules/network/network";
import { LogGroup } from "../modules/observability/log-group";
import { NotificationTopic } from "../modules/observability/notification-topic";
import { ServiceAlarms } from "../modules/observability/service-alarms";
import { ServiceScaling } from "../modules/service/scaling/service-scaling";
import { Service } from "../modules/service/service";
import { TaskDefinition } from "../modules/service/task-definition";
import { addImageTag } from "./image-tag";
import { SystemStack } from "./system-stack";

/** One HTTP service on EC2 behind a public load balancer, with a scaling loop for its tasks and one for its instances. */
export class HttpScaleOutStack extends SystemStack {
  private readonly settings: HttpScaleOutSettings;

  constructor(scope: Construct, environment: Environment, settings: HttpScaleOutSettings) {
    super(scope, environment, "http-scale-out");
    this.settings = settings;

    const network = createNetwork(this, "network", environment.network);
    const cluster = this.addCluster();
    const capacity = this.addCapacity(cluster, network);
    const targetGroup = this.addTargetGroup(network);
    const entry = this.addEntry(network, targetGroup);
    entry.loadBalancer.allowTo("tasks", capacity.securityGroup, EPHEMERAL_PORTS);
    const image = this.addImageAddress();
    const service = this.addService(cluster, capacity, entry, targetGroup, image.address);
    this.addScaling(service, entry, targetGroup);
    this.addAlarms(entry, targetGroup);
    this.addOutputs({
      url: entry.url,
      load_balancer_dns_name: entry.loadBalancer.dnsName,
      cluster_name: cluster.name,
      service_name: service.name,
      repository_url: image.repositoryUrl,
    });
  }

  private addCluster(): Cluster {
    const { clusterName, containerInsights } = this.settings;
    return new Cluster(this, "cluster", { name: this.named(clusterName), containerInsights });
  }

  private addCapacity(cluster: Cluster, network: Network): InstanceCapacity {
    return new InstanceCapacity(this, "capacity", {
      ...this.settings.capacity,
      scaling: this.settings.clusterScaling,
      cluster,
      network,
      name: this.node.id,
      partition: new DataAwsPartition(this, "partition").partition,
      tags: this.allTags,
    });
  }

  private addTargetGroup({ vpcId }: Network): TargetGroup {
    const { healthCheck, deregistrationDelaySeconds } = this.settings.loadBalancer;
    return new TargetGroup(this, "target-group", {
      vpcId,
      namePrefix: "http-",
      targetType: "instance",
      healthCheck,
      deregistrationDelaySeconds,
    });
  }

  private addEntry(network: Network, targetGroup: TargetGroup): PublicEntry {
    const { name, domainName, accessLogs, certificate, idleTimeoutSeconds } =
      this.settings.loadBalancer;
    const {
      domain,
      protections: { deletionProtection },
    } = this.environment;
    return new PublicEntry(this, "entry", {
      name: this.named(name),
      network,
      deletionProtection,
      accessLogs: accessLogs && { ...accessLogs, forceDestroy: !deletionProtection },
      idleTimeoutSeconds,
      certificate,
      publicName:
        domainName === undefined || domain === undefined
          ? undefined
          : { domainName, hostedZoneId: domain.hostedZoneId },
      defaultAction: { kind: "forward", targetGroup },
    });
  }

  private addService(
    cluster: Cluster,
    capacity: InstanceCapacity,
    entry: PublicEntry,
    targetGroup: TargetGroup,
    image: string,
  ): Service {
    const { container, service, serviceScaling } = this.settings;
    return new Service(this, "service", {
      ...service,
      desiredCount: service.desiredCount ?? serviceScaling.minTasks,
      name: this.named(service.name),
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      taskDefinition: this.addTaskDefinition(image),
      capacity: {
        kind: "capacity-providers",
        strategy: [{ capacityProvider: capacity.provider.name }],
        association: capacity.ready[0]!,
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

  private addTaskDefinition(image: string): TaskDefinition {
    const { container, service } = this.settings;
    const logs = new LogGroup(this, "logs", {
      name: `/ecs/${this.node.id}`,
      retentionDays: service.logRetentionDays ?? this.environment.logRetentionDays,
    });
    return new TaskDefinition(this, "task", {
      family: this.named(service.name),
      compatibility: { kind: "ec2" },
      enableExecuteCommand: service.enableExecuteCommand,
      containers: [
        {
          ...container,
          image,
          ports: [container.port],
          logging: {
            groupName: logs.name,
            region: this.environment.region,
            streamPrefix: service.name,
          },
        },
      ],
    });
  }

  private addImageAddress(): ImageAddress {
    const { image } = this.settings;
    return new ImageAddress(this, "image", {
      source:
        image.kind === "repository"
          ? { ...image, repositoryName: this.named(image.repositoryName) }
          : image,
      region: this.environment.region,
      imageTag: () => addImageTag(this),
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

  private addAlarms(entry: PublicEntry, targetGroup: TargetGroup): void {
    const { notificationEmail } = this.environment;
    if (notificationEmail === undefined) return;
    const topic = new NotificationTopic(this, "notifications", {
      namePrefix: `${this.node.id}-`,
      email: notificationEmail,
    });
    new ServiceAlarms(this, "alarms", {
      name: this.node.id,
      topicArn: topic.arn,
      loadBalancerArnSuffix: entry.loadBalancer.arnSuffix,
      targetGroupArnSuffix: targetGroup.arnSuffix,
    });
  }

  private addOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new TerraformOutput(this, name, { value });
  }
}
