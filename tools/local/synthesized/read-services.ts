import type { Block } from "../../synthesized/stack-json";
import { UserError } from "../../terminal/user-error";
import { addressIn, type Configuration } from "./configuration";
import { blocksOf, numberOf, oneBlockOf, textOf } from "./fields";
import type { ServiceModel } from "./model";
import { readTask } from "./read-task";

export function readServices(configuration: Configuration): readonly ServiceModel[] {
  const tasks = configuration.resources("aws_ecs_task_definition");
  const scaling = [...configuration.resources("aws_appautoscaling_target").values()];
  return [...configuration.resources("aws_ecs_service")].map(([address, block]) => {
    const name = textOf(block, "name", address);
    const isDaemon = block.scheduling_strategy === "DAEMON";
    const task = tasks.get(addressIn(block.task_definition) ?? "");
    if (task === undefined) {
      throw new UserError(`${address} runs ${String(block.task_definition)}, not of this stack.`);
    }
    const own = scaling.find(({ resource_id: id }) => String(id).endsWith(`/${name}`));
    const count = isDaemon ? instances(configuration) : replicas(block, own);
    const breaker = oneBlockOf(block, "deployment_circuit_breaker");
    return {
      address,
      name,
      scheduling: isDaemon ? "DAEMON" : "REPLICA",
      ...count,
      minimumHealthyPercent: numberOf(
        block,
        "deployment_minimum_healthy_percent",
        isDaemon ? 0 : 100,
      ),
      maximumPercent: numberOf(block, "deployment_maximum_percent", isDaemon ? 100 : 200),
      circuitBreaker: { isEnabled: breaker.enable === true, rollsBack: breaker.rollback === true },
      gracePeriodSeconds: numberOf(block, "health_check_grace_period_seconds", 0),
      targets: blocksOf(block, "load_balancer").map((target) => ({
        targetGroup: addressIn(target.target_group_arn) ?? "",
        containerName: textOf(target, "container_name", ""),
        containerPort: numberOf(target, "container_port", 0),
      })),
      task: readTask(task),
    };
  });
}

type Count = Pick<ServiceModel, "desiredCount" | "bounds">;

/** Without scaling a count may be set to anything. */
function replicas(block: Block, scaling: Block | undefined): Count {
  const desiredCount = numberOf(block, "desired_count", 1);
  if (scaling === undefined) return { desiredCount, bounds: { min: 0, max: Infinity } };
  const bounds = {
    min: numberOf(scaling, "min_capacity", 0),
    max: numberOf(scaling, "max_capacity", 0),
  };
  return { desiredCount: Math.min(Math.max(desiredCount, bounds.min), bounds.max), bounds };
}

/** A daemon has a task on each instance of the stack. */
function instances(configuration: Configuration): Count {
  const groups = [...configuration.resources("aws_autoscaling_group").values()];
  const sum = (count: (group: Block) => number): number =>
    groups.map(count).reduce((total, each) => total + each, 0);
  const min = sum((group) => numberOf(group, "min_size", 0));
  return {
    desiredCount: sum((group) =>
      numberOf(group, "desired_capacity", numberOf(group, "min_size", 0)),
    ),
    bounds: { min, max: sum((group) => numberOf(group, "max_size", 0)) },
  };
}
