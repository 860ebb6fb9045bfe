import type { EvaluatedStack } from "../synthesized/evaluated-stack";
import { type Block, blockOf, isTrue, mapOf, textOf } from "../synthesized/fields";
import { referenced } from "../synthesized/resources";

/** Data of a service for the AWS CLI. */
export interface DeployedService {
  readonly name: string;
  readonly cluster: string;
  readonly region: string;
  readonly allowsExec: boolean;
  readonly containers: readonly DeployedContainer[];
}

export interface DeployedContainer {
  readonly name: string;
  readonly isReadOnly: boolean;
  /** Undefined if it does not log to CloudWatch. */
  readonly logs?: { readonly group: string; readonly streamPrefix: string };
}

export function deployedServices(stack: EvaluatedStack): readonly DeployedService[] {
  return stack.resources("aws_ecs_service").map(({ address, block }) => ({
    name: textOf(block, "name", address),
    cluster: textOf(referenced(stack, block.cluster)?.block ?? {}, "name", String(block.cluster)),
    region: stack.json.region,
    allowsExec: isTrue(block, "enable_execute_command"),
    containers: containersOf(referenced(stack, block.task_definition)?.block ?? {}),
  }));
}

function containersOf(task: Block): readonly DeployedContainer[] {
  const definitions = JSON.parse(textOf(task, "container_definitions", "[]")) as readonly Block[];
  return definitions.map((definition) => {
    const options = mapOf(blockOf(definition, "logConfiguration"), "options");
    // Without a log router, and with one that sends the output to CloudWatch.
    const group = options["awslogs-group"] ?? options["log_group_name"];
    const streamPrefix = options["awslogs-stream-prefix"] ?? options["log_stream_prefix"];
    return {
      name: textOf(definition, "name", ""),
      isReadOnly: isTrue(definition, "readonlyRootFilesystem"),
      ...(group === undefined || streamPrefix === undefined
        ? {}
        : { logs: { group, streamPrefix } }),
    };
  });
}
