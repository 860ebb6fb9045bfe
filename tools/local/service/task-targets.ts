import type { Target, TargetGroup } from "../balancer/target-group";
import type { TaskEndpoint } from "../part";
import type { ServiceTarget } from "../../synthesized/system/ecs-service";

/** What balancers know of one task, in each of the target groups that its service belongs to. */
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

  register(endpoint: (containerPort: number) => TaskEndpoint): void {
    for (const { targetGroup, containerPort } of this.targets) {
      this.targetGroups.get(targetGroup)?.register(endpoint(containerPort));
    }
  }

  /** Ends when requests in flight have. */
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

  /** One for each target group; of one in which it is not registered nothing is known. */
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
