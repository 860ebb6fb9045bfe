import type { Construct } from "constructs";
import type { Environment, HttpScaleOutSettings } from "../settings/environment";
import { ServiceScaling } from "../modules/service/scaling/service-scaling";
import { Service } from "../modules/service/service";
import { OneServiceStack, type Surroundings } from "./one-service-stack";

/** One HTTP service on EC2 behind a public load balancer, with a scaling loop for its tasks and one for its instances. */
export class HttpScaleOutStack extends OneServiceStack {
  private readonly settings: HttpScaleOutSettings;

  constructor(scope: Construct, environment: Environment, settings: HttpScaleOutSettings) {
    super(scope, environment, "http-scale-out");
    this.settings = settings;
    const surroundings = this.addSurroundings({
      settings,
      names: {
        cluster: this.named(settings.clusterName),
        instances: this.node.id,
        loadBalancer: this.named(settings.loadBalancer.name),
        family: this.named(settings.service.name),
        logGroup: `/ecs/${this.node.id}`,
      },
      image: settings.image,
    });
    const service = this.addService(surroundings);
    this.addScaling(service, surroundings);
    this.addReports(service, surroundings);
  }

  private addService(surroundings: Surroundings): Service {
    const { instances } = surroundings;
    const { service, serviceScaling } = this.settings;
    return new Service(this, "service", {
      ...service,
      desiredCount: service.desiredCount ?? serviceScaling.minTasks,
      ...this.serviceProps(this.settings, surroundings),
      name: this.named(service.name),
      capacity: {
        kind: "capacity-providers",
        strategy: [{ capacityProvider: instances.provider.name }],
        association: instances.association,
      },
      placementStrategies: [{ type: "binpack", field: "cpu" }],
    });
  }

  private addScaling(service: Service, { entry, targetGroup }: Surroundings): void {
    new ServiceScaling(this, "scaling", {
      ...this.settings.serviceScaling,
      service,
      requestCount: {
        loadBalancerArnSuffix: entry.loadBalancer.arnSuffix,
        targetGroupArnSuffix: targetGroup.arnSuffix,
      },
    });
  }
}
