import { predictive, predictiveDefaults } from "../aws/scaling/predictive-scaling";
import { type Check, within } from "./validation";

/** The common part of forecasts for tasks and for instances. */
export interface Forecast {
  /** @default "forecast-only" */
  readonly mode?: "forecast-only" | "forecast-and-scale";
  /**
   * How long before the hour to add capacity; less than one hour.
   * @default 300
   */
  readonly schedulingBufferSeconds?: number;
  /**
   * Allows a forecast to raise the maximum to the forecast plus this percentage.
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

/** How a forecast acts, in the form that both kinds of policies use. */
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

/** Whether the forecast may raise the maximum, which an apply during the peak would undo. */
export function raisesMaximum({ mode, maxCapacityBufferPercent }: Forecast): boolean {
  return mode === "forecast-and-scale" && maxCapacityBufferPercent !== undefined;
}
