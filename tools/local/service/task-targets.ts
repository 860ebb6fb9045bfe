import type { Target, TargetGroup } from "../balancer/target-group";
import type { TaskEndpoint } from "../part";
import type { ServiceTarget } from "../../synthesized/system/ecs-service";

/** Registers one task in each target group of its service. */
export class TaskTargets {
  private readonly taskId: string;
  private readonly targets: readonly ServiceTarget[];
  private readonly targetGroups: ReadonlyMap<string, TargetGroup>;

  constructor(
    taskId: string,
    targets: readonly ServiceTarget[],
    targetGroups: ReadonlyMap<string, TargetGroup>,
  ) {
    this.taskId = taskId;
    this.targets = targets;
    this.targetGroups = targetGroups;
  }

  register(endpoint: (target: ServiceTarget) => TaskEndpoint): void {
    for (const target of this.targets) {
      this.targetGroups.get(target.targetGroup)?.register(endpoint(target));
    }
  }

  /** Resolves when the requests in flight have finished. */
  async deregister(): Promise<void> {
    await Promise.all(
      this.targets.map(async ({ targetGroup }) => {
        await this.targetGroups.get(targetGroup)?.deregister(this.taskId);
      }),
    );
  }

  forget(): void {
    for (const { targetGroup } of this.targets) {
      this.targetGroups.get(targetGroup)?.forget(this.taskId);
    }
  }

  /** One state per target group, without those in which the task is not registered. */
  get states(): readonly string[] {
    return this.all.map((target) => target?.health.state ?? "unknown");
  }

  get lastProblem(): string | undefined {
    return this.all.find((target) => target?.lastProblem)?.lastProblem;
  }

  get requests(): number {
    return this.all.reduce((sum, target) => sum + (target?.requests ?? 0), 0);
  }

  private get all(): readonly (Target | undefined)[] {
    return this.targets.map(({ targetGroup }) =>
      this.targetGroups.get(targetGroup)?.targets.find(({ id }) => id === this.taskId),
    );
  }
}
