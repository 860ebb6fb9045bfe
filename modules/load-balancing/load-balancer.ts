import { Lb } from "@cdktf/provider-aws/lib/lb";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { loadBalancerDefaults } from "../../aws/defaults";
import { idleTimeoutSeconds, loadBalancerName } from "../../aws/networking/load-balancing";
import type { Network } from "../network/network";
import { type ReachableTasks, SecurityGroup, port } from "../network/security-group";
import { atLeast, matches, validate, within } from "../validation";
import { AccessLogBucket, type AccessLogBucketProps } from "./access-log-bucket";

export interface ApplicationLoadBalancerProps {
  /** At most 32 letters, digits and hyphens, unique in account and region. */
  readonly name: string;
  readonly network: Network;
  /** Whether it is in the workloads' subnets and unreachable from the internet. @default false */
  readonly internal?: boolean;
  /** Whether AWS refuses to delete it (ELB.6). @default true */
  readonly deletionProtection?: boolean;
  /** Access logs in their own bucket (ELB.5). @default none */
  readonly accessLogs?: AccessLogBucketProps;
  /** Seconds without data after which a connection is closed. The targets' keep-alive must be longer. @default 60 */
  readonly idleTimeoutSeconds?: number;
  /** `dualstack` requires subnets with IPv6 blocks. @default "ipv4" */
  readonly ipAddressType?: "ipv4" | "dualstack";
  /**
   * Address blocks that may connect to the listeners.
   * @default the internet, or none if `internal`: peers are allowed by their security group
   */
  readonly clientCidrs?: readonly string[];
}

/**
 * An Application Load Balancer without listeners. It only accepts clients on its listeners' ports, and only reaches
 * what `reach` allows.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html
 */
export class ApplicationLoadBalancer extends Construct {
  readonly resource: Lb;
  readonly securityGroup: SecurityGroup;
  readonly accessLogBucket?: AccessLogBucket;
  readonly ipAddressType: "ipv4" | "dualstack";
  readonly vpcId: string;
  readonly arn: string;
  /** `app/name/id`, as in metric dimensions and in the label of request-count scaling. */
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** The hosted zone of `dnsName`, for alias records. */
  readonly zoneId: string;
  private readonly clientCidrs: readonly string[];

  constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id);
    const internal = props.internal ?? false;
    this.ipAddressType = props.ipAddressType ?? loadBalancerDefaults.ipAddressType;
    this.vpcId = props.network.vpcId;
    this.clientCidrs = props.clientCidrs ?? (internal ? [] : this.everybody());
    const { publicSubnetIds, workloadSubnetIds } = props.network;
    const subnetIds = internal ? workloadSubnetIds : publicSubnetIds;
    validate(
      this,
      matches("name", props.name, loadBalancerName),
      internal || Token.isUnresolved(publicSubnetIds) || publicSubnetIds.length > 0
        ? atLeast("network's subnets", subnetIds, 2)
        : () => "`network` has no public subnets: add some, or set `internal` to true.",
      within("idleTimeoutSeconds", props.idleTimeoutSeconds, ...idleTimeoutSeconds),
    );

    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: props.network.vpcId,
      namePrefix: `${props.name}-`,
      description: `Load balancer ${props.name}`,
    });
    this.accessLogBucket = this.createAccessLogs(props);
    this.resource = this.createLoadBalancer(props, internal, subnetIds);
    this.arn = this.resource.arn;
    this.arnSuffix = this.resource.arnSuffix;
    this.dnsName = this.resource.dnsName;
    this.zoneId = this.resource.zoneId;
  }

  /** Allows clients to connect to a port. */
  admitClients(portNumber: number): void {
    for (const cidr of this.clientCidrs) {
      this.securityGroup.allowFromCidr(`port-${portNumber}-from-${idOf(cidr)}`, {
        cidr,
        ports: port(portNumber),
        description: `Clients from ${cidr}`,
      });
    }
  }

  /** Allows connections to a port of tasks, for requests and health checks. */
  reach(tasks: ReachableTasks, containerPort: number): void {
    this.securityGroup.reach(
      tasks,
      containerPort,
      "Requests and health checks of the load balancer",
    );
  }

  private everybody(): readonly string[] {
    return this.ipAddressType === "dualstack" ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];
  }

  private createAccessLogs({
    accessLogs,
  }: ApplicationLoadBalancerProps): AccessLogBucket | undefined {
    return accessLogs && new AccessLogBucket(this, "access-logs", accessLogs);
  }

  private createLoadBalancer(
    props: ApplicationLoadBalancerProps,
    internal: boolean,
    subnetIds: readonly string[],
  ): Lb {
    const bucket = this.accessLogBucket;
    return new Lb(this, "Default", {
      name: props.name,
      loadBalancerType: "application",
      internal,
      subnets: [...subnetIds],
      securityGroups: [this.securityGroup.securityGroupId],
      ipAddressType: this.ipAddressType,
      enableDeletionProtection: props.deletionProtection ?? true,
      idleTimeout: props.idleTimeoutSeconds ?? loadBalancerDefaults.idleTimeoutSeconds,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      accessLogs: bucket && { bucket: bucket.bucketName, enabled: true },
      // The load balancer writes a test object immediately, which fails without the bucket's policy.
      dependsOn: bucket && [bucket.policy],
    });
  }
}

/** An address block as part of a construct ID, without dots, colons and slashes. */
function idOf(cidr: string): string {
  const everybody: Readonly<Record<string, string>> = { "0.0.0.0/0": "ipv4", "::/0": "ipv6" };
  return everybody[cidr] ?? cidr.replaceAll(/[.:/]/g, "-");
}
