import type { PathService } from "../settings/environment";
import type { Cluster } from "../modules/cluster/cluster";
import type { InstanceCapacity } from "../modules/cluster/instance-capacity";
import { ListenerRule, type ListenerRuleProps } from "../modules/load-balancing/listener-rule";
import type { PublicEntry } from "../modules/load-balancing/public-entry";
import type { TargetGroup } from "../modules/load-balancing/target-group";
import type { Network } from "../modules/network/network";
import type { LogGroup } from "../modules/observability/log-group";
import type { BlueGreen } from "../modules/service/blue-green";
import { ServiceScaling } from "../modules/service/scaling/service-scaling";
import { Service } from "../modules/service/service";
import type { LoadBalancerSettings } from "./container-system-stack";
import { InstanceSystemStack } from "./instance-system-stack";
import { type Color, COLORS } from "./live-color";

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

/** Of what a service behind a path is made: target groups, rules, tasks and their scaling. */
export abstract class PathServicePartsStack extends InstanceSystemStack {
  protected addColors(
    around: Surroundings,
    name: string,
    settings: PathService,
  ): Record<Color, TargetGroup> {
    return {
      blue: this.addServiceTargets(around, `${name}-blue`, settings),
      green: this.addServiceTargets(around, `${name}-green`, settings),
    };
  }

  protected addServiceTargets(
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

  protected addRule(
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

  protected addTasks(
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
        compatibility: { kind: "ec2" },
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

export function firstPriority({ priority }: PathService): number {
  return (priority - 1) * RULES_PER_SERVICE + 1;
}

function same(tasks: number): number {
  return tasks;
}
