/** Permanent lines and, on a terminal, a status line below them. */
export class StatusLine {
  private readonly stream: NodeJS.WriteStream;
  private status = "";

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.stream = stream;
  }

  print(line: string): void {
    this.erase();
    this.stream.write(`${line}\n`);
    this.draw();
  }

  /** @param status empty: none */
  show(status: string): void {
    this.erase();
    this.status = status;
    this.draw();
  }

  private erase(): void {
    if (this.stream.isTTY && this.status !== "") this.stream.write("\r\u001b[2K");
  }

  private draw(): void {
    // A line that wraps cannot be erased.
    if (this.stream.isTTY) this.stream.write(this.status.slice(0, this.stream.columns - 1));
  }
}
