import { Alarm } from "../cloudwatch/alarm";
import { metricFigure } from "../cloudwatch/metric-figure";
import type { Series } from "../cloudwatch/metric-series";
import type { AlarmSettings, ServiceScaling, StepPolicy, TargetTrackingPolicy } from "../system";
import type { World } from "../world";
import { followSchedule } from "./schedule";
import { adjusted, stepFor, trackedCapacity, trackingAlarms } from "./adjustments";

/** A service as Application Auto Scaling sees it. */
export interface ScaledService {
  readonly name: string;
  readonly desired: number;
  readonly running: number;
  readonly isDeploying: boolean;
  setDesired(count: number, reason: string): void;
}

/**
 * Application Auto Scaling of one ECS service.
 *
 * - Every step starts from the running tasks, so tasks that cannot be placed do not cause unlimited scaling.
 * - Scale-out: within the cooldown, only a larger step applies, minus the capacity that was already added.
 * - Scale-in: not within the cooldown and not during a deployment. Several target-tracking policies must all agree, and
 *   the largest capacity wins. Scaling out ends the scale-in cooldown.
 * - A count outside the bounds moves to the nearest bound, and a step in the opposite direction goes no further.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export class ServiceAutoscaler {
  min: number;
  max: number;
  /** The minimum capacity that a forecast requires. */
  forecast = 0;
  private readonly world: World;
  private readonly service: ScaledService;
  private readonly trackers: { policy: TargetTrackingPolicy; low?: Alarm; metric: number }[] = [];
  private outUntil = -Infinity;
  private inUntil = -Infinity;
  private outBase = 0;

  constructor(
    world: World,
    service: ScaledService,
    scaling: ServiceScaling,
    seriesFor: (alarm: AlarmSettings) => Series,
  ) {
    this.world = world;
    this.service = service;
    this.min = scaling.min;
    this.max = scaling.max;
    for (const policy of scaling.policies) {
      if (policy.kind === "target-tracking") this.track(policy, seriesFor);
      else if (policy.kind === "step") this.step(policy, seriesFor);
    }
  }

  /** New bounds, as a scheduled action sets them. */
  setBounds(min: number, max: number, reason: string): void {
    this.min = min;
    this.max = max;
    const { desired } = this.service;
    const within = Math.max(min, Math.min(max, desired));
    if (within !== desired) this.service.setDesired(within, reason);
  }

  setForecast(count: number, reason: string): void {
    this.forecast = count;
    if (count > this.service.desired) this.service.setDesired(count, reason);
  }

  /**
   * @param wantedFrom the capacity that a policy requires, given a number of tasks: the running tasks, or within the
   * cooldown those that ran when it began, because the metric still reflects them
   * @returns whether it changed the count
   */
  scaleOut(
    wantedFrom: (tasks: number) => number,
    cooldownSeconds: number,
    reason: string,
  ): boolean {
    const { queue } = this.world;
    const { desired, running } = this.service;
    const base = queue.now < this.outUntil ? this.outBase : running;
    const count = Math.max(this.min, Math.min(this.max, wantedFrom(base)));
    if (count <= desired) return false;
    this.outBase = base;
    this.outUntil = queue.now + cooldownSeconds;
    this.inUntil = -Infinity;
    this.service.setDesired(count, reason);
    return true;
  }

  /** @returns whether it changed the count */
  scaleIn(wanted: number, cooldownSeconds: number, reason: string): boolean {
    const { queue } = this.world;
    const { desired, isDeploying } = this.service;
    if (queue.now < this.inUntil || isDeploying) return false;
    const count = Math.min(this.max, Math.max(wanted, this.min, this.forecast));
    if (count >= desired) return false;
    this.inUntil = queue.now + cooldownSeconds;
    this.service.setDesired(count, reason);
    return true;
  }

  private track(policy: TargetTrackingPolicy, seriesFor: (alarm: AlarmSettings) => Series): void {
    const { high, low } = trackingAlarms(policy, { of: "service", name: this.service.name });
    const { target } = policy;
    new Alarm(this.world, high, seriesFor(high), (metric) => {
      this.scaleOut(
        // With no tasks there is no proportion to calculate, so add the smallest step.
        (tasks) => (tasks === 0 ? 1 : trackedCapacity(tasks, metric, target)),
        policy.scaleOutCooldownSeconds,
        `${policy.name}: ${metricFigure(metric)} is above ${target}`,
      );
    });
    const tracker: (typeof this.trackers)[number] = { policy, metric: Infinity };
    this.trackers.push(tracker);
    if (policy.scaleInDisabled) return;
    tracker.low = new Alarm(this.world, low, seriesFor(low), (metric) => {
      tracker.metric = metric;
      this.trackDown(policy, metric);
    });
  }

  private trackDown(policy: TargetTrackingPolicy, metric: number): void {
    const voters = this.trackers.filter(({ policy: { scaleInDisabled } }) => !scaleInDisabled);
    if (voters.some(({ low }) => low?.state !== "ALARM")) return;
    const { running, desired } = this.service;
    const wanted = Math.max(
      ...voters.map((voter) =>
        voter.metric === Infinity
          ? desired
          : trackedCapacity(running, voter.metric, voter.policy.target),
      ),
    );
    this.scaleIn(
      wanted,
      policy.scaleInCooldownSeconds,
      `${policy.name}: ${metricFigure(metric)} is below ${policy.target}`,
    );
  }

  private step(policy: StepPolicy, seriesFor: (alarm: AlarmSettings) => Series): void {
    const { alarm } = policy;
    const scalesOut = alarm.comparison.endsWith("above");
    new Alarm(this.world, alarm, seriesFor(alarm), (metric) => {
      const step = stepFor(policy.steps, metric, alarm.threshold, scalesOut);
      if (step === undefined) return;
      const wantedFrom = (tasks: number) =>
        adjusted(tasks, step.adjustment, policy.adjustmentType, policy.minAdjustmentMagnitude);
      const reason = `${policy.name}: ${metricFigure(metric)} is ${alarm.comparison.replaceAll("-", " ")} ${alarm.threshold}`;
      const { running } = this.service;
      const wanted = wantedFrom(running);
      if (wanted > running) this.scaleOut(wantedFrom, policy.cooldownSeconds, reason);
      else if (wanted < running) this.scaleIn(wanted, policy.cooldownSeconds, reason);
    });
  }
}

/** Starts the policies and the schedule of a service. Forecasts are set with `setForecast`. */
export function scaleService(
  world: World,
  service: ScaledService,
  scaling: ServiceScaling,
  seriesFor: (alarm: AlarmSettings) => Series,
  start: Date,
): ServiceAutoscaler {
  const autoscaler = new ServiceAutoscaler(world, service, scaling, seriesFor);
  for (const action of scaling.schedule)
    followSchedule(world, action, start, () => {
      const { min = autoscaler.min, max = autoscaler.max, name } = action;
      autoscaler.setBounds(min, max, `scheduled action ${name}`);
    });
  autoscaler.setBounds(scaling.min, scaling.max, "bounds of scaling");
  return autoscaler;
}
