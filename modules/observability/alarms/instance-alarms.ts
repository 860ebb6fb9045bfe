import { burstBaselinePercent } from "../../../aws/compute/burstable-types";
import { instanceType, knownInstanceTypes } from "../../../aws/compute/instance-types";
import type { Watched } from "../watched";
import { above, type Alarm, type AlarmContext, atLeast, below, onExpression } from "./alarm";

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
export function groupAlarms(group: Watched, { of, thresholds }: AlarmContext): Alarm[] {
  const { subject, attribute, arguments: given } = group;
  const dimensions = { AutoScalingGroupName: attribute("name") };
  const [least, most] = [Number(given.min_size), Number(given.max_size)];
  const inService = {
    namespace: "AWS/AutoScaling",
    metricName: "GroupInServiceInstances",
    dimensions,
    statistic: "Average",
    period: 60,
  };
  const alarms: Alarm[] = [];
  if (least > 0) {
    alarms.push({
      kind: "instances-below-floor",
      subject,
      config: { ...inService, ...below(least, thresholds.belowFloorMinutes) },
    });
  }
  if (most > least) {
    alarms.push({
      kind: "instances-at-maximum",
      subject,
      config: { ...inService, ...atLeast(most, thresholds.atMaximumMinutes) },
    });
  }
  const baselines = typesOf(group, of("aws_launch_template")).flatMap(
    (type) => burstBaselinePercent(type) ?? [],
  );
  const credits = creditAlarm(subject, "AWS/EC2", dimensions, baselines, thresholds);
  return credits === undefined ? alarms : [...alarms, credits];
}

interface Override {
  readonly instance_type?: string;
  readonly instance_requirements?: Requirements;
}

/** Requirements that limit which burstable types AWS can choose. */
interface Requirements {
  readonly burstable_performance?: string;
  readonly vcpu_count?: { readonly min?: number; readonly max?: number };
  readonly memory_mib?: { readonly min?: number; readonly max?: number };
}

/** The instance types of a group: those in its mixed instances policy, or the type in its launch template. */
function typesOf({ arguments: given }: Watched, templates: readonly Watched[]): string[] {
  const { mixed_instances_policy: mixed } = given as {
    mixed_instances_policy?: { launch_template?: { override?: readonly Override[] } };
  };
  const overrides = mixed?.launch_template?.override ?? [];
  const types: readonly Override[] =
    overrides.length > 0 ? overrides : templates.map((each) => each.arguments);
  return types.flatMap(({ instance_type: type, instance_requirements: requirements }) => [
    ...(typeof type === "string" ? [type] : []),
    ...(requirements === undefined ? [] : burstableTypes(requirements)),
  ]);
}

function burstableTypes({ vcpu_count, memory_mib, burstable_performance }: Requirements): string[] {
  if (burstable_performance === "excluded") return [];
  const isIn = (value: number, { min = 0, max = Infinity } = {}) => value >= min && value <= max;
  return knownInstanceTypes().filter((type) => {
    const offer = burstBaselinePercent(type) === undefined ? undefined : instanceType(type);
    return (
      offer !== undefined && isIn(offer.vcpus, vcpu_count) && isIn(offer.memoryMiB, memory_mib)
    );
  });
}

/**
 * CPU credits run out. A new instance starts without credits, so a low balance only counts while CPU is above the
 * baseline.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-monitoring-cpu-credits.html
 */
export function creditAlarm(
  subject: string,
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  baselinesPercent: readonly number[],
  { cpuCredits }: AlarmContext["thresholds"],
): Alarm | undefined {
  if (baselinesPercent.length === 0) return undefined;
  const average = (metricName: string) => ({ namespace, metricName, dimensions, stat: "Average" });
  return {
    kind: "cpu-credits",
    subject,
    config: {
      ...onExpression(
        `IF(credits < ${cpuCredits} AND cpu > ${Math.min(...baselinesPercent)}, 1, 0)`,
        "credits run out",
        { credits: average("CPUCreditBalance"), cpu: average("CPUUtilization") },
        // CPU credits are reported every five minutes.
        300,
      ),
      ...above(0, 3),
    },
  };
}

/**
 * Missing instances of a managed group: above 100, its tasks need more than there are.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
 */
export function reservationAlarms(
  { subject, attribute, arguments: given }: Watched,
  { cluster, thresholds }: AlarmContext,
): Alarm[] {
  const { auto_scaling_group_provider: group } = given as {
    auto_scaling_group_provider?: { managed_scaling?: { status?: string } };
  };
  if (cluster === undefined || group?.managed_scaling?.status !== "ENABLED") return [];
  return [
    {
      kind: "instances-missing",
      subject,
      config: {
        namespace: "AWS/ECS/ManagedScaling",
        metricName: "CapacityProviderReservation",
        dimensions: {
          ClusterName: cluster.attribute("name"),
          CapacityProviderName: attribute("name"),
        },
        statistic: "Minimum",
        period: 60,
        ...above(100, thresholds.notPlacedMinutes),
      },
    },
  ];
}
