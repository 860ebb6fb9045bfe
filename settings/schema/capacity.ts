import { instancesPerCluster } from "../../aws/ecs";
import {
  type Architecture,
  architectureOf,
  instanceType,
  knownInstanceTypes,
} from "../../aws/instance-types";
import { sshCidrProblem } from "../../aws/network";
import { keyPairName, rootVolumeGiB } from "../../aws/scaling";
import { notAbove } from "../../aws/violation";
import { type Broken, broken, ofAws, rule } from "../rules/rule";
import { egress } from "./network";
import { choice, known, list, settings, text, textOf, textWithout, wholeNumber } from "./fields";

export interface CapacityDefaults {
  readonly instanceTypes: string[];
  readonly minInstances: number;
  readonly maxInstances: number;
}

/** The instances that run a cluster's tasks. */
export function capacity(defaults: CapacityDefaults) {
  return settings({
    /** One or several types of one architecture that a task fits on. With several, AWS uses those that are available. */
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
    /** "arm64" is Graviton. @default "x86_64" */
    architecture: choice("x86_64", "arm64").default("x86_64"),
    minInstances: wholeNumber(...instancesPerCluster).default(defaults.minInstances),
    maxInstances: wholeNumber(1, instancesPerCluster[1]).default(defaults.maxInstances),
    /** Percent of the instances that are Spot. AWS can reclaim Spot capacity with two minutes' notice. @default 0 */
    spotPercent: wholeNumber(0, 100).default(0),
    /** Size of the root volume. The ECS-optimized AMI requires 30. @default 30 */
    rootVolumeGiB: wholeNumber(...rootVolumeGiB).default(30),
    /**
     * What a burstable instance does without CPU credits: "unlimited" keeps its speed for a charge, "standard" falls
     * back to the type's baseline. @default AWS's: "unlimited", of t2 "standard"
     * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
     */
    cpuCredits: choice("standard", "unlimited").optional(),
    /**
     * Outbound connections in addition to HTTPS and HTTP, such as port 5432 of an external database. @default none
     */
    egress: egress(),
    /** AMI of the instances, as in "ami-0123456789abcdef0". @default the newest ECS-optimized AMI at each apply */
    imageId: text(
      'must be the id of a machine image, as in "ami-0123456789abcdef0"',
      /^ami-[0-9a-f]{8}([0-9a-f]{9})?$/,
    ).optional(),
    /** A key pair and the addresses that may use it. @default no SSH: Session Manager opens a shell */
    ssh: settings({
      keyName: textOf(keyPairName),
      cidr: textWithout("must be an IPv4 block", sshCidrProblem),
    }).optional(),
  }).check(minNotAboveMax, oneArchitecture);
}

const minNotAboveMax = rule<{ minInstances: number; maxInstances: number }>(
  ["minInstances", "maxInstances"],
  ofAws(({ minInstances, maxInstances }) =>
    notAbove(["minInstances", minInstances], ["maxInstances", maxInstances]),
  ),
);

const exampleOf = { x86_64: "t3.micro", arm64: "t4g.micro" };

const oneArchitecture = rule<{ instanceTypes: string[]; architecture: Architecture }>(
  ["instanceTypes", "architecture"],
  ({ instanceTypes, architecture }) =>
    instanceTypes.flatMap((type, index): Broken[] =>
      architectureOf(type) === architecture
        ? []
        : [
            broken(
              ["instanceTypes", index],
              `must be of capacity.architecture (${architecture})`,
              type,
              `It is ${architectureOf(type)}: choose a type such as ${exampleOf[architecture]}, or another architecture for all of them.`,
            ),
          ],
    ),
);
