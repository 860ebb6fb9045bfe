import type { HttpScaleOutSettings } from "../settings/environment";
import { Cluster } from "../modules/cluster/cluster";
import { EPHEMERAL_PORTS } from "../modules/cluster/ephemeral-ports";
import type { InstanceCapacity } from "../modules/cluster/instance-capacity";
import type { ImageAddress, ImageSource } from "../modules/delivery/image-address";
import type { PublicEntry } from "../modules/load-balancing/public-entry";
import type { TargetGroup } from "../modules/load-balancing/target-group";
import { createNetwork } from "../modules/network/create-network";
import type { Service, ServiceProps } from "../modules/service/service";
import type { TaskDefinition } from "../modules/service/task-definition";
import type { LoadBalancerSettings, TaskProps } from "./container-system-stack";
import { type InstancesProps, InstanceSystemStack } from "./instance-system-stack";

/** Settings of a system that runs one service. */
export interface OneServiceSettings extends Pick<TaskProps, "container"> {
  readonly containerInsights: HttpScaleOutSettings["containerInsights"];
  readonly service: TaskProps["service"] & { readonly logRetentionDays?: number };
  readonly capacity: InstancesProps["capacity"];
  readonly clusterScaling: InstancesProps["scaling"];
  readonly loadBalancer: LoadBalancerSettings;
}

/** Its physical names, unique in account and region. */
export interface OneServiceNames {
  readonly cluster: string;
  /** Of the Auto Scaling group and the capacity provider, and start of every generated name. */
  readonly instances: string;
  readonly loadBalancer: string;
  readonly family: string;
  readonly logGroup: string;
}

export interface OneServiceProps {
  readonly settings: OneServiceSettings;
  readonly names: OneServiceNames;
  readonly image: ImageSource;
  /** What the program is told beside what the settings tell it, which prevail. @default nothing */
  readonly environment?: (image: ImageAddress) => Readonly<Record<string, string>>;
}

/** All of a system but its service. */
export interface Surroundings {
  readonly cluster: Cluster;
  readonly instances: InstanceCapacity;
  readonly targetGroup: TargetGroup;
  readonly entry: PublicEntry;
  readonly image: ImageAddress;
  readonly taskDefinition: TaskDefinition;
}

/** A system that runs one service on instances of its own, behind a load balancer of its own. */
export abstract class OneServiceStack extends InstanceSystemStack {
  protected addSurroundings(props: OneServiceProps): Surroundings {
    const { settings, names } = props;
    const { capacity, clusterScaling: scaling, containerInsights, loadBalancer } = settings;
    const network = createNetwork(this, "network", this.environment.network);
    const cluster = new Cluster(this, "cluster", { name: names.cluster, containerInsights });
    const instances = this.addCapacity({
      cluster,
      network,
      name: names.instances,
      capacity,
      scaling,
    });
    const targetGroup = this.addTargetGroup("target-group", network, loadBalancer);
    const entry = this.addEntry(names.loadBalancer, network, loadBalancer, {
      kind: "forward",
      targetGroup,
    });
    entry.loadBalancer.allowTo("tasks", instances.securityGroup, EPHEMERAL_PORTS);
    const image = this.addImageAddress("image", props.image);
    const taskDefinition = this.addOneTask(props, image);
    return { cluster, instances, targetGroup, entry, image, taskDefinition };
  }

  /** What its service has in common with others of its kind. */
  protected serviceProps(
    { container }: OneServiceSettings,
    { cluster, entry, targetGroup, taskDefinition }: Surroundings,
  ): Pick<ServiceProps, "clusterArn" | "clusterName" | "taskDefinition" | "loadBalancer"> {
    return {
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      taskDefinition,
      loadBalancer: {
        containerName: container.name,
        containerPort: container.port,
        targetGroupArn: targetGroup.arn,
        listener: entry.listeners.serving,
      },
    };
  }

  /** Alarms and outputs. */
  protected addReports(service: Service, surroundings: Surroundings): void {
    const { cluster, entry, image, targetGroup } = surroundings;
    this.addAlarms(entry, targetGroup);
    this.addOutputs({
      url: entry.url,
      load_balancer_dns_name: entry.loadBalancer.dnsName,
      cluster_name: cluster.name,
      service_name: service.name,
      repository_url: image.repositoryUrl,
    });
  }

  private addOneTask(
    { settings, names, environment }: OneServiceProps,
    image: ImageAddress,
  ): TaskDefinition {
    const { container, service } = settings;
    return this.addTask("task", {
      family: names.family,
      compatibility: { kind: "ec2" },
      logs: this.addLogs("logs", names.logGroup, service.logRetentionDays),
      image,
      container: {
        ...container,
        environment: { ...environment?.(image), ...container.environment },
      },
      service,
    });
  }
}
