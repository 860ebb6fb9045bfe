import { StatusLine } from "../../terminal/status-line";

/** When the first line comes, and the seconds between two, where a line cannot be overwritten. */
const FIRST_SECONDS = 2;
const AGAIN_SECONDS = 30;

/** Receives the progress of a rehearsal. */
export interface Progress {
  /** Called when a stack starts a slow operation. */
  begins(stack: string, what: string): void;
  /** Called when the operation ends. */
  ends(stack: string): void;
  /** Called with a line that stays visible. */
  tell(stack: string, line: string): void;
}

/** Prints the progress of each stack to a terminal or a log. */
export class ToldProgress implements Progress {
  private readonly line = new StatusLine();
  private readonly running = new Map<string, { readonly what: string; readonly since: number }>();
  /** Seconds until the next line where a line cannot be overwritten. */
  private next = FIRST_SECONDS;
  private readonly started = performance.now();
  private readonly timer = setInterval(() => {
    this.refresh();
  }, 1000).unref();

  begins(stack: string, what: string): void {
    this.running.set(stack, { what, since: performance.now() });
    this.refresh();
  }

  ends(stack: string): void {
    this.running.delete(stack);
    this.refresh();
  }

  tell(stack: string, line: string): void {
    this.line.print(`${stack}: ${line}`);
  }

  stop(): void {
    clearInterval(this.timer);
    this.line.show("");
  }

  private refresh(): void {
    const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(0);
    const status = [...this.running]
      .map(([stack, { what, since }]) => `${stack} ${what} ... ${seconds(since)} s`)
      .join(" | ");
    if (process.stdout.isTTY) this.line.show(status);
    else if (status !== "" && performance.now() - this.started > this.next * 1000) {
      this.next = (performance.now() - this.started) / 1000 + AGAIN_SECONDS;
      this.line.print(status);
    }
  }
}
