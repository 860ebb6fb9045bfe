import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Owner } from "./program";

/** A raw connection, on which a test sends arbitrary bytes and reads the response. */
export class Connection {
  readonly closed: Promise<void>;
  private readonly socket: Socket;
  private text = "";

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) =>
      socket.once("close", () => {
        resolve();
      }),
    );
    socket.on("data", (chunk: Buffer) => (this.text += chunk.toString()));
    // A reset also closes the connection. Tests look only at the data received before.
    socket.on("error", () => undefined);
  }

  static async open(owner: Owner, port: number): Promise<Connection> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    const connection = new Connection(socket);
    owner.after(async () => {
      socket.destroy();
      await connection.closed;
    });
    return connection;
  }

  /** All data received so far. */
  get received(): string {
    return this.text;
  }

  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  send(bytes: string): void {
    this.socket.write(bytes);
  }

  /** Sends a whole request and waits for the headers of the response. */
  async request(path: string): Promise<string> {
    const before = this.text.length;
    this.send(`GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`);
    while (!this.text.slice(before).includes("\r\n\r\n")) {
      if (this.isClosed) throw new Error(`The connection closed after: ${this.text}`);
      await Promise.race([once(this.socket, "data"), this.closed]);
    }
    return this.text.slice(before);
  }
}
