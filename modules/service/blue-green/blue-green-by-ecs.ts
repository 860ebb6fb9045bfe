import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ServiceRole } from "../../identity/service-role";
import { ListenerRule, type PathsProps } from "../../load-balancing/listener-rule";
import { ServiceAlarms } from "../../observability/service-alarms";
import {
  addRollbackAlarms,
  addTargetGroup,
  BalancedService,
  type BalancedServiceProps,
} from "../balanced-service";
import type { BlueGreen, LifecycleHook } from "./blue-green";

export interface BlueGreenByEcsProps extends Omit<
  BalancedServiceProps,
  "route" | "targetGroup" | "circuitBreaker" | "blueGreen"
> {
  readonly paths: PathsProps;
  readonly deployment: ShiftedDeployment;
}

/** How ECS shifts the requests to a new release. */
export interface ShiftedDeployment extends Pick<BlueGreen, "shift" | "bakeTimeMinutes"> {
  /** Start of the names of the roles by which ECS moves requests and calls hooks; at most 38 characters. */
  readonly roleNamePrefix: string;
  /** Functions that ECS calls during a deployment. @default none */
  readonly lifecycleHooks?: readonly Omit<LifecycleHook, "roleArn">[];
}

/**
 * A service whose new tasks ECS starts next to the old ones, before it shifts the requests: which of two target
 * groups is in use, ECS decides.
 */
export class BlueGreenByEcs extends Construct {
  readonly service: BalancedService;

  constructor(scope: Construct, id: string, props: BlueGreenByEcsProps) {
    super(scope, id);
    const blue = addTargetGroup(this, "target-group", props);
    const green = addTargetGroup(this, "green-target-group", props);
    const rule = new ListenerRule(this, "rule", {
      ...props.paths,
      listener: props.entry.listeners.serving,
      targets: [
        { targetGroup: blue, weight: 100 },
        { targetGroup: green, weight: 0 },
      ],
      leaveWeightsToDeployments: true,
    });
    const role = new InfrastructureRole(this, "infrastructure-role", {
      namePrefix: props.deployment.roleNamePrefix,
    });
    const hooks = this.addHooks(props.deployment);
    this.service = new BalancedService(this, "Default", {
      ...props,
      targetGroup: blue,
      route: { kind: "rule", rule },
      blueGreen: {
        ...props.deployment,
        alternateTargetGroupArn: green.arn,
        productionListenerRuleArn: rule.arn,
        roleArn: role.arn,
        rolePolicies: [...role.policies, ...hooks.policies],
        lifecycleHooks: hooks.lifecycleHooks,
      },
      rollbackAlarmNames: addRollbackAlarms(this, "green-rollback-alarms", ofGreen(props), green),
    });
    if (props.alarms) {
      new ServiceAlarms(this, "green-alarms", {
        ...props.alarms,
        name: `${props.alarms.name}-green`,
        loadBalancerArnSuffix: props.entry.loadBalancer.arnSuffix,
        targetGroupArnSuffix: green.arnSuffix,
      });
    }
  }

  /** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html */
  private addHooks({ roleNamePrefix, lifecycleHooks = [] }: ShiftedDeployment): {
    readonly lifecycleHooks: readonly LifecycleHook[];
    readonly policies: readonly ITerraformDependable[];
  } {
    if (lifecycleHooks.length === 0) return { lifecycleHooks: [], policies: [] };
    const role = new ServiceRole(this, "hook-role", {
      service: "ecs.amazonaws.com",
      namePrefix: roleNamePrefix,
      description: "Lets ECS call the functions of a deployment's lifecycle hooks",
    });
    const functions = lifecycleHooks.map(({ functionArn }) => functionArn);
    role.allow("invoke", [
      { actions: ["lambda:InvokeFunction"], resources: [...new Set(functions)] },
    ]);
    return {
      lifecycleHooks: lifecycleHooks.map((hook) => ({ ...hook, roleArn: role.arn })),
      policies: role.policies,
    };
  }
}

/** Names of the alarms on the second target group, which must differ from those on the first one. */
function ofGreen({ rollback, ...props }: BlueGreenByEcsProps): BlueGreenByEcsProps {
  return {
    ...props,
    rollback: rollback && { ...rollback, alarmName: `${rollback.alarmName}-green` },
  };
}

export interface InfrastructureRoleProps {
  /** Start of the role's name, at most 38 characters. */
  readonly namePrefix: string;
}

/**
 * The role by which ECS moves requests between a service's target groups.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export class InfrastructureRole extends ServiceRole {
  constructor(scope: Construct, id: string, { namePrefix }: InfrastructureRoleProps) {
    super(scope, id, {
      service: "ecs.amazonaws.com",
      namePrefix,
      description: "Lets ECS move requests between target groups",
    });
    this.attachManagedPolicy("load-balancers", "AmazonECSInfrastructureRolePolicyForLoadBalancers");
  }
}
