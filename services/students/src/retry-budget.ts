const most = 10;
const perRequest = 0.2;

/** Lets a fifth of the requests be tried again, and ten more after a quiet time: a failing peer gets no storm. */
export class RetryBudget {
  private balance = most;

  /** To be called once for each request. */
  give(): void {
    this.balance = Math.min(most, this.balance + perRequest);
  }

  /** @returns whether there may be a second try, which it counts */
  take(): boolean {
    if (this.balance < 1) return false;
    this.balance -= 1;
    return true;
  }
}
