import type { Construct } from "constructs";
import type { DaemonApiSettings, Environment } from "../settings/environment";
import { Cluster } from "../modules/cluster/cluster";
import { imageVersion } from "../modules/delivery/image-address";
import { HttpEntry } from "../modules/load-balancing/http-entry";
import { createNetwork } from "../modules/network/create-network";
import { LogGroup } from "../modules/observability/log-group";
import { BalancedService } from "../modules/service/balanced-service";
import { networkProps } from "./props/settings-to-network";
import {
  beforeReleaseProps,
  containerCheckProps,
  containersProps,
  entryProps,
  imageSource,
  permissionProps,
  targetProps,
} from "./props/settings-to-props";
import { addCapacity } from "./add-capacity";
import { Connections } from "./props/settings-to-connections";
import { moreTargetProps, rollbackProps } from "./props/settings-to-deployment";
import { taskVolumes } from "./props/settings-to-volumes";
import { SystemStack } from "./system-stack";

/**
 * An HTTP API that runs once on each instance of its cluster, behind a public load balancer. Only the instances scale, and
 * ECS runs one task on each.
 *
 * Its names end in the stage (default: the environment's name), so they need no suffix.
 */
export class DaemonApiStack extends SystemStack {
  constructor(scope: Construct, environment: Environment, settings: DaemonApiSettings) {
    super(scope, environment, "daemon-api");
    const { container, loadBalancer, service, stage = environment.name } = settings;
    const name = `${service.name}-${stage}`;
    const image = imageSource(this, settings.image);
    const network = createNetwork(
      this,
      "network",
      networkProps(this, environment.network, {
        capacity: "instances",
        programs: settings,
      }),
    );
    const { containerInsights = environment.containerInsights } = settings;
    const cluster = new Cluster(this, "cluster", { name, containerInsights });
    const capacity = addCapacity(this, settings, { cluster, network, name });
    const entry = new HttpEntry(this, "entry", {
      ...entryProps(this, loadBalancer),
      network,
      name,
    });
    const logs = new LogGroup(this, "logs", {
      name: `/ecs/${service.name}/${stage}`,
      retentionDays: this.logRetentionDays(service.logRetentionDays),
    });
    const api = new BalancedService(this, "service", {
      name,
      streamPrefix: service.name,
      region: environment.region,
      capacity,
      schedulingStrategy: "DAEMON",
      minimumHealthyPercent: service.minimumHealthyPercent,
      // A failed deployment fails the apply, because the circuit breaker does not support daemon services.
      waitForSteadyState: true,
      image,
      container: {
        ...container,
        healthCheck: containerCheckProps(settings),
        environment: {
          SERVICE_NAME: service.name,
          STAGE: stage,
          VERSION: imageVersion(this, image),
          PORT: `${container.port}`,
          ...container.environment,
        },
      },
      ...permissionProps(service.permissions),
      volumes: taskVolumes(this, settings, { network, capacity }),
      ...containersProps(this, settings),
      enableExecuteCommand: service.enableExecuteCommand,
      entry,
      route: { kind: "everything" },
      targets: targetProps(loadBalancer),
      moreTargets: moreTargetProps(settings, loadBalancer),
      serviceConnect: new Connections(this, settings, capacity).propsOf(
        settings,
        settings.name ?? this.unit,
      ),
      healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
      logs,
      beforeRelease: beforeReleaseProps(this, settings.beforeRelease),
      scheduledTasks: settings.scheduledTasks,
      scheduledTasksAlarms: this.alarms(),
      alarms: this.alarms(),
      rollback: rollbackProps(this, settings),
    });
    this.addOutputs({ ...entry.outputs, ...api.outputs, cluster_name: cluster.name });
  }
}
