/**
 * How well supply follows demand, as the SPEC Research Group measures it. Demand is the least capacity that meets the
 * objective.
 * @see Herbst et al., "Ready for Rain? A View from SPEC Research on the Future of Cloud Metrics", SPEC-RG-2016-01
 */
export interface Elasticity {
  /** Mean missing and surplus capacity, in tasks or instances. */
  readonly underProvisioned: number;
  readonly overProvisioned: number;
  /** Percent of the time with too little and with too much capacity. */
  readonly underTimeshare: number;
  readonly overTimeshare: number;
  /** Percent of the time in which supply and demand do not change in the same direction. */
  readonly instability: number;
  /** How often supply reversed its direction. */
  readonly reversals: number;
}

const TREND_SECONDS = 60;

/** Follows demand and supply through a run in steps of one second. */
export class ElasticityMeter {
  private seconds = 0;
  private missing = 0;
  private excess = 0;
  private underSeconds = 0;
  private overSeconds = 0;
  private trends = 0;
  private unstable = 0;
  private reversals = 0;
  private direction = 0;
  private former = { demand: NaN, supply: NaN };

  add(demand: number, supply: number): void {
    this.seconds++;
    if (demand > supply) {
      this.missing += demand - supply;
      this.underSeconds++;
    } else if (supply > demand) {
      this.excess += supply - demand;
      this.overSeconds++;
    }
    if (this.seconds % TREND_SECONDS === 1) this.addTrend(demand, supply);
  }

  get result(): Elasticity {
    const percent = (count: number, of: number) => (of > 0 ? (100 * count) / of : 0);
    return {
      underProvisioned: this.seconds > 0 ? this.missing / this.seconds : 0,
      overProvisioned: this.seconds > 0 ? this.excess / this.seconds : 0,
      underTimeshare: percent(this.underSeconds, this.seconds),
      overTimeshare: percent(this.overSeconds, this.seconds),
      instability: percent(this.unstable, this.trends),
      reversals: this.reversals,
    };
  }

  private addTrend(demand: number, supply: number): void {
    const { former } = this;
    this.former = { demand, supply };
    if (Number.isNaN(former.demand)) return;
    this.trends++;
    const change = Math.sign(supply - former.supply);
    if (change !== Math.sign(demand - former.demand)) this.unstable++;
    if (change === 0) return;
    if (this.direction !== 0 && change !== this.direction) this.reversals++;
    this.direction = change;
  }
}

/** Elastic speed-up: above 1 if a run follows its load better than a run without scaling. */
export function elasticSpeedup(run: Elasticity, without: Elasticity): number {
  // Avoids a division by zero when a run is never wrong.
  const ratio = (one: number, other: number) => Math.max(one, 5e-4) / Math.max(other, 5e-4);
  return (
    (ratio(without.underProvisioned, run.underProvisioned) *
      ratio(without.overProvisioned, run.overProvisioned) *
      ratio(without.underTimeshare, run.underTimeshare) *
      ratio(without.overTimeshare, run.overTimeshare)) **
    0.25
  );
}
