import { likelyType } from "../../../aws/compute/instance-choice";
import { priceOf, priceTableFor } from "../../../aws/prices";
import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import { textOf } from "../../synthesized/fields";
import { instancesForTasks, managedInstancesOf } from "../../synthesized/managed-instances";
import { instancesFor } from "../model/instances/room";
import type { InstanceSize, TaskSize } from "../model/system";
import { instanceSize, type ReadGroup } from "./read-group";

/** Tasks of a service when a run starts. */
export interface StartingTasks {
  /** Names of its capacity providers. */
  readonly providers: readonly string[];
  readonly count: number;
  readonly size: TaskSize;
}

/** AWS does not document its delay. An idle instance is terminated after a few minutes. */
const USUAL_SCALE_IN_SECONDS = 300;
/** A number far above what a simulation reaches, in place of the On-Demand quota. */
const MANY = 5000;

/**
 * The ECS Managed Instances of a stack: of the types that the capacity provider allows, the cheapest that fits the largest
 * task. A run starts with the instances of the services' tasks.
 */
export function readManagedInstances(
  stack: EvaluatedStack,
  tasks: readonly StartingTasks[],
  notModelled: string[],
): readonly ReadGroup[] {
  const prices = priceTableFor(stack.json.region);
  return stack.resources("aws_ecs_capacity_provider").flatMap(({ address, block }) => {
    const managed = managedInstancesOf(block);
    if (managed === undefined) return [];
    const name = textOf(block, "name", address);
    const own = tasks.filter(({ providers }) => providers.includes(name));
    const { minVcpus, minMemoryMiB, minGpus: gpus = 0 } = managed.requirements;
    const type = likelyType(
      managed.requirements,
      own.map(({ size }) => size),
      (each) => {
        const price = priceOf(prices, `ec2.${each}`);
        return typeof price === "number" ? price : undefined;
      },
    );
    const instance: InstanceSize =
      type === undefined
        ? { type: "managed", vcpus: minVcpus, memoryMiB: minMemoryMiB, networkInterfaces: 2, gpus }
        : instanceSize([type], {}, address);
    notModelled.push(
      type === undefined
        ? `${address}: AWS chooses the instances. No allowed type has a price in the table, so the simulation uses the smallest allowed size, ${minVcpus} vCPU and ${minMemoryMiB} MiB, whose price is unknown.`
        : `${address}: AWS chooses the instances. The simulation uses ${type}, the cheapest allowed type that fits each task, without trunks of network interfaces: ${instance.networkInterfaces} tasks at most on each.`,
    );
    const waiting = own.flatMap(({ count, size }) => Array.from({ length: count }, () => size));
    return [
      {
        providers: [name],
        group: {
          name,
          min: 0,
          max: MANY,
          desired: instancesForTasks(waiting.length, instancesFor(waiting, instance), managed),
          instance,
          spotPercent: managed.spot ? 100 : 0,
          policies: [],
          schedule: [],
          warmPoolSize: 0,
          managedDraining: true,
          terminationProtection: false,
          managedInstances: {
            scaleInAfterSeconds: managed.scaleInAfterSeconds ?? USUAL_SCALE_IN_SECONDS,
          },
        },
      },
    ];
  });
}
