import type { RecordedRequest, RunningBalancer } from "../part";
import type { BalancerModel } from "../../synthesized/system/load-balancer";
import { Listener } from "./listener";
import { listen, type LocalServer, type WantedPort } from "./local-server";
import type { TargetGroup } from "./target-group";

export interface BalancerOptions {
  /** Filled before the first request. A deployment may replace groups. */
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  readonly record: (request: RecordedRequest) => void;
  /** The local port of a listener, by its port in the stack. */
  readonly wantedPort: (port: number) => WantedPort;
}

/** A load balancer on this machine, with a loopback port for each of its listeners. All use plain HTTP. */
export class Balancer implements RunningBalancer {
  readonly model: BalancerModel;
  readonly listeners: ReadonlyMap<string, Listener>;
  private readonly options: BalancerOptions;
  private readonly servers = new Map<number, LocalServer>();

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
      this.servers.set(
        port,
        await listen(listener, this.options.wantedPort(port), this.model.idleTimeoutSeconds),
      );
    }
  }

  get url(): string {
    const [first] = this.servers.keys();
    return `http://127.0.0.1:${String(this.localPort(first ?? 0))}`;
  }

  get endpoints(): readonly { readonly name: string; readonly url: string }[] {
    const { name, isInternal } = this.model;
    return [...this.listeners.values()].map(({ model: { port, protocol } }) => ({
      name: `${name}${isInternal ? " (internal)" : ""}, ${protocol} ${port}${protocol === "HTTPS" ? " (plain HTTP here)" : ""}`,
      url: `http://127.0.0.1:${String(this.localPort(port))}`,
    }));
  }

  /** Applies the rules and actions of another state of the same load balancer. Takes effect between two requests. */
  replaceRules(model: BalancerModel): void {
    for (const listener of model.listeners) {
      const own = this.listeners.get(listener.address);
      if (own !== undefined) own.model = listener;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.servers.values()].map((server) => server.close()));
  }

  private localPort(port: number): number | undefined {
    return this.servers.get(port)?.port;
  }
}
