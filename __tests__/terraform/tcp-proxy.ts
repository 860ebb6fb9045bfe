import { connect, createServer, type Server, type Socket } from "node:net";

/** How a network misbehaves. */
export interface Misbehaviour {
  /** Milliseconds by which every piece of an answer is late. @default 0 */
  readonly delayMs?: number;
  /** Resets one connection out of so many, before it carries anything. @default none */
  readonly resetsOneIn?: number;
  /** Resets every connection. @default false */
  readonly refuses?: boolean;
}

/** A network between a program and a server on this machine. */
export class TcpProxy {
  connections = 0;
  resets = 0;
  private readonly server: Server;
  private readonly target: URL;
  private readonly misbehaviour: Misbehaviour;
  private readonly sockets = new Set<Socket>();

  private constructor(target: string, misbehaviour: Misbehaviour) {
    this.target = new URL(target);
    this.misbehaviour = misbehaviour;
    this.server = createServer((socket) => {
      this.carry(socket);
    });
  }

  static async start(target: string, misbehaviour: Misbehaviour): Promise<TcpProxy> {
    const proxy = new TcpProxy(target, misbehaviour);
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get endpoint(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the proxy is closed");
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private carry(client: Socket): void {
    const { delayMs = 0, resetsOneIn, refuses = false } = this.misbehaviour;
    this.connections += 1;
    this.watch(client);
    if (refuses || (resetsOneIn !== undefined && this.connections % resetsOneIn === 0)) {
      this.resets += 1;
      client.resetAndDestroy();
      return;
    }
    const server = this.watch(connect(Number(this.target.port), this.target.hostname));
    client.pipe(server);
    server.on("data", (piece: Buffer) => setTimeout(() => client.write(piece), delayMs));
    server.on("end", () => setTimeout(() => client.end(), delayMs));
    client.on("close", () => server.destroy());
  }

  private watch(socket: Socket): Socket {
    this.sockets.add(socket);
    // Whose end comes early is the point of the matter.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
    return socket;
  }
}
