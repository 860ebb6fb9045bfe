/**
 * A fleet for the measurement: stacks with one cluster on instances behind a load balancer, each with a number of services.
 * Run `node tools/run.mjs bench/synth/fleet.ts <stacks> <services in each>`.
 */
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack } from "cdktf";
import { Cluster } from "../../modules/cluster/cluster";
import { InstanceCapacity } from "../../modules/cluster/instance-capacity";
import { HttpListeners } from "../../modules/load-balancing/http-listeners";
import { ApplicationLoadBalancer } from "../../modules/load-balancing/load-balancer";
import { TargetGroup } from "../../modules/load-balancing/target-group";
import { createNetwork } from "../../modules/network/create-network";
import type { Network } from "../../modules/network/network";
import { LogGroup } from "../../modules/observability/log-group";
import { ServiceScaling } from "../../modules/service/scaling/service-scaling";
import { Service } from "../../modules/service/service";
import { TaskDefinition } from "../../modules/service/task-definition/task-definition";
import { configureBackend } from "../../modules/state/state-backend";
import { synthesize } from "../../modules/synthesis/synthesize";

const REGION = "us-east-2";

class FleetStack extends TerraformStack {
  private readonly network: Network;
  private readonly cluster: Cluster;
  private readonly capacity: InstanceCapacity;
  private readonly listeners: HttpListeners;

  constructor(app: App, id: string, services: number) {
    super(app, id);
    new AwsProvider(this, "aws", { region: REGION });
    configureBackend(this, { kind: "s3", bucket: "fleet-state" }, REGION);
    this.network = createNetwork(this, "network", {
      kind: "existing",
      vpcId: "vpc-0123456789abcdef0",
      publicSubnetIds: [
        "subnet-0123456789abcde0a",
        "subnet-0123456789abcde0b",
        "subnet-0123456789abcde0c",
      ],
    });
    this.cluster = new Cluster(this, "cluster", { name: id });
    this.capacity = new InstanceCapacity(this, "capacity", {
      cluster: this.cluster,
      network: this.network,
      name: id,
    });
    const loadBalancer = new ApplicationLoadBalancer(this, "load-balancer", {
      name: id,
      network: this.network,
    });
    loadBalancer.reach(this.capacity, 80);
    this.listeners = new HttpListeners(this, "listeners", { loadBalancer });
    for (let number = 1; number <= services; number++) {
      this.addService(`service-${number}`, number);
    }
  }

  private addService(name: string, priority: number): void {
    const targetGroup = new TargetGroup(this, `${name}-targets`, {
      vpcId: this.network.vpcId,
      namePrefix: "fleet-",
      targetType: "instance",
    });
    const rule = new LbListenerRule(this, `${name}-rule`, {
      listenerArn: this.listeners.serving.arn,
      priority,
      condition: [{ pathPattern: { values: [`/${name}/*`] } }],
      action: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    });
    const service = new Service(this, name, {
      name,
      clusterArn: this.cluster.arn,
      clusterName: this.cluster.name,
      taskDefinition: this.addTaskDefinition(name),
      capacity: {
        kind: "capacity-providers",
        strategy: [{ capacityProvider: this.capacity.provider.name }],
        association: this.capacity.provider.resource,
      },
      placementStrategies: [{ type: "binpack", field: "cpu" }],
      loadBalancer: {
        containerName: "web",
        containerPort: 80,
        targetGroupArn: targetGroup.arn,
        listener: rule,
      },
    });
    new ServiceScaling(this, `${name}-scaling`, {
      service,
      minTasks: 1,
      maxTasks: 20,
      strategies: [{ kind: "cpu-target", targetPercent: 80 }],
    });
  }

  private addTaskDefinition(name: string): TaskDefinition {
    const logs = new LogGroup(this, `${name}-logs`, {
      name: `/ecs/${this.node.id}/${name}`,
      retentionDays: 30,
    });
    return new TaskDefinition(this, `${name}-task`, {
      family: name,
      compatibility: { kind: "ec2" },
      containers: [
        {
          name: "web",
          image: "public.ecr.aws/nginx/nginx:1.27",
          cpu: 256,
          memoryLimitMiB: 256,
          ports: [80],
          logging: { groupName: logs.name, region: REGION, streamPrefix: name },
        },
      ],
    });
  }
}

const [stacks = 15, services = 5] = process.argv.slice(2).map(Number);

synthesize((app) => {
  for (let number = 1; number <= stacks; number++) {
    new FleetStack(app, `fleet-${number}`, services);
  }
  return undefined;
});
