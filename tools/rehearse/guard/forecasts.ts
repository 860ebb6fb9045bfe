import { HISTORY_HOURS } from "../../../aws/scaling/predictive-scaling";
import { type ResourceChange, valuesOf } from "../terraform/plan";

/**
 * Resource types that predictive scaling forecasts for: their policy types, and the argument by which a policy refers
 * to its owner.
 */
const FORECASTS: Readonly<Record<string, { readonly policy: string; readonly by: string }>> = {
  aws_ecs_service: { policy: "aws_appautoscaling_policy", by: "resource_id" },
  aws_autoscaling_group: { policy: "aws_autoscaling_policy", by: "autoscaling_group_name" },
};

/**
 * Another cost of a replacement: predictive scaling forecasts from the metrics of a service or group, and a new one has
 * none.
 *
 * @returns one sentence per lost forecast
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-scaling-create-policy.html
 */
export function forecastsLostIn(changes: readonly ResourceChange[]): string[] {
  return changes.flatMap(({ address, type, change: { actions, before } }) => {
    const { policy, by } = FORECASTS[type] ?? {};
    if (policy === undefined || by === undefined) return [];
    if (!actions.includes("delete") || !actions.includes("create")) return [];
    const name = String(valuesOf(before).name);
    return changes
      .filter((other) => other.type === policy)
      .filter(({ change }) => {
        const { policy_type: kind, [by]: owner } = valuesOf(change.before);
        return kind === "PredictiveScaling" && String(owner).split("/").at(-1) === name;
      })
      .map(
        (forecast) =>
          `The plan replaces ${address}, from whose metrics ${forecast.address} forecasts: the new one has no forecast ` +
          `until it has metrics of ${HISTORY_HOURS} hours. Raise its minimum until then.`,
      );
  });
}
