import type { PredictivePolicy, SimulatedService } from "../system";
import type { World } from "../world";
import type { ServiceAutoscaler } from "./service-autoscaler";

/**
 * Predictive scaling of a service: hourly forecasts that are applied some minutes before the hour and never scale in. The
 * forecast is assumed to be accurate, as if the previous days had the same load as the profile.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-predictive-scaling.html
 *
 * @param meanRate the service's mean requests per second in an hour of the profile
 */
export function predict(
  world: World,
  service: SimulatedService,
  policy: PredictivePolicy,
  autoscaler: ServiceAutoscaler,
  meanRate: (fromSecond: number, toSecond: number) => number,
): void {
  if (!policy.scales) return;
  const plan = (hour: number): void => {
    const from = hour * 3600;
    world.queue.at(Math.max(0, from - policy.bufferSeconds), () => {
      const wanted = Math.ceil(
        capacityFor(world, service, policy, meanRate(from, from + 3600)) - 1e-9,
      );
      const most =
        policy.maxBreachPercent === undefined
          ? autoscaler.max
          : Math.floor(autoscaler.max * (1 + policy.maxBreachPercent / 100));
      autoscaler.setForecast(Math.min(wanted, most), `${policy.name}: forecast for hour ${hour}`);
      plan(hour + 1);
    });
  };
  plan(0);
}

function capacityFor(
  { parameters }: World,
  { task }: SimulatedService,
  { metric, target }: PredictivePolicy,
  rate: number,
): number {
  if (metric === "requests-per-target") return (rate * 60) / target;
  const vcpus = (rate * parameters.cpuMsPerRequest) / 1000;
  return vcpus / ((task.cpuUnits / 1024) * (target / 100));
}
