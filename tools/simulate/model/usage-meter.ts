import type { AutoScalingGroup } from "./instances/auto-scaling-group";
import type { Instance } from "./instances/instance";
import type { Usage } from "./recorder";
import type { EcsService } from "./tasks/ecs-service";

/** Counts the billed usage of everything that has ended or still runs. */
export class UsageMeter {
  private readonly ended: { onDemand: number; spot: number; surplus: number }[];

  constructor(groups: number) {
    this.ended = Array.from({ length: groups }, () => ({ onDemand: 0, spot: 0, surplus: 0 }));
  }

  /** An instance is billed from its launch to its termination. */
  addEnded(group: number, { isSpot, launchedAt, terminatedAt, credits }: Instance): void {
    const ended = this.ended[group];
    if (ended === undefined) return;
    ended[isSpot ? "spot" : "onDemand"] += terminatedAt - launchedAt;
    ended.surplus += credits?.owed ?? 0;
  }

  /** The total usage up to a time. */
  usageAt(
    time: number,
    groups: readonly AutoScalingGroup[],
    services: readonly EcsService[],
  ): Usage {
    return {
      instanceSeconds: groups.map(({ instances }, index) => {
        const { onDemand = 0, spot = 0 } = this.ended[index] ?? {};
        const sum = { onDemand, spot };
        for (const { isSpot, launchedAt } of instances)
          sum[isSpot ? "spot" : "onDemand"] += time - launchedAt;
        return sum;
      }),
      surplusCredits: groups.map(({ instances }, index) => {
        let sum = this.ended[index]?.surplus ?? 0;
        for (const { credits } of instances) sum += credits?.owed ?? 0;
        return sum;
      }),
      fargateSeconds: services.map(({ life, tasks }) => {
        const sum = { ...life.fargateSeconds };
        for (const task of tasks)
          if (task.isFargate && task.startedAt < time)
            sum[task.isSpot ? "spot" : "onDemand"] += time - task.startedAt;
        return sum;
      }),
    };
  }
}
