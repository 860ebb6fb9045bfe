import type { Construct } from "constructs";
import { accountIdOf, partitionOf, regionOf } from "../aws-lookups";
import type { PolicyStatement } from "../identity/service-role";

/**
 * The permission for a cluster's tasks to protect themselves from scale-in and deployments while they work. A task calls the
 * ECS agent, which calls ECS on behalf of the task.
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
