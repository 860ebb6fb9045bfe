import type { CreditSettings } from "../system";

const SECONDS_A_DAY = 86_400;

/**
 * CPU credits of a burstable instance. One credit is one vCPU at 100 % for a minute. The balance is limited to the credits
 * earned in a day. In standard mode an instance without credits falls back to its baseline. In unlimited mode it spends
 * surplus credits, which later earnings pay back. Surplus credits cost money above a day's earnings, and when the
 * instance ends.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode-concepts.html
 */
export class CpuCredits {
  balance: number;
  /** Surplus credits that are not paid back yet. */
  surplus = 0;
  /** Surplus credits that are charged. */
  charged = 0;
  private readonly vcpus: number;
  private readonly settings: CreditSettings;
  private readonly earnedPerSecond: number;
  private readonly most: number;

  constructor(vcpus: number, settings: CreditSettings) {
    this.vcpus = vcpus;
    this.settings = settings;
    this.earnedPerSecond = (vcpus * settings.baselinePercent) / 100 / 60;
    this.most = this.earnedPerSecond * SECONDS_A_DAY;
    this.balance = settings.mode === "standard" ? settings.launchCredits : 0;
  }

  get isThrottled(): boolean {
    return this.vcpusFor(1) < this.vcpus;
  }

  /** vCPU available for the given seconds: the baseline, plus what the balance allows. */
  vcpusFor(seconds: number): number {
    if (this.settings.mode === "unlimited") return this.vcpus;
    const baseline = (this.vcpus * this.settings.baselinePercent) / 100;
    return Math.min(this.vcpus, baseline + (this.balance * 60) / seconds);
  }

  /** Settles the credits earned and spent during a step. */
  use(cpuSeconds: number, seconds: number): void {
    let change = this.earnedPerSecond * seconds - cpuSeconds / 60;
    if (change > 0 && this.surplus > 0) {
      const paid = Math.min(change, this.surplus);
      this.surplus -= paid;
      change -= paid;
    }
    this.balance += change;
    if (this.balance < 0) {
      if (this.settings.mode === "unlimited") this.surplus -= this.balance;
      this.balance = 0;
    }
    // Launch credits of T2 do not count towards the limit.
    const limit = Math.max(this.most, this.settings.launchCredits);
    if (this.balance > limit) this.balance = limit;
    if (this.surplus > this.most) {
      this.charged += this.surplus - this.most;
      this.surplus = this.most;
    }
  }

  /** Credits that would be charged if the instance ended now. */
  get owed(): number {
    return this.charged + this.surplus;
  }
}
