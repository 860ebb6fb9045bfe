import { predictive, predictiveDefaults } from "../aws/predictive-scaling";
import { type Check, within } from "./validation";

/** What a forecast of tasks and one of instances have in common. */
export interface Forecast {
  /** @default "forecast-only" */
  readonly mode?: "forecast-only" | "forecast-and-scale";
  /**
   * How long before the hour capacity is added, less than an hour.
   * @default 300
   */
  readonly schedulingBufferSeconds?: number;
  /**
   * Lets a forecast raise the maximum, to what it forecasts and this percentage more.
   * @default the maximum holds
   */
  readonly maxCapacityBufferPercent?: number;
}

export function forecastChecks(forecast: Forecast): readonly Check[] {
  return [
    within(
      "schedulingBufferSeconds",
      forecast.schedulingBufferSeconds,
      ...predictive.schedulingBufferSeconds,
    ),
    within(
      "maxCapacityBufferPercent",
      forecast.maxCapacityBufferPercent,
      ...predictive.maxCapacityBufferPercent,
    ),
  ];
}

/** How a forecast acts, as both kinds of policies have it. */
export function forecastOf({ mode, schedulingBufferSeconds, maxCapacityBufferPercent }: Forecast) {
  return {
    mode:
      (mode ?? predictiveDefaults.mode) === "forecast-only" ? "ForecastOnly" : "ForecastAndScale",
    schedulingBufferTime: schedulingBufferSeconds ?? predictiveDefaults.schedulingBufferSeconds,
    maxCapacityBreachBehavior:
      maxCapacityBufferPercent === undefined ? "HonorMaxCapacity" : "IncreaseMaxCapacity",
    maxCapacityBuffer: maxCapacityBufferPercent,
  };
}

/** Whether the forecast may raise the maximum, which the next apply would undo in the middle of the peak. */
export function raisesMaximum({ mode, maxCapacityBufferPercent }: Forecast): boolean {
  return mode === "forecast-and-scale" && maxCapacityBufferPercent !== undefined;
}
