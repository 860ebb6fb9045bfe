import type { RecordedRequest, Router, RunningBalancer } from "../part";
import type { BalancerModel, ListenerModel } from "../../synthesized/system/load-balancer";
import type { TargetGroupModel } from "../../synthesized/system/target-group";
import { UserError } from "../../terminal/user-error";
import { listen, type LocalServer, type WantedPort } from "./local-server";

export interface NetworkBalancerOptions {
  readonly targetGroups: ReadonlyMap<string, TargetGroupModel>;
  /** The application load balancers, which start first. */
  readonly balancers: ReadonlyMap<string, RunningBalancer>;
  readonly wantedPort: (port: number) => WantedPort;
  readonly record: (request: RecordedRequest) => void;
}

/** A network load balancer in front of an application load balancer. It passes every request on to it. */
export class NetworkBalancer implements RunningBalancer {
  readonly model: BalancerModel;
  readonly listeners: ReadonlyMap<string, Router>;
  private readonly options: NetworkBalancerOptions;
  private readonly servers: LocalServer[] = [];

  constructor(model: BalancerModel, options: NetworkBalancerOptions) {
    this.model = model;
    this.options = options;
    this.listeners = new Map(
      model.listeners.map((listener) => [listener.address, this.routerOf(listener)]),
    );
  }

  async start(): Promise<void> {
    for (const { address, port } of this.model.listeners) {
      const router = this.listeners.get(address);
      if (router === undefined) continue;
      this.servers.push(await listen(router, this.options.wantedPort(port), 350));
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.servers[0]?.port ?? 0}`;
  }

  get endpoints(): readonly { readonly name: string; readonly url: string }[] {
    const { name, listeners } = this.model;
    return listeners.map(({ protocol, port }, at) => ({
      name: `${name} (network balancer), ${protocol} ${port}`,
      url: `http://127.0.0.1:${this.servers[at]?.port ?? 0}`,
    }));
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.close()));
  }

  private routerOf({ address, defaultAction }: ListenerModel): Router {
    const group = defaultAction.kind === "forward" ? defaultAction.targets[0]?.targetGroup : "";
    const behind = this.options.targetGroups.get(group ?? "")?.balancer;
    const [router] = [...(this.options.balancers.get(behind ?? "")?.listeners.values() ?? [])];
    if (router !== undefined) return router;
    throw new UserError(`${address} must forward to an application load balancer of the stack.`);
  }
}
