import type { AutoScalingGroup } from "../instances/auto-scaling-group";
import type { PredictivePolicy, SimulatedService } from "../system";
import type { World } from "../world";
import type { ServiceAutoscaler } from "./service-autoscaler";

/** Mean requests per second in a part of the profile. */
export type MeanRate = (fromSecond: number, toSecond: number) => number;

/** The recipient of a forecast: a service's autoscaler, or a group. */
interface Forecasted {
  max: number;
  setForecast(count: number, reason: string): void;
}

/** Predictive scaling of a service. */
export function predictTasks(
  world: World,
  service: SimulatedService,
  policy: PredictivePolicy,
  autoscaler: ServiceAutoscaler,
  rate: MeanRate,
): void {
  const { parameters } = world;
  const capacityFor = (perSecond: number) =>
    policy.metric === "requests-per-target"
      ? (perSecond * 60) / policy.target
      : (perSecond * parameters.cpuMsPerRequest) /
        1000 /
        ((service.task.cpuUnits / 1024) * (policy.target / 100));
  predict(world, policy, autoscaler, (from, to) => capacityFor(rate(from, to)));
}

/** Predictive scaling of a group, by the CPU of all services on it. */
export function predictInstances(
  world: World,
  group: AutoScalingGroup,
  policy: PredictivePolicy,
  rate: MeanRate,
): void {
  const possible = group.settings.instance.vcpus * (policy.target / 100);
  const { cpuMsPerRequest } = world.parameters;
  predict(world, policy, group, (from, to) => (rate(from, to) * cpuMsPerRequest) / 1000 / possible);
}

/**
 * Hourly forecasts that are applied some minutes before the hour and never scale in. The forecast is assumed to be accurate,
 * as if the previous days had the same load as the profile.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-predictive-scaling.html
 */
function predict(
  world: World,
  policy: PredictivePolicy,
  forecasted: Forecasted,
  capacityIn: (fromSecond: number, toSecond: number) => number,
): void {
  if (!policy.scales) return;
  const plan = (hour: number): void => {
    const from = hour * 3600;
    world.queue.at(Math.max(0, from - policy.bufferSeconds), () => {
      const wanted = Math.ceil(capacityIn(from, from + 3600) - 1e-9);
      // The buffer is a percentage of the forecast, and a raised maximum stays.
      // https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredictiveScalingPolicyConfiguration.html
      if (policy.maxBreachPercent !== undefined && wanted >= forecasted.max)
        forecasted.max = Math.ceil(wanted * (1 + policy.maxBreachPercent / 100) - 1e-9);
      const reason = `${policy.name}: forecast for hour ${hour}`;
      forecasted.setForecast(Math.min(wanted, forecasted.max), reason);
      plan(hour + 1);
    });
  };
  plan(0);
}
