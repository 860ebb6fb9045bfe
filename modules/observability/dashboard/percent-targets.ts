import type { Watched } from "../watched";
import type { Panel } from "./panel";

/** Percentage targets, by predefined metric. */
export function percentTargets(policies: readonly Watched[]): Panel["marks"] {
  const targets = policies.flatMap(({ arguments: given }): [string, number][] => {
    const tracking = (given.target_tracking_configuration ??
      given.target_tracking_scaling_policy_configuration) as Tracking | undefined;
    const forecasts = (given.predictive_scaling_configuration ??
      given.predictive_scaling_policy_configuration) as Forecasting | undefined;
    const [forecast] = [forecasts?.metric_specification ?? []].flat();
    const target = tracking ?? forecast;
    const type = (
      tracking?.predefined_metric_specification ?? forecast?.predefined_metric_pair_specification
    )?.predefined_metric_type;
    const measured = type === undefined ? undefined : PERCENT_METRICS[type];
    const what = tracking ? "target" : "target of the forecast";
    return target && measured ? [[`${measured} ${what}`, Number(target.target_value)]] : [];
  });
  return Object.fromEntries(targets);
}

interface Tracking {
  readonly target_value: number;
  readonly predefined_metric_specification?: { readonly predefined_metric_type: string };
}

interface Forecasting {
  readonly metric_specification?: Forecast | readonly Forecast[];
}

interface Forecast {
  readonly target_value: number | string;
  readonly predefined_metric_pair_specification?: { readonly predefined_metric_type: string };
}

const PERCENT_METRICS: Readonly<Record<string, string>> = {
  ASGAverageCPUUtilization: "CPU",
  ECSServiceAverageCPUUtilization: "CPU",
  ECSServiceAverageCPUUtilizationHighResolution: "CPU",
  ECSServiceAverageMemoryUtilization: "memory",
  ECSServiceAverageMemoryUtilizationHighResolution: "memory",
  ASGCPUUtilization: "CPU",
  ECSServiceCPUUtilization: "CPU",
  ECSServiceMemoryUtilization: "memory",
};
