import { runsOnFargate, type Watched } from "../watched";
import { type Panel, panelsOf, type StackContext } from "./panel";
import { percentTargets } from "./percent-targets";

/**
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
export function servicePanels(
  { subject, attribute, arguments: given }: Watched,
  { cluster, countsTasks, policies }: StackContext,
): Panel[] {
  if (cluster === undefined) return [];
  const dimensions = { ClusterName: cluster.attribute("name"), ServiceName: attribute("name") };
  const panel = panelsOf("AWS/ECS", dimensions, subject);
  const insights = panelsOf("ECS/ContainerInsights", dimensions, subject);
  const usage = panel(
    "Average",
    "CPU and memory, % of the reservation",
    ["CPUUtilization", "MemoryUtilization"],
    percentTargets(policies.filter((policy) => policy.subject.startsWith(`${subject} `))),
  );
  // The average hides a task that is about to run out of memory.
  const ofOneTask = usage.metrics.map((metric) => ({
    ...metric,
    statistic: "Maximum",
    label: `${metric.name} of the busiest task`,
  }));
  return [
    { ...usage, metrics: [...usage.metrics, ...ofOneTask] },
    ...(countsTasks
      ? [insights("Average", "tasks", ["DesiredTaskCount", "RunningTaskCount", "PendingTaskCount"])]
      : []),
    ...(countsTasks && runsOnFargate(given)
      ? [insights("Maximum", "storage, GB", STORAGE_OF_TASKS)]
      : []),
    ...(given.volume_configuration === undefined
      ? []
      : [panel("Maximum", "volume of EBS, % used", ["EBSFilesystemUtilization"])]),
  ];
}

/** Container Insights measures the storage of Fargate's tasks only. */
const STORAGE_OF_TASKS = ["EphemeralStorageUtilized", "EphemeralStorageReserved"];

/**
 * What tasks use and reserve of all instances together, by which a group can be scaled: with all reserved, there is no room for
 * another task. ECS measures both for instances of EC2 that are registered in the cluster, those that it manages included, and
 * not for Fargate.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster_utilization.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster_reservation.html
 */
export function clusterPanels(
  { subject, attribute }: Watched,
  { hasInstances }: StackContext,
): Panel[] {
  if (!hasInstances) return [];
  const panel = panelsOf("AWS/ECS", { ClusterName: attribute("name") }, subject);
  return [
    panel("Average", "in use, % of all instances", ["CPUUtilization", "MemoryUtilization"]),
    panel("Average", "reserved, % of all instances", ["CPUReservation", "MemoryReservation"]),
  ];
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
export function groupPanels({ subject, attribute }: Watched, { policies }: StackContext): Panel[] {
  const dimensions = { AutoScalingGroupName: attribute("name") };
  const group = panelsOf("AWS/AutoScaling", dimensions, subject);
  const instances = panelsOf("AWS/EC2", dimensions, subject);
  return [
    group("Average", "instances", [
      "GroupDesiredCapacity",
      "GroupInServiceInstances",
      "GroupPendingInstances",
      "GroupTerminatingInstances",
      "GroupTotalInstances",
      "GroupMinSize",
      "GroupMaxSize",
    ]),
    instances(
      "Average",
      "CPU, %",
      ["CPUUtilization"],
      percentTargets(
        policies.filter(({ arguments: given }) => given.autoscaling_group_name !== undefined),
      ),
    ),
    instances("Minimum", "CPU credits", ["CPUCreditBalance"]),
    instances("Maximum", "failed status checks", ["StatusCheckFailed"]),
    instances("Sum", "network, bytes", ["NetworkIn", "NetworkOut"]),
    instances("Sum", "disks, bytes", ["EBSReadBytes", "EBSWriteBytes"]),
    instances("Sum", "disks, operations", ["EBSReadOps", "EBSWriteOps"]),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
export function reservationPanels(
  { subject, attribute, arguments: given }: Watched,
  { cluster }: StackContext,
): Panel[] {
  const target = managedTarget(given);
  if (cluster === undefined || target === undefined) return [];
  const dimensions = {
    ClusterName: cluster.attribute("name"),
    CapacityProviderName: attribute("name"),
  };
  const panel = panelsOf("AWS/ECS/ManagedScaling", dimensions, subject);
  return [panel("Average", "reservation, %", ["CapacityProviderReservation"], { target })];
}

function managedTarget(provider: Watched["arguments"]): number | undefined {
  const { auto_scaling_group_provider: group } = provider as {
    auto_scaling_group_provider?: {
      managed_scaling?: { status?: string; target_capacity?: number };
    };
  };
  const scaling = group?.managed_scaling;
  return scaling?.status === "ENABLED" ? (scaling.target_capacity ?? 100) : undefined;
}
