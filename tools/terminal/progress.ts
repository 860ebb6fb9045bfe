import { StatusLine } from "./status-line";

/** Seconds after which work tells that it takes time. */
const FIRST_SECONDS = 2;
/** Seconds between two lines where a line cannot be overwritten. */
const AGAIN_SECONDS = 30;

/** Shows what takes more than two seconds, and for how long: in one line on a terminal, in plain lines elsewhere. */
export class Progress {
  private what: string;
  private readonly stream: NodeJS.WriteStream;
  private readonly line: StatusLine;
  private readonly started = performance.now();
  private next = FIRST_SECONDS;
  /** Work that leaves the event loop alone needs no `step`. */
  private readonly timer = setInterval(() => {
    this.step();
  }, 250).unref();

  /** @param what such as "Synthesizing" */
  constructor(what: string, stream: NodeJS.WriteStream = process.stderr) {
    this.what = what;
    this.stream = stream;
    this.line = new StatusLine(stream);
  }

  /** Work that blocks the event loop calls it now and then. */
  step(what = this.what): void {
    this.what = what;
    const seconds = (performance.now() - this.started) / 1000;
    if (seconds < this.next) return;
    const text = `${what} ... ${Math.floor(seconds)} s`;
    if (this.stream.isTTY) this.line.show(text);
    else this.line.print(text);
    this.next = Math.floor(seconds) + (this.stream.isTTY ? 1 : AGAIN_SECONDS);
  }

  /** Makes room for lines of the work itself, which go to the standard output. */
  clear(): void {
    this.line.show("");
  }

  end(): void {
    clearInterval(this.timer);
    this.line.show("");
  }
}

/** Shows the progress of work that leaves the event loop alone. */
export async function withProgress<Result>(
  what: string,
  work: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  const progress = new Progress(what);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}
