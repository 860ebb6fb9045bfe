import type { AlarmSettings } from "../system";
import { randomOf, type World } from "../world";
import { metricFigure } from "./metric-figure";
import { type Series, valueOf } from "./metric-series";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/**
 * A CloudWatch alarm. It is evaluated every minute, or every 10 seconds if its period is shorter than a minute, and looks
 * at M of N data points. Its scaling action is invoked once a minute while it stays in ALARM.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export class Alarm {
  state: AlarmState = "INSUFFICIENT_DATA";
  private readonly world: World;
  private readonly settings: AlarmSettings;
  private readonly series: Pick<Series, "latest">;
  private readonly act: (value: number) => void;
  private invokedAt = -Infinity;

  /** @param act gets the latest value of the metric */
  constructor(
    world: World,
    settings: AlarmSettings,
    series: Pick<Series, "latest">,
    act: (value: number) => void,
  ) {
    this.world = world;
    this.settings = settings;
    this.series = series;
    this.act = act;
    const interval = settings.periodSeconds < 60 ? 10 : 60;
    const phase = randomOf(world, `evaluation of ${settings.name}`).between(0, interval);
    world.queue.every(phase, interval, () => {
      this.evaluate();
    });
  }

  private evaluate(): void {
    const { settings, world } = this;
    const values = this.series
      .latest(settings.evaluationPeriods)
      .map((point) => valueOf(point, settings.statistic));
    const before = this.state;
    this.state = this.stateFor(values);
    if (this.state !== before) this.tellChange(before, values);
    if (this.state !== "ALARM") return;
    const isChange = before !== "ALARM";
    // Evaluations are whole multiples of 10 s or a minute apart.
    if (!isChange && world.queue.now - this.invokedAt < 60 - 1e-6) return;
    const latest = values.findLast((value) => value !== undefined);
    this.invokedAt = world.queue.now;
    if (latest !== undefined) this.act(latest);
  }

  private stateFor(values: readonly (number | undefined)[]): AlarmState {
    const { evaluationPeriods, datapointsToAlarm, treatMissingData } = this.settings;
    if (values.length < evaluationPeriods) return this.state;
    const isMissing = values.every((value) => value === undefined);
    if (isMissing && treatMissingData === "missing") return "INSUFFICIENT_DATA";
    if (isMissing && treatMissingData === "ignore") return this.state;
    const breaching = values.filter((value) =>
      value === undefined ? treatMissingData === "breaching" : this.isBreaching(value),
    );
    return breaching.length >= datapointsToAlarm ? "ALARM" : "OK";
  }

  private isBreaching(value: number): boolean {
    const { comparison, threshold } = this.settings;
    switch (comparison) {
      case "above":
        return value > threshold;
      case "at-or-above":
        return value >= threshold;
      case "below":
        return value < threshold;
      case "at-or-below":
        return value <= threshold;
    }
  }

  private tellChange(before: AlarmState, values: readonly (number | undefined)[]): void {
    const { settings, state, world } = this;
    // Do not report the first state of an alarm, or that a low load stays low.
    if (state !== "ALARM" && before !== "ALARM") return;
    const latest = values.findLast((value) => value !== undefined);
    const { comparison, threshold, datapointsToAlarm, evaluationPeriods, periodSeconds } = settings;
    world.tell(
      "alarm",
      settings.subject ?? settings.source.name,
      `${settings.name} is ${state}: ${whatIsMeasured(settings.source)} ${latest === undefined ? "missing" : metricFigure(latest)}, ` +
        `${comparison.replaceAll("-", " ")} ${metricFigure(threshold).replace(/\.0$/, "")} in ` +
        `${datapointsToAlarm} of ${evaluationPeriods} points of ${periodSeconds} s`,
    );
  }
}

function whatIsMeasured(source: AlarmSettings["source"]): string {
  return source.of === "math" ? source.expression : source.metric;
}
