import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { type ITerraformDependable, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";
import type { PlacementStrategy } from "../service/service";
import type { CapacityProviderShare, TaskPlace, TaskSize } from "../service/service-capacity";
import type { TaskCompatibility } from "../service/task-definition/task-definition";
import { type Ground, groundParameter } from "./preview-ground";

export interface SharedGroundProps {
  /** Name of the system's stack. */
  readonly stack: string;
  readonly capacity: SharedCapacity;
}

/** Capacity of the system: its own instances or AWS's, or Fargate. */
export type SharedCapacity =
  | { readonly kind: "instances"; readonly placement: readonly PlacementStrategy[] }
  | {
      readonly kind: "fargate" | "managed-instances";
      readonly architecture?: "x86_64" | "arm64";
      /** On Fargate. @default "LATEST" */
      readonly platformVersion?: NonNullable<TaskPlace["providers"]["platformVersion"]>;
    };

/** What a preview shares with its system: cluster, capacity, network and listener, by the IDs that the system's stack wrote. */
export class SharedGround extends Construct implements TaskPlace {
  readonly vpcId: string;
  readonly listener: ITerraformDependable & { readonly arn: string };
  readonly targetType: "instance" | "ip";
  readonly cluster: TaskPlace["cluster"];
  readonly providers: TaskPlace["providers"];
  readonly placement: readonly PlacementStrategy[];
  readonly taskNetwork: TaskPlace["taskNetwork"];
  readonly ready: readonly ITerraformDependable[] = [];
  private readonly capacity: SharedCapacity;
  private readonly ground: TerraformLocal;

  constructor(scope: Construct, id: string, { stack, capacity }: SharedGroundProps) {
    super(scope, id);
    this.capacity = capacity;
    const parameter = new DataAwsSsmParameter(this, "parameter", { name: groundParameter(stack) });
    this.ground = new TerraformLocal(
      this,
      "Default",
      `\${jsondecode(${parameter.fqn}.insecure_value)}`,
    );
    this.vpcId = this.text("vpc_id");
    this.listener = { fqn: parameter.fqn, arn: this.text("listener_arn") };
    this.targetType = capacity.kind === "instances" ? "instance" : "ip";
    this.cluster = { arn: this.text("cluster_arn"), name: this.text("cluster_name") };
    this.placement = capacity.kind === "instances" ? capacity.placement : [];
    this.taskNetwork =
      capacity.kind === "instances"
        ? undefined
        : { subnetIds: this.list("subnet_ids"), securityGroupIds: this.list("security_group_ids") };
    this.providers = {
      kind: "capacity-providers",
      strategy: [this.share()],
      association: parameter,
      platformVersion: capacity.kind === "fargate" ? capacity.platformVersion : undefined,
    };
  }

  /** URL of a preview. */
  url(name: string): string {
    return `\${format(${this.ground.fqn}.url, ${name})}`;
  }

  compatibility(size: TaskSize | undefined): TaskCompatibility {
    const { capacity } = this;
    switch (capacity.kind) {
      case "instances":
        return { kind: "ec2" };
      case "managed-instances":
        return { kind: "managed-instances", size, architecture: capacity.architecture };
      case "fargate":
        return {
          ...(size ?? { cpu: 256, memoryMiB: 512 }),
          kind: "fargate",
          architecture: capacity.architecture,
        };
    }
  }

  /** On Fargate, the provider whose tasks AWS does not take back. Otherwise the one that the system's service names first. */
  private share(): CapacityProviderShare {
    const isFargate = this.capacity.kind === "fargate";
    return {
      capacityProvider: isFargate ? "FARGATE" : `\${${this.ground.fqn}.capacity_providers[0]}`,
    };
  }

  private text(field: keyof Ground): string {
    return `\${${this.ground.fqn}.${field}}`;
  }

  private list(field: keyof Ground): readonly string[] {
    return Token.asList(`\${${this.ground.fqn}.${field}}`);
  }
}
