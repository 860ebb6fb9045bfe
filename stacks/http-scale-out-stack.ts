import type { Construct } from "constructs";
import type { Environment, HttpScaleOutSettings } from "../settings/environment";
import { Cluster } from "../modules/cluster/cluster";
import { HttpEntry } from "../modules/load-balancing/http-entry";
import { createNetwork } from "../modules/network/create-network";
import { LogGroup } from "../modules/observability/log-group";
import { addDeployedService } from "../modules/service/deployed-service";
import { Connections } from "./props/settings-to-connections";
import { balancedServiceProps, moreTargetProps } from "./props/settings-to-deployment";
import { networkProps } from "./props/settings-to-network";
import {
  clusterProps,
  entryProps,
  sizedByContainers,
  targetProps,
} from "./props/settings-to-props";
import { addCapacity } from "./add-capacity";
import { addPreviewGround } from "./props/settings-to-previews";
import { taskVolumes } from "./props/settings-to-volumes";
import { SystemStack } from "./system-stack";

/** One HTTP service behind a public load balancer. On EC2, a scaling loop for its tasks and one for its instances. */
export class HttpScaleOutStack extends SystemStack {
  constructor(scope: Construct, environment: Environment, settings: HttpScaleOutSettings) {
    super(scope, environment, "http-scale-out");
    const { loadBalancer, service } = settings;
    const network = createNetwork(
      this,
      "network",
      networkProps(this, settings.network ?? environment.network, {
        capacity: settings.capacity.kind,
        programs: settings,
      }),
    );
    const cluster = new Cluster(this, "cluster", clusterProps(this, settings));
    const capacity = addCapacity(this, settings, { cluster, network });
    const entry = new HttpEntry(this, "entry", {
      ...entryProps(this, loadBalancer),
      network,
      name: this.named(loadBalancer.name),
    });
    const logs = new LogGroup(this, "logs", {
      name: `/ecs/${this.node.id}`,
      retentionDays: this.logRetentionDays(service.logRetentionDays),
    });
    const api = addDeployedService(this, "service", {
      ...sizedByContainers(balancedServiceProps(this, settings), settings),
      volumes: taskVolumes(this, settings, { network, capacity }),
      serviceConnect: new Connections(this, settings, capacity).propsOf(
        settings,
        settings.name ?? this.unit,
      ),
      capacity,
      entry,
      route: { kind: "everything" },
      targets: targetProps(loadBalancer),
      moreTargets: moreTargetProps(settings, loadBalancer),
      logs,
      alarms: this.alarms(),
    });
    addPreviewGround(this, settings.previews, { entry, capacity });
    this.addOutputs({ ...entry.outputs, ...api.outputs, cluster_name: cluster.name });
  }
}
