import type { Construct } from "constructs";
import type { Environment, PathService, TalkServiceSettings } from "../settings/environment";
import { Cluster } from "../modules/cluster/cluster";
import { HttpEntry } from "../modules/load-balancing/http-entry";
import { createNetwork } from "../modules/network/create-network";
import { LogGroup } from "../modules/observability/log-group";
import type { BalancedService } from "../modules/service/balanced-service";
import { BlueGreenByVariable } from "../modules/service/blue-green/blue-green-by-variable";
import { addDeployedService, type DeployedServiceProps } from "../modules/service/deployed-service";
import { calledFirst, Connections } from "./props/settings-to-connections";
import { balancedServiceProps, moreTargetProps } from "./props/settings-to-deployment";
import { networkProps } from "./props/settings-to-network";
import { clusterProps, entryProps, targetProps } from "./props/settings-to-props";
import { addCapacity } from "./add-capacity";
import { addPreviewGround } from "./props/settings-to-previews";
import { taskVolumes } from "./props/settings-to-volumes";
import { SystemStack } from "./system-stack";

/** Several services on EC2 behind one public load balancer that routes by path. */
export class TalkServiceStack extends SystemStack {
  constructor(scope: Construct, environment: Environment, settings: TalkServiceSettings) {
    super(scope, environment, "talk-service");
    const { loadBalancer, services } = settings;
    const network = createNetwork(
      this,
      "network",
      networkProps(this, environment.network, {
        capacity: settings.capacity.kind,
        programs: settings,
      }),
    );
    const cluster = new Cluster(this, "cluster", clusterProps(this, settings));
    const capacity = addCapacity(this, settings, { cluster, network });
    const entry = new HttpEntry(this, "entry", {
      clientCidrs: ["0.0.0.0/0", "::/0"],
      ...entryProps(this, loadBalancer),
      network,
      name: this.named(loadBalancer.name),
    });
    const logs = new LogGroup(this, "logs", {
      name: this.named(settings.logGroupName),
      retentionDays: this.logRetentionDays(),
    });
    const connections = new Connections(this, settings, capacity);
    for (const [name, service] of calledFirst(services)) {
      const { containers } = this.addService(name, service, {
        ...balancedServiceProps(this, service, name),
        family: this.named(`${name}-service`),
        streamPrefix: `aws-${name}-service-cloudwatch`,
        volumes: taskVolumes(this, service, { network, capacity, service: name }),
        serviceConnect: connections.propsOf(service, name),
        capacity,
        entry,
        targets: targetProps(loadBalancer, service.healthCheckPath),
        moreTargets: moreTargetProps(service, loadBalancer, (priority) => firstRule(priority) + 2),
        logs,
        alarms: this.alarms(name),
      });
      connections.add(name, containers.service.resource);
      this.addOutputs({ [`${name}_repository_url`]: containers.image.repositoryUrl });
    }
    addPreviewGround(this, settings.previews, { entry, capacity });
    this.addOutputs({
      ...entry.outputs,
      cluster_name: cluster.name,
    });
  }

  private addService(
    name: string,
    { deployment, paths, priority }: PathService,
    { deployment: shift, ...props }: Omit<DeployedServiceProps, "route">,
  ): BalancedService {
    const id = `${name}-service`;
    const first = firstRule(priority);
    const route = { paths, priority: first + 2 };
    switch (deployment.kind) {
      case "rolling":
      case "blue-green-by-ecs":
        return addDeployedService(this, id, {
          ...props,
          route: { kind: "paths", ...route },
          deployment: shift,
        });
      case "blue-green-by-variable": {
        const { testHeader: header } = deployment;
        const { blue, liveColor } = new BlueGreenByVariable(this, id, {
          ...props,
          paths: route,
          testHeader:
            header === undefined
              ? undefined
              : { name: header, priorities: { blue: first, green: first + 1 } },
        });
        this.addOutputs({ live_color: liveColor.name });
        return blue;
      }
    }
  }
}

/** Each priority of the settings has three of the listener: two for the test headers of a service, then its own. */
function firstRule(priority: number): number {
  return (priority - 1) * 3 + 1;
}
