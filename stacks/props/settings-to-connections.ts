import type { ITerraformDependable } from "cdktf";
import {
  connectionKind,
  type ConnectionKind,
  ConnectNamespace,
  type ServiceConnectProps,
} from "../../modules/service/connections/service-connect";
import type { Capacity } from "../../modules/service/service-capacity";
import type { HttpScaleOutSettings, PathService } from "../../settings/environment";
import type { SystemStack } from "../system-stack";

/** A program whose tasks may have the proxy of Service Connect. */
interface ConnectedProgram {
  readonly connection?: PathService["connection"] | HttpScaleOutSettings["connection"];
  readonly deployment: { readonly kind: string };
}

/** The services of a system that call each other by name, or none do. */
export class Connections {
  private readonly stack: SystemStack;
  private readonly settings: HttpScaleOutSettings["serviceConnect"];
  private readonly namespaceArn: string;
  private readonly added = new Map<string, ITerraformDependable>();

  constructor(
    stack: SystemStack,
    { serviceConnect }: Pick<HttpScaleOutSettings, "serviceConnect">,
    capacity: Capacity,
  ) {
    this.stack = stack;
    this.settings = serviceConnect;
    this.namespaceArn = serviceConnect === undefined ? "" : this.namespace(serviceConnect);
    if (serviceConnect === undefined) return;
    stack.addOutputs({
      service_connect_namespace_arn: this.namespaceArn,
      service_connect_security_group_id: capacity.securityGroup.securityGroupId,
    });
  }

  /**
   * @param name by which others call it, unless it has another
   * @param usual what it is unless it says so
   */
  propsOf(
    program: ConnectedProgram,
    name: string,
    usual: ConnectionKind = "client-server",
  ): ServiceConnectProps | undefined {
    if (this.settings === undefined) return undefined;
    const { connection } = program;
    const { clientSecurityGroupIds } = this.settings;
    const calls = connection !== undefined && "calls" in connection ? connection.calls : [];
    const common = {
      namespaceArn: this.namespaceArn,
      proxy: connection?.proxy,
      calls: calls.flatMap((service) => this.added.get(service) ?? []),
    };
    if (connectionKind(program, usual) === "client") return common;
    const own = connection?.kind === "client-server" ? connection : undefined;
    return { ...common, clientSecurityGroupIds, endpoint: { ...own, name: own?.name ?? name } };
  }

  /** That others may wait for a service. */
  add(name: string, service: ITerraformDependable): void {
    this.added.set(name, service);
  }

  private namespace({ namespace }: NonNullable<HttpScaleOutSettings["serviceConnect"]>): string {
    return namespace.kind === "existing"
      ? namespace.arn
      : new ConnectNamespace(this.stack, "connect-namespace", { name: this.stack.node.id }).arn;
  }
}

/** Services in an order in which each comes after those that it calls. */
export function calledFirst<Program extends ConnectedProgram>(
  services: Readonly<Record<string, Program>>,
): readonly (readonly [string, Program])[] {
  const ordered = new Map<string, Program>();
  const visit = (name: string): void => {
    const program = services[name];
    if (program === undefined || ordered.has(name)) return;
    const { connection } = program;
    if (connection !== undefined && "calls" in connection) connection.calls.forEach(visit);
    ordered.set(name, program);
  };
  Object.keys(services).forEach(visit);
  return [...ordered];
}
