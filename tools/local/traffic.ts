import type { RecordedRequest } from "./part";

const KEPT = 50;

/** Counts requests and keeps the most recent ones. */
export class Traffic {
  requests = 0;
  /** By the first digit of the status: `2xx`, `5xx`. */
  readonly byStatus: Record<string, number> = {};
  private readonly byAnswerer = new Map<string, number>();
  private readonly last: RecordedRequest[] = [];
  private next = 0;

  readonly record = (request: RecordedRequest): void => {
    this.requests += 1;
    const group = `${Math.floor(request.status / 100)}xx`;
    this.byStatus[group] = (this.byStatus[group] ?? 0) + 1;
    this.byAnswerer.set(request.answeredBy, this.answeredBy(request.answeredBy) + 1);
    this.last[this.next] = request;
    this.next = (this.next + 1) % KEPT;
  };

  /** @returns the number of requests answered by a task, or by what answered in its place */
  answeredBy(name: string): number {
    return this.byAnswerer.get(name) ?? 0;
  }

  /** Newest first. */
  get recent(): readonly RecordedRequest[] {
    return [...this.last.slice(this.next), ...this.last.slice(0, this.next)].reverse();
  }
}
