/**
 * The same fleet as bench/synth/fleet.ts, written for the AWS CDK with its L2 constructs and their defaults. Run `node
 * dist/app.js <stacks> <services in each>`. The templates are written to CDK_OUTDIR.
 */
import { App, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AutoScalingGroup } from "aws-cdk-lib/aws-autoscaling";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as elb from "aws-cdk-lib/aws-elasticloadbalancingv2";
import * as iam from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

class FleetStack extends Stack {
  constructor(scope: Construct, id: string, services: number) {
    super(scope, id);
    const vpc = ec2.Vpc.fromVpcAttributes(this, "network", {
      vpcId: "vpc-0123456789abcdef0",
      availabilityZones: ["us-east-2a", "us-east-2b", "us-east-2c"],
      publicSubnetIds: [
        "subnet-0123456789abcde0a",
        "subnet-0123456789abcde0b",
        "subnet-0123456789abcde0c",
      ],
    });
    const cluster = new ecs.Cluster(this, "cluster", {
      vpc,
      clusterName: id,
      containerInsightsV2: ecs.ContainerInsights.ENHANCED,
    });
    const capacity = this.addCapacity(vpc, cluster);
    const loadBalancer = new elb.ApplicationLoadBalancer(this, "load-balancer", {
      vpc,
      internetFacing: true,
      deletionProtection: true,
    });
    const listener = loadBalancer.addListener("http", {
      port: 80,
      defaultAction: elb.ListenerAction.fixedResponse(404, { messageBody: "Not found" }),
    });
    for (let number = 1; number <= services; number++) {
      this.addService(`service-${number}`, number, cluster, capacity, listener);
    }
  }

  private addCapacity(vpc: ec2.IVpc, cluster: ecs.Cluster): ecs.AsgCapacityProvider {
    const role = new iam.Role(this, "instance-role", {
      assumedBy: new iam.ServicePrincipal("ec2.amazonaws.com"),
      managedPolicies: [
        iam.ManagedPolicy.fromAwsManagedPolicyName(
          "service-role/AmazonEC2ContainerServiceforEC2Role",
        ),
        iam.ManagedPolicy.fromAwsManagedPolicyName("AmazonSSMManagedInstanceCore"),
      ],
    });
    const launchTemplate = new ec2.LaunchTemplate(this, "launch-template", {
      machineImage: ecs.EcsOptimizedImage.amazonLinux2023(),
      instanceType: new ec2.InstanceType("t3.micro"),
      requireImdsv2: true,
      role,
      securityGroup: new ec2.SecurityGroup(this, "instances", { vpc }),
      userData: ec2.UserData.forLinux(),
      blockDevices: [
        {
          deviceName: "/dev/xvda",
          volume: ec2.BlockDeviceVolume.ebs(30, { encrypted: true }),
        },
      ],
    });
    const group = new AutoScalingGroup(this, "group", {
      vpc,
      launchTemplate,
      minCapacity: 1,
      maxCapacity: 5,
    });
    group.scaleOnCpuUtilization("cpu", { targetUtilizationPercent: 30 });
    const capacity = new ecs.AsgCapacityProvider(this, "capacity", {
      autoScalingGroup: group,
      enableManagedScaling: false,
      enableManagedTerminationProtection: false,
    });
    cluster.addAsgCapacityProvider(capacity);
    return capacity;
  }

  private addService(
    name: string,
    priority: number,
    cluster: ecs.Cluster,
    capacity: ecs.AsgCapacityProvider,
    listener: elb.ApplicationListener,
  ): void {
    const logGroup = new LogGroup(this, `${name}-logs`, {
      logGroupName: `/ecs/${this.node.id}/${name}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const taskDefinition = new ecs.Ec2TaskDefinition(this, `${name}-task`, { family: name });
    taskDefinition.addContainer("web", {
      image: ecs.ContainerImage.fromRegistry("public.ecr.aws/nginx/nginx:1.27"),
      cpu: 256,
      memoryLimitMiB: 256,
      readonlyRootFilesystem: true,
      portMappings: [{ containerPort: 80 }],
      logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: name }),
    });
    const service = new ecs.Ec2Service(this, name, {
      cluster,
      taskDefinition,
      serviceName: name,
      desiredCount: 1,
      circuitBreaker: { rollback: true },
      capacityProviderStrategies: [{ capacityProvider: capacity.capacityProviderName, weight: 1 }],
      placementStrategies: [ecs.PlacementStrategy.packedByCpu()],
    });
    listener.addTargets(`${name}-targets`, {
      port: 80,
      priority,
      conditions: [elb.ListenerCondition.pathPatterns([`/${name}/*`])],
      targets: [service],
      deregistrationDelay: Duration.seconds(30),
      healthCheck: { path: "/", interval: Duration.seconds(30), timeout: Duration.seconds(5) },
    });
    const scaling = service.autoScaleTaskCount({ minCapacity: 1, maxCapacity: 20 });
    scaling.scaleOnCpuUtilization("cpu", { targetUtilizationPercent: 80 });
  }
}

const [stacks = 15, services = 6] = process.argv.slice(2).map(Number);
const app = new App({ analyticsReporting: false });
for (let number = 1; number <= stacks; number++) {
  new FleetStack(app, `fleet-${number}`, services);
}
app.synth();
