import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import type { PathService } from "../environments/environment";
import type { Cluster } from "../modules/cluster/cluster";
import type { InstanceCapacity } from "../modules/cluster/instance-capacity";
import { ListenerRule, type ListenerRuleProps } from "../modules/load-balancing/listener-rule";
import type { PublicEntry } from "../modules/load-balancing/public-entry";
import type { TargetGroup } from "../modules/load-balancing/target-group";
import type { Network } from "../modules/network/network";
import type { LogGroup } from "../modules/observability/log-group";
import type { BlueGreen } from "../modules/service/blue-green";
import { InfrastructureRole } from "../modules/service/infrastructure-role";
import { ServiceScaling } from "../modules/service/scaling/service-scaling";
import { Service } from "../modules/service/service";
import { InstanceSystemStack, type LoadBalancerSettings } from "./instance-system-stack";
import { type Color, COLORS, LiveColor } from "./live-color";

/** What all services of a stack share. */
export interface Surroundings {
  readonly cluster: Cluster;
  readonly instances: InstanceCapacity;
  readonly network: Network;
  readonly entry: PublicEntry;
  readonly loadBalancer: LoadBalancerSettings;
  readonly logs: LogGroup;
}

/** One set of tasks: a service's own, or those of one of its colours. */
interface Tasks {
  readonly id: string;
  /** Ends the names of a further set. @default "" */
  readonly suffix?: string;
  readonly targetGroup: TargetGroup;
  readonly rule: ListenerRule;
  readonly imageTag?: () => string;
  /** A number of tasks, unless they are switched off. @default as it is */
  readonly count?: (tasks: number) => number;
  readonly blueGreen?: BlueGreen;
}

/** Services behind the paths of one load balancer, and how a new release of each takes over. */
export abstract class PathServicesStack extends InstanceSystemStack {
  protected addPathService(around: Surroundings, name: string, settings: PathService): void {
    const { deployment } = settings;
    switch (deployment.kind) {
      case "rolling":
        this.addRolling(around, name, settings);
        break;
      case "blue-green-by-variable":
        this.addByVariable(around, name, settings, deployment.testHeader);
        break;
      case "blue-green-by-ecs":
        this.addByEcs(around, name, settings, deployment);
        break;
    }
  }

  private addRolling(around: Surroundings, name: string, settings: PathService): void {
    const targetGroup = this.addServiceTargets(around, name, settings);
    const rule = this.addRule(around, name, settings, { targets: [{ targetGroup, weight: 100 }] });
    this.addTasks(around, name, settings, { id: name, targetGroup, rule });
  }

  private addByVariable(
    around: Surroundings,
    name: string,
    settings: PathService,
    testHeader: string | undefined,
  ): void {
    const liveColor = new LiveColor(this, "live-color");
    const groups = this.addColors(around, name, settings);
    const rule = this.addRule(around, name, settings, {
      targets: COLORS.map((color) => ({
        targetGroup: groups[color],
        weight: liveColor.weightOf(color),
      })),
    });
    COLORS.forEach((color, index) => {
      const targetGroup = groups[color];
      if (testHeader !== undefined) {
        this.addRule(around, `${name}-${color}-test`, settings, {
          targets: [{ targetGroup, weight: 100 }],
          header: { name: testHeader, value: color },
          priority: firstPriority(settings) + index,
        });
      }
      this.addTasks(around, name, settings, {
        id: `${name}-${color}`,
        // Blue is what there was before there was a second colour.
        suffix: color === "blue" ? "" : `-${color}`,
        targetGroup,
        rule,
        imageTag: () => liveColor.imageTagOf(color),
        count: (tasks) => liveColor.whileRunning(color, tasks),
      });
    });
    this.addOutputs({ live_color: liveColor.name });
  }

  private addByEcs(
    around: Surroundings,
    name: string,
    settings: PathService,
    deployment: Extract<PathService["deployment"], { kind: "blue-green-by-ecs" }>,
  ): void {
    const { blue, green } = this.addColors(around, name, settings);
    const rule = this.addRule(around, name, settings, {
      targets: [
        { targetGroup: blue, weight: 100 },
        { targetGroup: green, weight: 0 },
      ],
      leaveWeightsToDeployments: true,
    });
    const role = new InfrastructureRole(this, `${name}-infrastructure-role`, {
      namePrefix: `${this.node.id}-${name}-`.slice(0, 38),
      partition: new DataAwsPartition(this, `${name}-partition`).partition,
    });
    this.addTasks(around, name, settings, {
      id: name,
      targetGroup: blue,
      rule,
      blueGreen: {
        shift: deployment.shift,
        bakeTimeMinutes: deployment.bakeTimeMinutes,
        alternateTargetGroupArn: green.arn,
        productionListenerRuleArn: rule.arn,
        roleArn: role.arn,
        rolePolicies: role.policies,
        rollbackAlarmNames:
          deployment.rollback === "none"
            ? []
            : Object.entries({ blue, green }).flatMap(([color, targetGroup]) => {
                const part = `${name}-${color}-deployment`;
                const { serverErrorPercent } = deployment;
                const thresholds = { serverErrorPercent, evaluationMinutes: 2 };
                return this.addServiceAlarms(around.entry, targetGroup, part, thresholds).names;
              }),
      },
    });
  }

  private addColors(
    around: Surroundings,
    name: string,
    settings: PathService,
  ): Record<Color, TargetGroup> {
    return {
      blue: this.addServiceTargets(around, `${name}-blue`, settings),
      green: this.addServiceTargets(around, `${name}-green`, settings),
    };
  }

  private addServiceTargets(
    { network, entry, loadBalancer }: Surroundings,
    id: string,
    { healthCheckPath }: PathService,
  ): TargetGroup {
    const { healthCheck } = loadBalancer;
    const targetGroup = this.addTargetGroup(`${id}-target-group`, network, {
      ...loadBalancer,
      healthCheck: { ...healthCheck, path: healthCheckPath ?? healthCheck.path },
    });
    this.addAlarms(entry, targetGroup, id);
    return targetGroup;
  }

  private addRule(
    { entry }: Surroundings,
    id: string,
    settings: PathService,
    props: Pick<ListenerRuleProps, "targets" | "header" | "leaveWeightsToDeployments"> & {
      readonly priority?: number;
    },
  ): ListenerRule {
    return new ListenerRule(this, `${id}-rule`, {
      listener: entry.listeners.serving,
      paths: settings.paths,
      // After the rules of its test headers.
      priority: firstPriority(settings) + COLORS.length,
      ...props,
    });
  }

  private addTasks(
    around: Surroundings,
    name: string,
    settings: PathService,
    { id, suffix = "", targetGroup, rule, imageTag, count = same, blueGreen }: Tasks,
  ): void {
    const { cluster, instances } = around;
    const { container, image, serviceScaling } = settings;
    const address = this.addImageAddress(`${id}-image`, image, imageTag);
    const service = new Service(this, `${id}-service`, {
      ...settings.service,
      circuitBreaker: blueGreen === undefined ? settings.service.circuitBreaker : undefined,
      name: `${this.named(settings.service.name)}${suffix}`,
      desiredCount: count(settings.service.desiredCount ?? serviceScaling.minTasks),
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      taskDefinition: this.addTask(`${id}-task`, {
        family: `${this.named(`${name}-service`)}${suffix}`,
        logs: around.logs,
        streamPrefix: `aws-${name}-service-cloudwatch`,
        image: address,
        container,
        service: settings.service,
      }),
      capacity: {
        kind: "capacity-providers",
        strategy: [{ capacityProvider: instances.provider.name }],
        association: instances.association,
      },
      loadBalancer: {
        containerName: container.name,
        containerPort: container.port,
        targetGroupArn: targetGroup.arn,
        listener: rule.resource,
      },
      blueGreen,
    });
    new ServiceScaling(this, `${id}-scaling`, {
      ...serviceScaling,
      minTasks: count(serviceScaling.minTasks),
      maxTasks: count(serviceScaling.maxTasks),
      service,
      requestCount: {
        loadBalancerArnSuffix: around.entry.loadBalancer.arnSuffix,
        targetGroupArnSuffix: targetGroup.arnSuffix,
      },
    });
    if (suffix === "") this.addOutputs({ [`${name}_repository_url`]: address.repositoryUrl });
  }
}

/** Numbers of a listener's rules that one service has: of two test headers, and its own. */
const RULES_PER_SERVICE = COLORS.length + 1;

function firstPriority({ priority }: PathService): number {
  return (priority - 1) * RULES_PER_SERVICE + 1;
}

function same(tasks: number): number {
  return tasks;
}
