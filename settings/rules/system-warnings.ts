import { ACCOUNT_REQUESTS_PER_SECOND } from "../../aws/api-gateway";
import { splitImageReference } from "../../aws/images";
import { architectureOf, instanceType, knownInstanceTypes } from "../../aws/instance-types";
import type { Broken } from "./rule";
import { nearest, show } from "../wording/show";

/*
 * Settings of a system that work, but cannot do what they say, or do more than was meant. Each takes what it looks at, so
 * that it serves every system that has it.
 */

interface OnInstances {
  capacity: { instanceTypes: string[] };
}

type Image = { kind: "repository" } | { kind: "reference"; reference: string };

/** Whether tasks fit an instance is computed for types that are known. */
export function unknownTypes({ capacity: { instanceTypes } }: OnInstances): Broken[] {
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

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html */
export function unequalTypes({
  capacity: { instanceTypes },
  clusterScaling,
}: OnInstances & { clusterScaling: { kind: string } }): Broken[] {
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

export function movingTag({ image }: { image: Image }): Broken[] {
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
export function rootUser({ container: { user } }: { container: { user: string } }): Broken[] {
  if (!/^(root|0+)(:|$)/.test(user)) return [];
  return [
    {
      at: ["container", "user"],
      message: `is ${show(user)}, so that the program runs as root (ECS.20). Choose a user without rights, such as "1000:1000".`,
    },
  ];
}

/** What is looked at in a system of one service, for a system of several. */
export function ofEachService<Service>(warnings: (service: Service) => Broken[]) {
  return ({ services }: { services: Readonly<Record<string, Service>> }): Broken[] =>
    Object.entries(services).flatMap(([name, service]) =>
      warnings(service).map(({ at, message }) => ({ at: ["services", name, ...at], message })),
    );
}

export function aboveAccountLimit({
  throttling: { rateLimit },
}: {
  throttling: { rateLimit: number };
}): Broken[] {
  if (rateLimit <= ACCOUNT_REQUESTS_PER_SECOND) return [];
  return [
    {
      at: ["throttling", "rateLimit"],
      message:
        `is ${rateLimit}, but an account allows ${ACCOUNT_REQUESTS_PER_SECOND} requests a second to all of its APIs in a region, ` +
        `unless AWS raised that. Ask for more, or lower it.`,
    },
  ];
}

interface Environment {
  readonly domain?: { readonly name: string };
}

/** A page may act for whoever has it open: those of others had better be known. */
export function foreignOrigins(
  { corsOrigins }: { corsOrigins: readonly string[] },
  { domain }: Environment,
): Broken[] {
  if (domain === undefined) return [];
  return corsOrigins.flatMap((origin, index): Broken[] => {
    const host = new URL(origin).hostname;
    return host === domain.name || host.endsWith(`.${domain.name}`)
      ? []
      : [
          {
            at: ["corsOrigins", index],
            message:
              `is ${show(origin)}, which is not in the environment's domain (${show(domain.name)}): its pages may call the API ` +
              `for whoever has them open. Take it out unless you trust whoever writes them.`,
          },
        ];
  });
}
