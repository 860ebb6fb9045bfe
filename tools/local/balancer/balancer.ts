import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { RecordedRequest, Router, RunningBalancer } from "../part";
import type { BalancerModel } from "../synthesized/model";
import { Listener } from "./listener";
import type { TargetGroup } from "./target-group";

export interface BalancerOptions {
  /** Filled before the first request; a deployment may replace groups. */
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  readonly record: (request: RecordedRequest) => void;
  /** Ports that are tried for the listeners, by the listener's own; any free one where that is taken. */
  readonly preferredPort: (port: number) => number;
}

/** A load balancer on this machine: a port of loopback for each of its listeners, all plain HTTP. */
export class Balancer implements RunningBalancer {
  readonly model: BalancerModel;
  readonly listeners: ReadonlyMap<string, Listener>;
  private readonly options: BalancerOptions;
  private readonly servers = new Map<number, Server>();

  constructor(model: BalancerModel, options: BalancerOptions) {
    this.model = model;
    this.options = options;
    this.listeners = new Map(
      model.listeners.map((listener) => [
        listener.address,
        new Listener(listener, {
          balancer: model,
          targetGroups: options.targetGroups,
          localPort: (port) => this.localPort(port),
          record: options.record,
        }),
      ]),
    );
  }

  async start(): Promise<void> {
    for (const listener of this.listeners.values()) {
      const { port } = listener.model;
      this.servers.set(port, await this.listen(listener, this.options.preferredPort(port)));
    }
  }

  get url(): string {
    const [first] = this.servers.keys();
    return `http://127.0.0.1:${String(this.localPort(first ?? 0))}`;
  }

  /** Listener ports of the stack, and the ports of this machine that stand for them. */
  get ports(): readonly {
    readonly port: number;
    readonly protocol: string;
    readonly url: string;
  }[] {
    return [...this.listeners.values()].map(({ model: { port, protocol } }) => ({
      port,
      protocol,
      url: `http://127.0.0.1:${String(this.localPort(port))}`,
    }));
  }

  /** Takes over rules and actions of another state of the same balancer, between two requests. */
  replaceRules(model: BalancerModel): void {
    for (const listener of model.listeners) {
      const own = this.listeners.get(listener.address);
      if (own !== undefined) own.model = listener;
    }
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.servers.values()].map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => {
              resolve();
            });
            server.closeAllConnections();
          }),
      ),
    );
  }

  private localPort(port: number): number | undefined {
    const address = this.servers.get(port)?.address() as AddressInfo | null | undefined;
    return address?.port;
  }

  private async listen(router: Router, preferred: number): Promise<Server> {
    const { idleTimeoutSeconds } = this.model;
    const server = createServer({ requireHostHeader: true }, router.handle);
    server.keepAliveTimeout = idleTimeoutSeconds * 1000;
    server.requestTimeout = 0;
    // Later than that towards the target, whose silence is to be answered.
    server.setTimeout((idleTimeoutSeconds + 5) * 1000);
    for (const port of [preferred, 0]) {
      const isListening = await new Promise<boolean>((resolve, reject) => {
        server.once("error", (error: NodeJS.ErrnoException) => {
          if (port !== 0 && ["EADDRINUSE", "EACCES"].includes(error.code ?? "")) resolve(false);
          else reject(error);
        });
        server.listen(port, "127.0.0.1", () => {
          resolve(true);
        });
      });
      if (isListening) break;
    }
    server.removeAllListeners("error");
    return server;
  }
}
