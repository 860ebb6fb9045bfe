import { Construct } from "constructs";
import type { CapacityProviders } from "../service/service-capacity";
import { validate, within } from "../validation";
import type { CapacityShare, Cluster } from "./cluster";

export interface FargateCapacityProps {
  readonly cluster: Cluster;
  /**
   * Share of the tasks on Spot, percent: cheaper, and taken back at two minutes' notice. Below 100 one task of each
   * service is never on Spot.
   * @default 0
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
   */
  readonly spotPercent?: number;
}

/** Capacity of a cluster without instances: AWS's own two providers, and how tasks are shared between them. */
export class FargateCapacity extends Construct {
  /** What a service on this capacity says of it. */
  readonly capacity: CapacityProviders;

  constructor(scope: Construct, id: string, { cluster, spotPercent = 0 }: FargateCapacityProps) {
    super(scope, id);
    validate(this, within("spotPercent", spotPercent, 0, 100));
    const shares: CapacityShare[] = [
      { provider: "FARGATE", weight: 100 - spotPercent, base: spotPercent < 100 ? 1 : 0 },
      { provider: "FARGATE_SPOT", weight: spotPercent, base: 0 },
    ];
    this.capacity = {
      kind: "capacity-providers",
      // Both are attached, whatever their share: a cluster lets no provider go that a service still uses.
      association: cluster.associateCapacityProviders(shares),
      strategy: shares
        .filter(({ weight }) => weight > 0)
        .map(({ provider, ...share }) => ({ capacityProvider: provider, ...share })),
      sharesMayChange: true,
    };
  }
}
