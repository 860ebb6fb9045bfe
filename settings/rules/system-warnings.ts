import {
  ACCOUNT_REQUESTS_PER_SECOND,
  COGNITO_EMAILS_PER_DAY,
} from "../../aws/networking/api-gateway";
import { regionsOfBundledAuthorities } from "../../aws/data/databases";
import { isMovingTag, splitImageReference } from "../../aws/containers/images";
import { burstBaselinePercent, isUnlimitedByDefault } from "../../aws/compute/burstable-types";
import { typesOf } from "../../aws/compute/instance-requirements";
import { instanceType } from "../../aws/compute/instance-types";
import { momentOf } from "../../aws/scaling/schedules";
import type { GroupOfTypes } from "./capacity/instance-group";
import type { Broken } from "./rule";
import { type ScheduledService, scheduledActions } from "./scaling/service-scaling";
import { show } from "../wording/show";

/*
 * Settings of a system that work, but cannot do what they say, or do more than was meant. Each takes what it looks at, so
 * that it serves every system that has it.
 */

interface OnInstances {
  capacity: GroupOfTypes;
}

type Image = { kind: "repository" } | { kind: "reference"; reference: string };

/** What AWS charges for a vCPU-hour of surplus credits of T3; T4g costs a little less. @see https://aws.amazon.com/ec2/pricing/on-demand/ */
const SURPLUS_PER_VCPU_HOUR = 0.05;
const HOURS_A_MONTH = 730;

type Target = OnInstances & {
  capacity: { cpuCredits?: "standard" | "unlimited" };
  clusterScaling:
    | { kind: "cpu-target"; targetPercent: number }
    | { kind: "step"; scaleOut: { thresholdPercent: number } }
    | { kind: "managed" };
};

/** A target above what a burstable type earns is reached by money only, or never. Who chose "unlimited" knows. */
export function aboveBaseline({ capacity, clusterScaling }: Target): Broken[] {
  if (clusterScaling.kind === "managed" || capacity.cpuCredits === "unlimited") return [];
  const [target, at] =
    clusterScaling.kind === "step"
      ? [
          clusterScaling.scaleOut.thresholdPercent,
          ["clusterScaling", "scaleOut", "thresholdPercent"],
        ]
      : [clusterScaling.targetPercent, ["clusterScaling", "targetPercent"]];
  const [slowest] = typesOf(capacity)
    .map((type) => ({ type, baseline: burstBaselinePercent(type) ?? 100 }))
    .filter(({ baseline }) => baseline < target);
  if (slowest === undefined) return [];
  const { type, baseline } = slowest;
  const isChosen = capacity.instanceRequirements !== undefined;
  const excluding = 'set capacity.instanceRequirements.burstable to "excluded"';
  const above = `is ${target}, but a ${type} earns only ${baseline} % of each vCPU`;
  if (capacity.cpuCredits === "standard" || !isUnlimitedByDefault(type)) {
    return [
      {
        at,
        message: `${above}, its speed with standard credits. Lower the target, or ${isChosen ? excluding : "choose another type"}.`,
      },
    ];
  }
  const vcpus = instanceType(type)?.vcpus ?? 1;
  const dollars = ((target - baseline) / 100) * vcpus * SURPLUS_PER_VCPU_HOUR * HOURS_A_MONTH;
  return [
    {
      at,
      message:
        `${above}: the rest costs up to about $${dollars.toFixed(0)} a month for each instance. ` +
        `Set capacity.cpuCredits to "unlimited" to accept this, or ${isChosen ? excluding : "choose a type that is not burstable"}.`,
      details:
        `(${target} % - ${baseline} %) of ${vcpus} vCPUs for ${HOURS_A_MONTH} hours, ` +
        `at $${SURPLUS_PER_VCPU_HOUR} a vCPU-hour of surplus credits`,
    },
  ];
}

interface Filled {
  kind: "repository";
  build?: object;
  pushedElsewhere: boolean;
}

/** A first deployment would start tasks from an empty repository. */
export function emptyRepository({ image }: { image: Filled | { kind: string } }): Broken[] {
  if (image.kind !== "repository" || !("pushedElsewhere" in image)) return [];
  if (image.build !== undefined || image.pushedElsewhere) return [];
  return [
    {
      at: ["image"],
      message:
        `has a repository without an image. Add build: {} to build the image in the images stack, ` +
        `or say pushedElsewhere: true.`,
    },
  ];
}

interface Mailed {
  userPool: { selfSignUp: boolean; email?: object };
  issuer?: object;
}

/** Whether an environment is meant to last is told by its protection. */
export function trialMailer(
  { userPool, issuer }: Mailed,
  { protections }: { protections: { deletionProtection: boolean } },
): Broken[] {
  if (!protections.deletionProtection || userPool.email !== undefined || issuer !== undefined) {
    return [];
  }
  return [
    {
      at: ["userPool", "email"],
      message:
        `is missing: Cognito's own mailer sends ${COGNITO_EMAILS_PER_DAY} e-mails per day and account. ` +
        `Set an SES identity.`,
    },
  ];
}

interface Connecting {
  services: Record<
    string,
    { image: { kind: string }; container: { environment: Readonly<Record<string, string>> } }
  >;
}

/** The sample refuses a database whose certificate it cannot check, and so never becomes healthy. */
export function unknownAuthority(
  { services }: Connecting,
  { region }: { region: string },
): Broken[] {
  if (regionsOfBundledAuthorities.includes(region)) return [];
  return Object.entries(services)
    .filter(
      ([, { image, container }]) =>
        image.kind === "repository" && container.environment.DB_TLS_CA_FILE === undefined,
    )
    .map(([name]) => ({
      at: ["services", name, "container", "environment"],
      message:
        `has no DB_TLS_CA_FILE, and the certificates that the sample trusts lack those of RDS in ${region}. ` +
        `Run \`npm run facts -- --certificates\` before you build its image, or name AWS's global-bundle.pem in the image.`,
    }));
}

interface Scheduled {
  serviceScaling: ScheduledService["serviceScaling"];
}

/** What has come is nothing that scaling still waits for. */
export function pastMoments({ serviceScaling: { strategies } }: Scheduled): Broken[] {
  return scheduledActions(strategies).flatMap(({ at, action: { schedule } }): Broken[] => {
    const moment = momentOf(schedule);
    return moment === undefined || moment.getTime() > Date.now()
      ? []
      : [
          {
            at: [...at, "schedule"],
            message: `is ${show(schedule)}, which has passed: AWS rejects it. Remove the action.`,
          },
        ];
  });
}

interface Bounded {
  serviceScaling: Scheduled["serviceScaling"] & { minTasks: number; maxTasks: number };
}

/** Terraform leaves bounds alone that actions move: a bound that no action sets holds until the first of them only. */
export function boundsThatNobodySets({ serviceScaling }: Bounded): Broken[] {
  const actions = scheduledActions(serviceScaling.strategies).map(({ action }) => action);
  if (actions.length === 0) return [];
  return (["minTasks", "maxTasks"] as const)
    .filter((bound) => !actions.some((action) => action[bound] === serviceScaling[bound]))
    .map((bound) => ({
      at: ["serviceScaling", bound],
      message:
        `is ${serviceScaling[bound]}, which no scheduled action sets: it holds until the first of them only. ` +
        `Add an action without ${bound}, for when the others are over.`,
    }));
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html */
export function unequalTypes({
  capacity,
  clusterScaling,
}: OnInstances & { clusterScaling: { kind: string } }): Broken[] {
  const types = typesOf(capacity);
  const offers = types.map(instanceType).filter((offer) => offer !== undefined);
  const sizes = new Set(offers.map(({ vcpus, memoryMiB }) => `${vcpus}/${memoryMiB}`));
  if (clusterScaling.kind !== "managed" || sizes.size < 2) return [];
  const because = "but managed scaling assumes that all instances have the same size";
  return [
    capacity.instanceRequirements === undefined
      ? {
          at: ["capacity", "instanceTypes"],
          message: `are of ${sizes.size} sizes (${types.join(", ")}), ${because}. Choose types of equal vCPUs and memory.`,
        }
      : {
          at: ["capacity", "instanceRequirements"],
          message: `leave ${types.length} types of ${sizes.size} sizes, ${because}. Set minVcpus and maxVcpus, and minMemoryMiB and maxMemoryMiB, to the same number each.`,
        },
  ];
}

export function movingTag({ image }: { image: Image }): Broken[] {
  if (image.kind !== "reference") return [];
  const { tag, digest } = splitImageReference(image.reference);
  if (tag === undefined || !isMovingTag(tag) || digest !== undefined) return [];
  return [
    {
      at: ["image", "reference"],
      message:
        `has the tag "${tag}", which can move: tasks that start later may run a different program, and nothing ` +
        `rolls back to it. Name a version or a digest, or leave it out to use the variable image_tag.`,
    },
  ];
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20 */
export function rootUser({ container: { user } }: { container: { user: string } }): Broken[] {
  if (!/^(root|0+)(:|$)/.test(user)) return [];
  return [
    {
      at: ["container", "user"],
      message: `is ${show(user)}, so the program runs as root (ECS.20). Choose an unprivileged user, such as "1000:1000".`,
    },
  ];
}

/** What is looked at in a system of one service, for a system of several. */
export function ofEachService<Service, Place = unknown>(
  warnings: (service: Service, environment: Place) => Broken[],
) {
  return (
    { services }: { services: Readonly<Record<string, Service>> },
    environment: Place,
  ): Broken[] =>
    Object.entries(services).flatMap(([name, service]) =>
      warnings(service, environment).map(({ at, ...told }) => ({
        at: ["services", name, ...at],
        ...told,
      })),
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
        `is ${rateLimit}, but an account allows ${ACCOUNT_REQUESTS_PER_SECOND} requests per second for all of its APIs in a region, ` +
        `unless AWS raised the quota. Request a higher quota, or lower it.`,
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
              `as the user who opens them. Remove it unless you trust that site.`,
          },
        ];
  });
}
