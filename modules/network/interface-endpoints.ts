import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { regionOf } from "../aws-lookups";
import type { PrivateSubnets } from "./private-subnets";
import type { RoutedSubnet } from "./routed-subnet";
import { SecurityGroup, port } from "./security-group";

/** What every task calls: the registry, logs, secrets, and Session Manager's channels for `execute-command`. */
const OF_TASKS = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"] as const;

/** What the agents on an instance call beside that: ECS and Session Manager. */
const OF_INSTANCES = ["ecs", "ecs-agent", "ecs-telemetry", "ec2messages"] as const;

/**
 * The services of AWS that tasks need where they have no other way out. An endpoint costs about 0.01 $ an hour in each
 * zone: the six of Fargate in three zones come to about 130 $ a month, the ten of instances to about 220 $, and one NAT
 * gateway to about 33 $ (us-east-1, November 2026, without traffic).
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 * @see https://aws.amazon.com/privatelink/pricing/
 */
export function endpointsFor(capacity: "instances" | "fargate"): readonly string[] {
  return capacity === "fargate" ? OF_TASKS : [...OF_TASKS, ...OF_INSTANCES];
}

export interface InterfaceEndpointsProps {
  readonly vpcId: string;
  readonly subnets: PrivateSubnets;
  /** Last part of the services' names, as in `ecr.api`. */
  readonly services: readonly string[];
}

/** Ways from the private subnets to services of AWS that need no NAT gateway; each costs by the hour and zone. */
export class InterfaceEndpoints extends Construct {
  readonly securityGroup: SecurityGroup;
  readonly endpoints: readonly VpcEndpoint[];
  /** What must exist before a workload can reach the services. */
  readonly ways: readonly ITerraformDependable[];

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
  }

  private admit({ zone, cidr }: RoutedSubnet): ITerraformDependable {
    return this.securityGroup.allowFromCidr(zone, {
      cidr,
      ports: port(443),
      description: `Calls to AWS from the private subnet of ${zone}`,
    });
  }

  private createEndpoint(
    { vpcId, subnets }: InterfaceEndpointsProps,
    service: string,
  ): VpcEndpoint {
    return new VpcEndpoint(this, service, {
      vpcId,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${regionOf(this)}.${service}`,
      subnetIds: subnets.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [this.securityGroup.securityGroupId],
      // The services' usual names lead to the endpoints, so that no workload needs to know of them.
      privateDnsEnabled: true,
      tags: { Name: service },
    });
  }
}
