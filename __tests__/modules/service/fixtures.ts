import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { TerraformStack } from "cdktf";
import type { ContainerProps } from "../../../modules/service/task-definition/container";
import { Service, type ServiceProps } from "../../../modules/service/service";
import {
  TaskDefinition,
  type FargateCompatibility,
  type TaskDefinitionProps,
} from "../../../modules/service/task-definition/task-definition";

export const FARGATE: FargateCompatibility = { kind: "fargate", cpu: 256, memoryMiB: 512 };

export function container(props: Partial<ContainerProps> = {}): ContainerProps {
  return {
    name: "web",
    image: "example.com/shop:1.0.0",
    cpu: 256,
    memoryLimitMiB: 256,
    ports: [80],
    logging: { groupName: "/ecs/shop", region: "eu-west-1", streamPrefix: "shop" },
    ...props,
  };
}

export function task(
  stack: TerraformStack,
  props: Partial<TaskDefinitionProps> = {},
): TaskDefinition {
  return new TaskDefinition(stack, "task", {
    family: "shop",
    compatibility: { kind: "ec2" },
    containers: [container()],
    ...props,
  });
}

export const NETWORK = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };

export function fargateTask(stack: TerraformStack): TaskDefinition {
  return task(stack, { compatibility: FARGATE });
}

/** A service in a cluster of its own; on EC2 unless its task definition says otherwise. */
export function service(stack: TerraformStack, props: Partial<ServiceProps> = {}): Service {
  const cluster = new EcsCluster(stack, "cluster", { name: "shops" });
  const taskDefinition = props.taskDefinition ?? task(stack);
  const fargate = taskDefinition.compatibility === "fargate";
  return new Service(stack, "service", {
    name: "shop",
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    taskDefinition,
    capacity: { kind: "launch-type", launchType: fargate ? "FARGATE" : "EC2" },
    ...(fargate ? { network: NETWORK } : {}),
    ...props,
  });
}

export function listener(stack: TerraformStack): LbListener {
  return new LbListener(stack, "listener", {
    loadBalancerArn: "arn:balancer",
    defaultAction: [{ type: "forward", targetGroupArn: "arn:group" }],
  });
}

export function association(stack: TerraformStack): EcsClusterCapacityProviders {
  return new EcsClusterCapacityProviders(stack, "association", {
    clusterName: "shops",
    capacityProviders: ["nodes"],
  });
}
