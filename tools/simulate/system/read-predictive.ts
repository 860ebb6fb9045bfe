import { type Block, blockOf, numberOf, textOf } from "../../synthesized/fields";
import type { PredictivePolicy } from "../model/system";

/** Predefined metric pairs that the model supports. It models the CPU of requests, but not their memory. */
const PAIRS: Readonly<Record<string, PredictivePolicy["metric"]>> = {
  ECSServiceCPUUtilization: "cpu",
  ALBRequestCount: "requests-per-target",
  ASGCPUUtilization: "cpu",
};

/**
 * The forecast of a service or a group.
 *
 * @returns the reason if the model does not support it
 */
export function readPredictive(name: string, block: Block): PredictivePolicy | string {
  const specification = blockOf(block, "metric_specification");
  const pair = textOf(
    blockOf(specification, "predefined_metric_pair_specification"),
    "predefined_metric_type",
  );
  const metric = pair === undefined ? undefined : PAIRS[pair];
  if (metric === undefined)
    return `the model does not support the forecast of ${pair ?? "customized metrics"}`;
  const breach = textOf(block, "max_capacity_breach_behavior") === "IncreaseMaxCapacity";
  return {
    kind: "predictive",
    name,
    metric,
    target: numberOf(specification, "target_value", 80),
    scales: textOf(block, "mode") === "ForecastAndScale",
    bufferSeconds: numberOf(block, "scheduling_buffer_time", 300),
    ...(breach ? { maxBreachPercent: numberOf(block, "max_capacity_buffer", 0) } : {}),
  };
}
