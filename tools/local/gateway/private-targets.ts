import { listen, type LocalServer } from "../balancer/local-server";
import type { RunningSystem } from "../part";
import type { Endpoint, EndpointOf, Target } from "./forwarding";
import { firstBlock } from "../../synthesized/fields";
import { addressIn, type Resource } from "../../synthesized/resources";

const IDLE_SECONDS = 60;

/** The targets of VPC links in a running system: healthy tasks in Cloud Map, in turn, and load balancers. */
export class PrivateTargets {
  private readonly system: RunningSystem;
  /** Addresses of the services that register in each Cloud Map service. */
  private readonly registrations: readonly {
    readonly registry: unknown;
    readonly service: string;
  }[];
  private readonly turns = new Map<string, number>();
  private readonly listeners = new Map<string, LocalServer>();

  private constructor(system: RunningSystem) {
    this.system = system;
    this.registrations = system.evaluated
      .resources("aws_ecs_service")
      .flatMap(({ address, block }: Resource) => {
        const registries = firstBlock(block, "service_registries");
        return registries === undefined
          ? []
          : [{ registry: registries["registry_arn"], service: address }];
      });
  }

  static async of(system: RunningSystem): Promise<PrivateTargets> {
    const targets = new PrivateTargets(system);
    for (const balancer of system.balancers.values()) {
      for (const [address, router] of balancer.listeners)
        targets.listeners.set(address, await listen(router, { port: 0 }, IDLE_SECONDS));
    }
    return targets;
  }

  readonly endpointOf: EndpointOf = (target) => {
    switch (target.kind) {
      case "cloud-map-service":
        return this.nextTask(target.arn);
      case "listener":
        return this.listener(addressIn(target.arn));
      case "load-balancer":
        return this.balancer(target);
    }
  };

  async close(): Promise<void> {
    await Promise.all([...this.listeners.values()].map((server) => server.close()));
  }

  /** Sends each request to the next healthy task. */
  private nextTask(registry: string): Endpoint | undefined {
    const tasks = this.registrations
      .filter((each) => each.registry === registry)
      .flatMap(({ service }) => this.system.services.get(service)?.healthyTasks() ?? []);
    const turn = this.turns.get(registry) ?? 0;
    this.turns.set(registry, turn + 1);
    const task = tasks[turn % tasks.length];
    return task && { host: task.host, port: task.port, name: task.taskId };
  }

  private listener(address: string | undefined): Endpoint | undefined {
    const server = this.listeners.get(address ?? "");
    return server && { host: "127.0.0.1", port: server.port, name: address ?? "" };
  }

  /** The load balancer's listener on a port, or else its first listener. */
  private balancer({
    arn,
    port,
  }: Extract<Target, { kind: "load-balancer" }>): Endpoint | undefined {
    const address = addressIn(arn) ?? "";
    const own = [...(this.system.balancers.get(address)?.listeners.keys() ?? [])];
    const portOf = (listener: string): unknown =>
      this.system.evaluated.resource(listener)?.block["port"];
    return this.listener(own.find((each) => Number(portOf(each)) === port) ?? own[0]);
  }
}
