import { requirementDefaults } from "../../aws/defaults";
import {
  type InstanceRequirements,
  manufacturersOf,
} from "../../aws/compute/instance-requirements";

/**
 * By what AWS chooses instance types, as Auto Scaling groups and ECS Managed Instances take it.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRequirements.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceRequirementsRequest.html
 */
export function requirementArguments(requirements: InstanceRequirements) {
  const { allowedInstanceTypes: allowed, excludedInstanceTypes: excluded } = requirements;
  const { minGpus, maxGpus, spotMaxPricePercent } = requirements;
  return {
    vcpuCount: { min: requirements.minVcpus, max: requirements.maxVcpus },
    memoryMib: { min: requirements.minMemoryMiB, max: requirements.maxMemoryMiB },
    cpuManufacturers: [...manufacturersOf(requirements)],
    instanceGenerations: [
      ...(requirements.instanceGenerations ?? requirementDefaults.instanceGenerations),
    ],
    burstablePerformance: requirements.burstable,
    allowedInstanceTypes: allowed && [...allowed],
    excludedInstanceTypes: excluded && [...excluded],
    spotMaxPricePercentageOverLowestPrice: spotMaxPricePercent,
    ...(minGpus === undefined
      ? {}
      : {
          acceleratorCount: { min: minGpus, max: maxGpus },
          acceleratorManufacturers: ["nvidia"],
          acceleratorTypes: ["gpu"],
        }),
  };
}
