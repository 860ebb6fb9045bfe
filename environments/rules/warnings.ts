import type * as z from "zod";
import { architectureOf, instanceType, knownInstanceTypes } from "../instance-types";
import type { environment } from "../schema/environment";
import { nearest } from "../wording/nearest";
import type { Problem } from "../wording/problem";
import { show } from "../wording/show";
import { splitImageReference } from "./image-reference";
import { arithmetic, instancesFor, placementOf } from "./placed-service";
import type { Broken } from "./rule";
import { scheduledActions } from "./scheduled-actions";

type Environment = z.output<typeof environment>;
type HttpScaleOut = NonNullable<Environment["systems"]["http-scale-out"]>;

/** Settings that work, but cannot do what they say. */
export function warningsOf(environments: Readonly<Record<string, Environment>>): Problem[] {
  return Object.entries(environments).flatMap(([name, environment], index, all) =>
    [...systemWarnings(environment), ...sharedNames(environment, all.slice(0, index))].map(
      ({ at, message }) => ({ environment: name, path: [name, ...at], message }),
    ),
  );
}

function systemWarnings({ systems }: Environment): Broken[] {
  const system = systems["http-scale-out"];
  if (system === undefined) return [];
  return [unknownTypes, ceilings, rollingRoom, unequalTypes, movingTag, rootUser]
    .flatMap((warningsAbout) => warningsAbout(system))
    .map(({ at, message }) => ({ at: ["systems", "http-scale-out", ...at], message }));
}

function unknownTypes({ capacity: { instanceTypes } }: HttpScaleOut): Broken[] {
  return instanceTypes.flatMap((type, index): Broken[] => {
    if (instanceType(type) !== undefined) return [];
    const near = nearest(type, knownInstanceTypes());
    return [
      {
        at: ["capacity", "instanceTypes", index],
        message:
          `is ${show(type)}, which is not in the table of instance types: whether tasks fit is not checked, ` +
          `and ${architectureOf(type)} is guessed from its name.${near === undefined ? "" : ` Did you mean ${near}?`}`,
      },
    ];
  });
}

/** Numbers of tasks that scaling may ask for, and where each is set. */
function maxima({ serviceScaling: { maxTasks, strategies } }: HttpScaleOut) {
  return [
    { at: ["serviceScaling", "maxTasks"] as PropertyKey[], tasks: maxTasks },
    ...scheduledActions(strategies).map(({ at, action }) => ({
      at: [...at, "maxTasks"],
      tasks: action.maxTasks,
    })),
  ];
}

function ceilings(system: HttpScaleOut): Broken[] {
  const placement = placementOf(system);
  if (placement === undefined) return [];
  return maxima(system)
    .filter(({ tasks }) => tasks > placement.most)
    .map(({ at, tasks }) => ({
      at,
      message:
        `is ${tasks}, of which about ${placement.most} can be placed: ${arithmetic(placement)}. ` +
        `Lower it to ${placement.most}, raise capacity.maxInstances to ${instancesFor(tasks, placement)}, or choose a larger instance type.`,
    }));
}

/** A deployment that must not stop a task first needs room for one more than the floor. */
function rollingRoom(system: HttpScaleOut): Broken[] {
  const placement = placementOf(system);
  const { desiredCount, minimumHealthyPercent } = system.service;
  const tasks = Math.max(desiredCount ?? 1, system.serviceScaling.minTasks);
  const keep = Math.ceil((tasks * minimumHealthyPercent) / 100);
  if (placement === undefined || keep < tasks || tasks < placement.most) return [];
  return [
    {
      at: ["service", "minimumHealthyPercent"],
      message:
        `is ${minimumHealthyPercent}, so that a deployment of ${tasks} tasks starts a new one before it stops an old one, ` +
        `and there is no room for it: ${arithmetic(placement)}. ` +
        `Raise capacity.maxInstances to ${instancesFor(tasks + 1, placement)}, or lower minimumHealthyPercent.`,
    },
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html */
function unequalTypes({ capacity: { instanceTypes }, clusterScaling }: HttpScaleOut): Broken[] {
  const offers = instanceTypes.map(instanceType).filter((offer) => offer !== undefined);
  const sizes = new Set(offers.map(({ vcpus, memoryMiB }) => `${vcpus}/${memoryMiB}`));
  if (clusterScaling.kind !== "managed" || sizes.size < 2) return [];
  return [
    {
      at: ["capacity", "instanceTypes"],
      message:
        `are of ${sizes.size} sizes (${instanceTypes.join(", ")}), while managed scaling counts instances as if all were of one. ` +
        `Choose types of equal vCPUs and memory.`,
    },
  ];
}

function movingTag({ image }: HttpScaleOut): Broken[] {
  if (image.kind !== "reference") return [];
  const { tag, digest } = splitImageReference(image.reference);
  if (tag !== "latest" || digest !== undefined) return [];
  return [
    {
      at: ["image", "reference"],
      message:
        `has the tag "latest", which moves: tasks that start later may run another program than those before, and nothing ` +
        `rolls back to it. Name a version or a digest, or leave the tag to the variable image_tag.`,
    },
  ];
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20 */
function rootUser({ container: { user } }: HttpScaleOut): Broken[] {
  if (!/^(root|0+)(:|$)/.test(user)) return [];
  return [
    {
      at: ["container", "user"],
      message: `is ${show(user)}, so that the program runs as root (ECS.20). Choose a user without rights, such as "1000:1000".`,
    },
  ];
}

function sharedNames(
  environment: Environment,
  earlier: readonly [string, Environment][],
): Broken[] {
  const twin = earlier.find(
    ([, other]) =>
      other.region === environment.region && other.nameSuffix === environment.nameSuffix,
  );
  if (twin === undefined) return [];
  return [
    {
      at: ["nameSuffix"],
      message:
        `is ${show(environment.nameSuffix)} in ${environment.region}, as in ${twin[0]}: the two have the same names and cannot share an ` +
        `account. Choose another suffix, unless each has an account of its own.`,
    },
  ];
}
