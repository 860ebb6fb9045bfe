import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { type ITerraformDependable, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { vpcCidrProblem } from "../../aws/networking/network";
import { validate } from "../validation";
import { zoneChecks, zoneNames } from "./availability-zones";
import { FlowLogs } from "./flow-logs";
import { NatGateways } from "./nat-gateways";
import { ANYWHERE, type HttpsDestination, type Network } from "./network";
import {
  PrivateSubnets,
  PublicSubnets,
  type RoutedSubnet,
  subnetLayout,
  type VpcZone,
} from "./subnets";
import type { EndpointPolicies } from "./endpoint-policy";
import { endpointsFor, GatewayEndpoint, InterfaceEndpoints } from "./vpc-endpoints";

export interface OwnVpcProps {
  readonly kind: "own";
  /** An IPv4 block from /16 to /19. `subnetLayout` describes how it is divided. @default "10.0.0.0/16" */
  readonly cidr?: string;
  /** Number of zones, 2 or 3, each with a public and a private subnet. */
  readonly zoneCount: number;
  /** Names of the zones, such as `us-east-2a`. @default - the first zones of the region */
  readonly availabilityZones?: readonly string[];
  /** IDs of the zones to choose from, such as `use2-az1`. @default - all zones of the region */
  readonly zoneIds?: readonly string[];
  /**
   * Outbound access of the private subnets. `none` has no route to the internet: interface endpoints lead to the
   * services that ECS needs, and images must be in ECR.
   */
  readonly nat: "none" | "single" | "per-zone";
  /**
   * AWS services with an interface endpoint, named as in `ecr.api`.
   * @default those that ECS needs where nothing else leads to them, else none
   */
  readonly interfaceEndpoints?: readonly string[];
  /** Whether a gateway endpoint leads to all tables of DynamoDB. @default false */
  readonly dynamodbEndpoint?: boolean;
  /**
   * Destinations of the workloads' HTTPS connections: anywhere, or only the endpoints of AWS services, including S3.
   * @default "anywhere"
   */
  readonly httpsEgress?: "anywhere" | "endpoints";
  /** The region. In some regions, endpoint services have different names. @default - the names in most regions */
  readonly region?: string;
  /** What the endpoints let through. @default everything that the caller's own permissions allow */
  readonly endpointPolicies?: EndpointPolicies;
  /** Days to keep the VPC's flow logs. @default no flow logs */
  readonly flowLogsRetentionDays?: number;
  /** Prefix of the `Name` tags. @default - the stack's ID */
  readonly name?: string;
}

const defaultCidr = "10.0.0.0/16";

/** A VPC for one system: public subnets for what faces the internet, private ones for everything else. */
export class OwnVpc extends Construct implements Network {
  readonly vpc: Vpc;
  readonly vpcId: string;
  readonly publicSubnets: PublicSubnets;
  readonly privateSubnets: PrivateSubnets;
  readonly publicSubnetIds: readonly string[];
  readonly workloadSubnetIds: readonly string[];
  readonly workloadsArePublic = false;
  readonly privateRouteTableIds: readonly string[];
  readonly egress: readonly ITerraformDependable[];
  readonly httpsDestinations: readonly HttpsDestination[];

  constructor(scope: Construct, id: string, props: OwnVpcProps) {
    super(scope, id);
    const name = props.name ?? TerraformStack.of(this).node.id;
    const cidr = props.cidr ?? defaultCidr;
    validate(this, ...zoneChecks(props), () => {
      const problem = vpcCidrProblem(cidr);
      return problem && `\`cidr\` ${problem}, got ${cidr}.`;
    });

    this.vpc = this.createVpc(name, cidr);
    this.vpcId = this.vpc.id;
    this.closeDefaultSecurityGroup();
    const subnetsProps = { name, vpcId: this.vpcId, zones: this.zonesOf(props, cidr) };
    this.publicSubnets = new PublicSubnets(this, "public", subnetsProps);
    this.privateSubnets = new PrivateSubnets(this, "private", subnetsProps);
    this.publicSubnetIds = idsOf(this.publicSubnets);
    this.workloadSubnetIds = idsOf(this.privateSubnets);
    this.privateRouteTableIds = this.privateSubnets.subnets.map((subnet) => subnet.routeTableId);
    const nat = this.createNat(name, props);
    // A free gateway endpoint. Image layers come from S3, and would otherwise pass a NAT gateway, which is billed per
    // byte.
    const gateways = this.createGateways(props);
    const endpoints = this.createEndpoints(props);
    this.egress = [
      ...this.privateSubnets.subnets.map(({ association }) => association),
      ...nat,
      ...gateways.map(({ resource }) => resource),
      ...(endpoints?.ways ?? []),
    ];
    this.httpsDestinations =
      props.httpsEgress === "endpoints"
        ? [...gateways, ...(endpoints === undefined ? [] : [endpoints])].map(
            ({ destination }) => destination,
          )
        : [ANYWHERE];
    this.createFlowLogs(name, props);
  }

  private createVpc(name: string, cidr: string): Vpc {
    return new Vpc(this, "Default", {
      cidrBlock: cidr,
      enableDnsSupport: true,
      // Interface endpoints only use the services' usual names if both are enabled.
      enableDnsHostnames: true,
      tags: { Name: name },
    });
  }

  /**
   * EC2.2. AWS creates the group with the VPC and allows traffic among its members. Managed without rules, the group
   * loses them.
   */
  private closeDefaultSecurityGroup(): void {
    new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: this.vpcId,
      ingress: [],
      egress: [],
    });
  }

  private zonesOf(props: OwnVpcProps, cidr: string): readonly VpcZone[] {
    const names = zoneNames(this, props);
    // An invalid block is replaced by the default here, so that the other checks can run.
    const layout = subnetLayout(vpcCidrProblem(cidr) ? defaultCidr : cidr, props.zoneCount);
    const pinned = props.availabilityZones !== undefined;
    return layout.map((zone, index) => ({ ...zone, availabilityZone: names[index] ?? "", pinned }));
  }

  private createNat(name: string, { nat }: OwnVpcProps): readonly ITerraformDependable[] {
    if (nat === "none") return [];
    const { publicSubnets, privateSubnets } = this;
    const gateways = new NatGateways(this, "nat", {
      name,
      mode: nat,
      publicSubnets,
      privateSubnets,
    });
    return [...publicSubnets.routes, ...gateways.routes];
  }

  private createGateways({
    dynamodbEndpoint,
    endpointPolicies: policies,
  }: OwnVpcProps): readonly GatewayEndpoint[] {
    const services = dynamodbEndpoint === true ? (["s3", "dynamodb"] as const) : (["s3"] as const);
    return services.map(
      (service) => new GatewayEndpoint(this, service, { network: this, service, policies }),
    );
  }

  private createEndpoints(props: OwnVpcProps): InterfaceEndpoints | undefined {
    const services =
      props.interfaceEndpoints ?? (reachesOnlyEndpoints(props) ? endpointsFor("instances") : []);
    if (services.length === 0) return undefined;
    const { vpcId, privateSubnets: subnets } = this;
    return new InterfaceEndpoints(this, "endpoints", {
      vpcId,
      subnets,
      services,
      region: props.region,
      policies: props.endpointPolicies,
    });
  }

  private createFlowLogs(name: string, { flowLogsRetentionDays }: OwnVpcProps): void {
    if (flowLogsRetentionDays === undefined) return;
    const { vpcId } = this;
    new FlowLogs(this, "flow-logs", { name, vpcId, retentionDays: flowLogsRetentionDays });
  }
}

/** Whether endpoints are the workloads' only way to AWS. */
export function reachesOnlyEndpoints({
  nat,
  httpsEgress,
}: Pick<OwnVpcProps, "nat" | "httpsEgress">): boolean {
  return nat === "none" || httpsEgress === "endpoints";
}

function idsOf({ subnets }: { readonly subnets: readonly RoutedSubnet[] }): readonly string[] {
  return subnets.map(({ subnetId }) => subnetId);
}
