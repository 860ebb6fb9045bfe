import type { Construct } from "constructs";
import { accountIdOf, partitionOf, regionOf } from "../../aws-lookups";
import type { PolicyStatement } from "../../identity/service-role";
import type { TaskPlace } from "../service-capacity";
import type { TaskDefinition } from "../task-definition/task-definition";

/** A task beside those of the service. */
export interface RunTaskProps {
  readonly taskDefinition: TaskDefinition;
  /** Of the container that runs the command. */
  readonly containerName: string;
  readonly capacity: TaskPlace;
}

/**
 * The rights to start a task of any revision of one task definition in one cluster, and nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
 */
export function mayRunTask(
  scope: Construct,
  { taskDefinition, capacity }: Pick<RunTaskProps, "taskDefinition" | "capacity">,
): readonly PolicyStatement[] {
  const { executionRole, taskRoleArn } = taskDefinition.roles;
  const { arn: cluster, name } = capacity.cluster;
  const place = `arn:${partitionOf(scope)}:ecs:${regionOf(scope)}:${accountIdOf(scope)}`;
  return [
    {
      actions: ["ecs:RunTask"],
      resources: [`${taskDefinition.resource.arnWithoutRevision}:*`],
      conditions: [{ test: "ArnEquals", variable: "ecs:cluster", values: [cluster] }],
    },
    {
      actions: ["ecs:TagResource"],
      resources: [`${place}:task/${name}/*`],
      conditions: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RunTask"] }],
    },
    {
      actions: ["iam:PassRole"],
      resources: [executionRole.arn, ...(taskRoleArn === undefined ? [] : [taskRoleArn])],
      conditions: [
        {
          test: "StringEquals",
          variable: "iam:PassedToService",
          values: ["ecs-tasks.amazonaws.com"],
        },
      ],
    },
  ];
}

/** What must be there before a task of its own is started, and still be there when the last one is. */
export function neededToRun({ taskDefinition, capacity }: RunTaskProps) {
  return [...capacity.ready, ...taskDefinition.policies];
}

/** Start of a generated name: Terraform adds 26 characters to make it unique, and AWS allows 64. */
export function namePrefix(name: string): string {
  return `${name}-`.slice(0, 38);
}

/** Where the tasks of a service run, for one beside them. */
export function placeOf({ providers, placement, taskNetwork: network }: TaskPlace) {
  return {
    capacityProviderStrategy: providers.strategy.map(({ capacityProvider, weight, base }) => ({
      capacityProvider,
      weight: weight ?? 1,
      base: base ?? 0,
    })),
    platformVersion: providers.platformVersion,
    placementStrategy: placement.map((strategy) => ({ ...strategy })),
    networkConfiguration: network && {
      subnets: [...network.subnetIds],
      securityGroups: [...network.securityGroupIds],
      assignPublicIp: network.assignPublicIp ?? false,
    },
  };
}
