import {
  createServer,
  connect as connectTo,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import type { ServiceModel } from "../../synthesized/system/ecs-service";
import type { TaskEndpoint } from "../part";

/** Ports on this machine by the host names that a task may call. */
export type Hosts = ReadonlyMap<string, ReadonlyMap<number, number>>;

export interface EndpointsOptions {
  readonly services: readonly ServiceModel[];
  /** Where a container port of a service's healthy tasks is now. */
  readonly tasksOf: (service: ServiceModel, containerPort: number) => readonly TaskEndpoint[];
  readonly say: (line: string) => void;
}

/**
 * The endpoints of Service Connect: each listens on a port of this machine and takes a connection to the next healthy task
 * of its service, as the proxies in AWS do with each request.
 */
export class Endpoints {
  private readonly options: EndpointsOptions;
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  /** Hosts by namespace. */
  private readonly hosts = new Map<string, Map<string, Map<number, number>>>();

  private constructor(options: EndpointsOptions) {
    this.options = options;
  }

  static async open(options: EndpointsOptions): Promise<Endpoints> {
    const endpoints = new Endpoints(options);
    for (const service of options.services) await endpoints.listenFor(service);
    return endpoints;
  }

  /** What the tasks of a service reach by name: what is in its namespace. */
  hostsOf({ connect }: ServiceModel): Hosts {
    return this.hosts.get(connect?.namespace ?? "") ?? new Map<string, Map<number, number>>();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(
      this.servers.map((server) => new Promise((resolve) => server.close(resolve))),
    );
  }

  private async listenFor(service: ServiceModel): Promise<void> {
    const { connect } = service;
    if (connect === undefined) return;
    for (const { host, port, containerPort, isEncrypted, hasTimeouts } of connect.endpoints) {
      let turn = 0;
      const server = createServer((client) => {
        const tasks = this.options.tasksOf(service, containerPort);
        const task = tasks[turn++ % tasks.length];
        // A proxy without a task to connect to closes the connection, too.
        if (task === undefined) client.destroy();
        else this.join(client, connectTo(task.port, task.host));
      });
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(0, "127.0.0.1", resolve);
      });
      this.servers.push(server);
      const names = this.hosts.get(connect.namespace) ?? new Map<string, Map<number, number>>();
      this.hosts.set(connect.namespace, names);
      names.set(host, new Map([[port, (server.address() as AddressInfo).port]]));
      const missing = [
        ...(isEncrypted ? ["its encryption"] : []),
        ...(hasTimeouts ? ["its time-outs"] : []),
      ];
      this.options.say(
        `${service.name}: other services reach it at ${host}:${port} in their variables` +
          (missing.length === 0 ? "" : `, without ${missing.join(" and ")}`),
      );
    }
  }

  /** Two ends of one connection, which end together. */
  private join(client: Socket, task: Socket): void {
    for (const [one, other] of [
      [client, task],
      [task, client],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
