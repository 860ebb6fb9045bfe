import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EndpointService } from "../../aws/networking/endpoint-policies";
import { endpointPrefix } from "../../aws/networking/network";
import { regionOf } from "../aws-lookups";
import { type EndpointPolicies, endpointPolicy, ownPrincipals } from "./endpoint-policy";
import type { HttpsDestination, Network } from "./network";
import { port, SecurityGroup } from "./security-group";
import type { PrivateSubnets, RoutedSubnet } from "./subnets";

export interface GatewayEndpointProps {
  readonly network: Pick<Network, "vpcId" | "privateRouteTableIds">;
  readonly service: "s3" | "dynamodb";
  /**
   * The endpoint's policy as JSON, such as one that lists the only accessible tables.
   * @default everything that the caller's own permissions allow
   */
  readonly policy?: string;
  /** What it lets through, unless `policy` says. @default everything that the caller's own permissions allow */
  readonly policies?: EndpointPolicies;
}

/**
 * A free gateway endpoint that connects the private subnets to S3 or DynamoDB without a NAT gateway.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export class GatewayEndpoint extends Construct {
  readonly resource: VpcEndpoint;
  /** The service's addresses, as the peer of a connection. */
  readonly destination: HttpsDestination;

  constructor(scope: Construct, id: string, props: GatewayEndpointProps) {
    super(scope, id);
    const { network, service, policies } = props;
    this.resource = new VpcEndpoint(this, "Default", {
      vpcId: network.vpcId,
      vpcEndpointType: "Gateway",
      serviceName: `com.amazonaws.${regionOf(this)}.${service}`,
      routeTableIds: [...network.privateRouteTableIds],
      policy: props.policy ?? (policies && endpointPolicy(this, service, policies)),
      tags: { Name: service },
    });
    this.destination = { name: service, prefixListId: this.resource.prefixListId };
  }
}

export interface TableEndpointProps {
  readonly network: Pick<Network, "vpcId" | "privateRouteTableIds">;
  /** The only tables that it can access. */
  readonly tableArns: readonly string[];
  /** Whether it admits roles of this account only. @default false */
  readonly ownPrincipalsOnly?: boolean;
}

/**
 * An endpoint from private subnets to certain DynamoDB tables only, so that an intruder in a task cannot copy data to a
 * table in another account.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/vpc-endpoints-dynamodb.html
 */
export class TableEndpoint extends Construct {
  readonly endpoint: GatewayEndpoint;

  constructor(scope: Construct, id: string, props: TableEndpointProps) {
    super(scope, id);
    const { network, tableArns, ownPrincipalsOnly = false } = props;
    const policy = new DataAwsIamPolicyDocument(this, "policy-document", {
      statement: [
        {
          sid: "OwnTables",
          actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
          resources: [...tableArns],
          // The roles' policies determine who may do it.
          principals: [{ type: "*", identifiers: ["*"] }],
          condition: ownPrincipalsOnly ? [ownPrincipals(this)] : undefined,
        },
      ],
    });
    this.endpoint = new GatewayEndpoint(this, "endpoint", {
      network,
      service: "dynamodb",
      policy: policy.json,
    });
  }
}

/**
 * Services that every task calls: the registry, logs, secrets, and Session Manager's channels for `execute-command`.
 */
const OF_TASKS = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"] as const;

/** Services that the ECS agent on an instance also calls. */
const OF_AGENTS = ["ecs", "ecs-agent", "ecs-telemetry"] as const;

/** Services that Session Manager's agent also calls. Managed instances do not have it. */
const OF_INSTANCES = [...OF_AGENTS, "ec2messages"] as const;

/**
 * The AWS services that tasks need if they have no other outbound access. An endpoint costs about $0.01 per hour and
 * zone: the six for Fargate in three zones cost about $130 per month, the ten for instances about $220, and one NAT
 * gateway about $33 (us-east-1, November 2026, without traffic).
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 * @see https://aws.amazon.com/privatelink/pricing/
 */
export function endpointsFor(
  capacity: "instances" | "fargate" | "managed-instances",
): readonly EndpointService[] {
  switch (capacity) {
    case "fargate":
      return OF_TASKS;
    case "managed-instances":
      return [...OF_TASKS, ...OF_AGENTS];
    case "instances":
      return [...OF_TASKS, ...OF_INSTANCES];
  }
}

export interface InterfaceEndpointsProps {
  readonly vpcId: string;
  readonly subnets: PrivateSubnets;
  /** Last part of the services' names, such as `ecr.api`. */
  readonly services: readonly string[];
  /** The region. In some regions, services have different names. @default - the names in most regions */
  readonly region?: string;
  /** What they let through. @default everything that the caller's own permissions allow */
  readonly policies?: EndpointPolicies;
}

/**
 * Interface endpoints that connect the private subnets to AWS services without a NAT gateway. Each is billed per hour
 * and zone.
 */
export class InterfaceEndpoints extends Construct {
  readonly securityGroup: SecurityGroup;
  readonly endpoints: readonly VpcEndpoint[];
  /** Resources that must exist before a workload can reach the services. */
  readonly ways: readonly ITerraformDependable[];
  /** The endpoints, as the peer of a connection. */
  readonly destination: HttpsDestination;

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const { vpcId, subnets, services } = props;
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId,
      namePrefix: "vpc-endpoints-",
      description: "Endpoints of AWS services in the private subnets",
    });
    const rules = subnets.subnets.map((subnet) => this.admit(subnet));
    this.endpoints = services.map((service) => this.createEndpoint(props, service));
    this.ways = [...rules, ...this.endpoints];
    this.destination = {
      name: "endpoints",
      securityGroupId: this.securityGroup.securityGroupId,
    };
  }

  private admit({ zone, cidr }: RoutedSubnet): ITerraformDependable {
    return this.securityGroup.allowFromCidr(zone, {
      cidr,
      ports: port(443),
      description: `Calls to AWS from the private subnet of ${zone}`,
    });
  }

  private createEndpoint(
    { vpcId, subnets, policies, region = "" }: InterfaceEndpointsProps,
    service: string,
  ): VpcEndpoint {
    return new VpcEndpoint(this, service, {
      vpcId,
      vpcEndpointType: "Interface",
      serviceName: `${endpointPrefix(region, service)}.${regionOf(this)}.${service}`,
      subnetIds: subnets.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [this.securityGroup.securityGroupId],
      // The usual service names resolve to the endpoints, so workloads need no configuration.
      privateDnsEnabled: true,
      policy: policies && endpointPolicy(this, service, policies),
      tags: { Name: service },
    });
  }
}
