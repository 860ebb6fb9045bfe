import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { type Check, atLeast, validate } from "../validation";
import { ANYWHERE, type HttpsDestination, type Network } from "./network";

export interface ExistingVpcProps {
  readonly kind: "existing";
  readonly vpcId: string;
  /**
   * Subnets with a route to an internet gateway, one per zone, at least 2. May be empty if private subnets are given
   * and every load balancer is internal.
   */
  readonly publicSubnetIds: readonly string[];
  /**
   * Subnets for tasks, instances and internal load balancers, at least 2, with outbound access through NAT or
   * endpoints.
   * @default none: workloads run in the public subnets
   */
  readonly privateSubnetIds?: readonly string[];
  /** The only destinations of HTTPS connections. @default anywhere */
  readonly httpsEgress?: HttpsEgress;
}

export interface HttpsEgress {
  /** Security groups of the endpoints of AWS services. */
  readonly securityGroupIds: readonly string[];
  /** Prefix lists, such as S3's in the region. */
  readonly prefixListIds: readonly string[];
}

/** A VPC that someone else manages. Only its IDs are used, and nothing in it is looked up or changed. */
export class ExistingVpc extends Construct implements Network {
  readonly vpcId: string;
  readonly publicSubnetIds: readonly string[];
  readonly workloadSubnetIds: readonly string[];
  readonly workloadsArePublic: boolean;
  readonly privateRouteTableIds: readonly string[] = [];
  readonly egress: readonly ITerraformDependable[] = [];
  readonly httpsDestinations: readonly HttpsDestination[];

  constructor(scope: Construct, id: string, props: ExistingVpcProps) {
    super(scope, id);
    const { vpcId, publicSubnetIds, privateSubnetIds } = props;
    const publicMayBeMissing = privateSubnetIds !== undefined && publicSubnetIds.length === 0;
    validate(
      this,
      idLike("vpcId", "vpc", [vpcId]),
      ...(publicMayBeMissing ? [] : subnetChecks("publicSubnetIds", publicSubnetIds)),
      ...(privateSubnetIds ? subnetChecks("privateSubnetIds", privateSubnetIds) : []),
      inOneListOnly(publicSubnetIds, privateSubnetIds ?? []),
    );
    this.vpcId = vpcId;
    this.httpsDestinations = destinations(props.httpsEgress);
    this.publicSubnetIds = publicSubnetIds;
    this.workloadSubnetIds = privateSubnetIds ?? publicSubnetIds;
    this.workloadsArePublic = privateSubnetIds === undefined;
  }
}

function destinations(egress: HttpsEgress | undefined): readonly HttpsDestination[] {
  if (egress === undefined) return [ANYWHERE];
  return [
    ...egress.securityGroupIds.map((id) => ({ name: id, securityGroupId: id })),
    ...egress.prefixListIds.map((id) => ({ name: id, prefixListId: id })),
  ];
}

function subnetChecks(prop: string, ids: readonly string[]): readonly Check[] {
  return [atLeast(prop, ids, 2), idLike(prop, "subnet", ids), distinct(prop, ids)];
}

function idLike(prop: string, kind: string, ids: readonly string[]): Check {
  const pattern = new RegExp(`^${kind}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  return () => {
    const wrong = ids.filter((id) => !Token.isUnresolved(id) && !pattern.test(id));
    return wrong.length === 0
      ? undefined
      : `\`${prop}\` must be ${kind}- and 8 or 17 hexadecimal digits, got ${wrong.join(", ")}.`;
  };
}

function distinct(prop: string, ids: readonly string[]): Check {
  return () =>
    new Set(ids).size === ids.length
      ? undefined
      : `\`${prop}\` must differ from each other, got ${ids.join(", ")}.`;
}

function inOneListOnly(publicIds: readonly string[], privateIds: readonly string[]): Check {
  return () => {
    const both = publicIds.filter((id) => privateIds.includes(id));
    return both.length === 0
      ? undefined
      : `\`privateSubnetIds\` must not be among \`publicSubnetIds\`, got ${both.join(", ")} in both.`;
  };
}
