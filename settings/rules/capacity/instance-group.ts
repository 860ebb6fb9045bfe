import * as groups from "../../../aws/compute/instance-groups";
import type { GroupRequirements } from "../../../aws/compute/instance-requirements";
import { type Architecture, architectureOf } from "../../../aws/compute/instance-types";
import { notAbove } from "../../../aws/violation";
import { type Broken, broken, ofAws, rule } from "../rule";

/** The types of a group's instances, or by what AWS chooses them. */
export interface GroupOfTypes {
  instanceTypes: string[];
  instanceRequirements?: GroupRequirements;
  architecture?: Architecture;
}

/** How a group gets instances with more room. */
export function largerInstances({ instanceRequirements }: GroupOfTypes): string {
  return instanceRequirements === undefined
    ? "choose a larger instance type"
    : "raise minVcpus and minMemoryMiB of capacity.instanceRequirements";
}

/** Rules of every group of instances. */
export function rulesOfGroup({
  instanceTypes: usual,
}: {
  readonly instanceTypes: readonly string[];
}) {
  return [
    minNotAboveMax,
    oneArchitecture,
    warmPoolHasOneType,
    oneImage,
    rule<Chosen>(
      ["instanceTypes", "instanceRequirements"],
      ({ instanceTypes, instanceRequirements }) =>
        // Its default, which nobody wrote, says nothing.
        instanceRequirements === undefined || String(instanceTypes) === String(usual)
          ? undefined
          : broken(
              "instanceTypes",
              "must be left out together with instanceRequirements, by which AWS chooses the types",
              instanceTypes,
              "Remove one of them. allowedInstanceTypes limits the choice to certain types.",
            ),
    ),
    rule<Chosen>(
      ["instanceRequirements", "architecture", "spotPercent", "cpuCredits"],
      ofAws(groups.groupRequirementProblems),
    ),
    rule<Chosen>(
      ["instanceTypes", "instanceRequirements", "architecture", "imageId", "imageParameter"],
      ofAws((group) => (requirementsAreSound(group) ? groups.gpusHaveImage(group) : undefined)),
    ),
  ] as const;
}

interface Chosen extends GroupOfTypes {
  spotPercent: number;
  cpuCredits?: string;
  imageId?: string;
  imageParameter?: string;
}

function requirementsAreSound(group: Chosen): boolean {
  return groups.groupRequirementProblems(group).length === 0;
}

const minNotAboveMax = rule<{ minInstances: number; maxInstances: number }>(
  ["minInstances", "maxInstances"],
  ofAws(({ minInstances, maxInstances }) =>
    notAbove(["minInstances", minInstances], ["maxInstances", maxInstances]),
  ),
);

interface Started {
  warmPool?: object;
  instanceTypes: string[];
  instanceRequirements?: object;
  spotPercent: number;
}

const warmPoolHasOneType = rule<Started>(
  ["warmPool", "instanceTypes", "instanceRequirements", "spotPercent"],
  ofAws(groups.warmPoolHasOneType),
);

const oneImage = rule<{ imageId?: string; imageParameter?: string }>(
  ["imageId", "imageParameter"],
  ({ imageId, imageParameter }) =>
    imageId === undefined || imageParameter === undefined
      ? undefined
      : broken(
          "imageParameter",
          `must be left out together with imageId (${imageId})`,
          imageParameter,
          "Remove one of them.",
        ),
);

const exampleOf = { x86_64: "t3.micro", arm64: "t4g.micro" };

const oneArchitecture = rule<Pick<Chosen, keyof GroupOfTypes> & { architecture: Architecture }>(
  ["instanceTypes", "instanceRequirements", "architecture"],
  ({ instanceTypes, instanceRequirements, architecture }) =>
    (instanceRequirements === undefined ? instanceTypes : []).flatMap((type, index): Broken[] =>
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
