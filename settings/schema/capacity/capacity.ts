import * as z from "zod";
import { instanceDefaults } from "../../../aws/defaults";
import { instancesPerCluster } from "../../../aws/containers/ecs";
import { instanceType, knownInstanceTypes } from "../../../aws/compute/instance-types";
import * as groups from "../../../aws/compute/instance-groups";
import { sshCidrProblem } from "../../../aws/networking/network";
import { growsFromZero, keyPairName, rootVolumeGiB } from "../../../aws/scaling/scaling";
import { rulesOfGroup } from "../../rules/capacity/instance-group";
import { ofAws, rule } from "../../rules/rule";
import { clusterScaling } from "../scaling/cluster-scaling";
import { egress } from "../network";
import { fargateOfContainers } from "./fargate";
import { managedInstances, requirementFields } from "./managed-instances";
import {
  byDefault,
  choice,
  hasTemplate,
  kindsOf,
  known,
  list,
  onlyKind,
  settings,
  text,
  textOf,
  textWithout,
  wholeNumber,
} from "../fields";

export interface CapacityDefaults {
  readonly instanceTypes: string[];
  readonly minInstances: number;
  readonly maxInstances: number;
}

/** What runs a cluster's tasks: a group of instances unless another kind is named. */
export function capacity(defaults: CapacityDefaults) {
  return z.discriminatedUnion(
    "kind",
    [group(defaults, byDefault("instances")), managedInstances()],
    kindsOf('must be an object with kind "instances" or "managed-instances"'),
  );
}

/** The same for a system whose tasks can do without instances. */
export function capacityOfAnyKind(defaults: CapacityDefaults) {
  return z.discriminatedUnion(
    "kind",
    [group(defaults, byDefault("instances")), managedInstances(), fargateOfContainers()],
    kindsOf('must be an object with kind "instances", "managed-instances" or "fargate"'),
  );
}

/** The same for a system that runs a task on each instance. */
export function daemonCapacity(defaults: CapacityDefaults) {
  const rule =
    'must be "instances", because a daemon has no tasks that wait, and other capacity starts for tasks that wait';
  const fix = 'Leave it out, or use the system "http-scale-out".';
  return group(defaults, onlyKind("instances", rule, fix));
}

function group<Kind extends z.ZodType>(defaults: CapacityDefaults, kind: Kind) {
  return settings({ kind, ...instances(defaults) }).check(...rulesOfGroup(defaults));
}

/** The same as one of several kinds of capacity, with what sizes the group and where tasks go. */
export function instanceCapacity(defaults: CapacityDefaults) {
  return settings({
    kind: z.literal("instances"),
    ...instances(defaults),
    /**
     * Where tasks go: "pack" fills one instance after the other, cheaply, and all tasks may be on one; "spread" puts them
     * evenly into the zones; "spread-then-pack" fills instances within each zone. @default "spread"
     */
    placement: choice("pack", "spread", "spread-then-pack").default("spread"),
    /** What sizes the group. @default "managed": what the tasks ask for */
    scaling: clusterScaling().prefault({ kind: "managed" }),
  }).check(
    ...rulesOfGroup(defaults),
    rule<{ scaling: { kind: string }; minInstances: number }>(
      ["scaling.kind", "minInstances"],
      ({ scaling: { kind }, minInstances }) => ofAws(growsFromZero)({ kind, minInstances }),
    ),
  );
}

function instances(defaults: CapacityDefaults) {
  return {
    /**
     * One or several types of one architecture that a task fits on. With several, AWS uses those that are available.
     * @default - the system's own, on its page
     */
    instanceTypes: list(
      known({
        rule: 'must be an instance type, as in "t3.micro"',
        isKnown: (type) => instanceType(type) !== undefined,
        names: knownInstanceTypes,
      }),
      "instance types",
      1,
      20,
    ).default(defaults.instanceTypes),
    /**
     * By what AWS chooses types itself, instead of instanceTypes: whichever has capacity, at the lowest price.
     * @default none
     */
    instanceRequirements: settings(requirementFields()).optional(),
    /** "arm64" is Graviton. @default "x86_64" */
    architecture: choice("x86_64", "arm64").default(instanceDefaults.architecture),
    /**
     * The fewest instances of the group.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
     */
    minInstances: wholeNumber(...instancesPerCluster).default(defaults.minInstances),
    /**
     * The most instances of the group.
     * @default - the system's own, on its page
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
     */
    maxInstances: wholeNumber(1, instancesPerCluster[1]).default(defaults.maxInstances),
    /**
     * Percent of the instances that are Spot. AWS can reclaim Spot capacity with two minutes' notice.
     * @default 0
     * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances.html
     */
    spotPercent: wholeNumber(0, 100).default(instanceDefaults.spotPercent),
    /**
     * GiB of the root volume. The ECS-optimized AMI requires 30.
     * @default 30
     * @see https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
     */
    rootVolumeGiB: wholeNumber(...rootVolumeGiB).default(instanceDefaults.rootVolumeGiB),
    /**
     * What a burstable instance does without CPU credits: "unlimited" keeps its speed for a charge, "standard" falls
     * back to the type's baseline. @default AWS's: "unlimited", of t2 "standard"
     * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
     */
    cpuCredits: choice("standard", "unlimited").optional(),
    /**
     * Outbound connections in addition to HTTPS and HTTP, such as port 5432 of an external database.
     * @default none
     * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
     */
    egress: egress(),
    /** AMI of the instances, as in "ami-0123456789abcdef0". @default the newest ECS-optimized AMI at each apply */
    imageId: text(
      'must be the id of a machine image, as in "ami-0123456789abcdef0"',
      /^ami-[0-9a-f]{8}([0-9a-f]{9})?$/,
    ).optional(),
    /** SSM parameter that holds the id of an AMI of your own, instead of imageId. @default none */
    imageParameter: textOf(groups.parameterName).optional(),
    /** Shell script that each instance runs at its first start, after the agent is configured. @default none */
    extraUserData: text(
      `must be a script of 1 to ${groups.MAX_EXTRA_USER_DATA} characters without "\${" and "%{"`,
      (script) =>
        script.length >= 1 &&
        script.length <= groups.MAX_EXTRA_USER_DATA &&
        !script.includes("\0") &&
        !hasTemplate(script),
      "Write $NAME for a variable.",
    ).optional(),
    /**
     * Instances that have started once and wait, so that the group grows faster. Stopped ones cost their volumes only.
     * @default none
     * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-warm-pool.html
     */
    warmPool: settings({
      /**
       * Instances that wait.
       * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html
       */
      minInstances: wholeNumber(1, instancesPerCluster[1]),
      /** Whether they wait stopped, or running and ready, at the price of running ones. @default "stopped" */
      state: choice("stopped", "running").default("stopped"),
    }).optional(),
    /**
     * How many instances stay while unhealthy or reclaimed ones are replaced: percent of the group. Above 100, the new
     * instance starts first. @default AWS's: it ends an unhealthy instance before it starts another
     */
    maintenance: settings({
      /**
       * Percent of the group that stays in service. At 100, the new instance starts first.
       * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html
       */
      minHealthyPercent: wholeNumber(...groups.maintenance.minHealthyPercent),
      /**
       * Percent of the group that may be there meanwhile.
       * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html
       */
      maxHealthyPercent: wholeNumber(...groups.maintenance.maxHealthyPercent),
    })
      .check(
        rule<Maintenance>(
          ["minHealthyPercent", "maxHealthyPercent"],
          ofAws(groups.maintenanceSpan),
        ),
      )
      .optional(),
    /** A key pair and the addresses that may use it. @default no SSH: Session Manager opens a shell */
    ssh: settings({
      /**
       * EC2 key pair of the instances.
       * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html
       */
      keyName: textOf(keyPairName),
      /** IPv4 addresses that may connect by SSH. */
      cidr: textWithout("must be an IPv4 block", sshCidrProblem),
    }).optional(),
  };
}

interface Maintenance {
  minHealthyPercent: number;
  maxHealthyPercent: number;
}
