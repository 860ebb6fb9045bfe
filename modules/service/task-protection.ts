import type { Construct } from "constructs";
import { accountIdOf, partitionOf, regionOf } from "../aws-lookups";
import type { PolicyStatement } from "../identity/service-role";

/**
 * The right of the tasks of a cluster to keep scale-in and deployments away from themselves while they work. A task calls
 * the agent beside it, which calls ECS in the task's name.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
 */
export function mayProtectTasks(
  scope: Construct,
  { name }: { readonly name: string },
): PolicyStatement {
  const account = `${regionOf(scope)}:${accountIdOf(scope)}`;
  return {
    actions: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
    resources: [`arn:${partitionOf(scope)}:ecs:${account}:task/${name}/*`],
  };
}
