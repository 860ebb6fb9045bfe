import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { Construct } from "constructs";
import { tasksPerService } from "../../../aws/containers/ecs";
import { scheduleProblem } from "../../../aws/scaling/schedules";
import { ofTarget } from "../../scalable-target";
import { ordered, validate, within } from "../../validation";
import type { ScaledService } from "./service-scaling";

/** Changes the minimum and maximum number of tasks at scheduled times. */
export interface Scheduled {
  readonly kind: "scheduled";
  /** By name. */
  readonly actions: Readonly<Record<string, ScheduledAction>>;
}

export interface ScheduledAction {
  /** `cron(minutes hours day-of-month month day-of-week year)`, `rate(…)` or `at(yyyy-mm-ddThh:mm:ss)`. */
  readonly schedule: string;
  /**
   * Name of an IANA time zone, as in `Europe/Berlin`; summer time is minded.
   * @default UTC
   */
  readonly timezone?: string;
  readonly minTasks: number;
  readonly maxTasks: number;
}

export interface ScheduledScalingProps {
  readonly service: ScaledService;
  readonly strategy: Scheduled;
}

/**
 * Floor and ceiling by the clock.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
 */
export class ScheduledScaling extends Construct {
  constructor(scope: Construct, id: string, { service, strategy }: ScheduledScalingProps) {
    super(scope, id);
    validate(this, () =>
      Object.keys(strategy.actions).length > 0
        ? undefined
        : "`actions` must have at least one entry, got none.",
    );
    for (const [name, action] of Object.entries(strategy.actions)) {
      this.addAction(service, name, action);
    }
  }

  private addAction({ target, serviceName }: ScaledService, name: string, action: ScheduledAction) {
    const { schedule, timezone, minTasks, maxTasks } = action;
    validate(
      this,
      within(`actions.${name}.minTasks`, minTasks, ...tasksPerService),
      ordered(`actions.${name}.minTasks`, minTasks, `actions.${name}.maxTasks`, maxTasks),
      () => {
        const problem = scheduleProblem(schedule);
        return problem && `\`actions.${name}.schedule\` ${problem}, got "${schedule}".`;
      },
    );
    // A name alone could be one that every JavaScript object has, such as `constructor`, which no construct can have.
    new AppautoscalingScheduledAction(this, `action-${name}`, {
      name: `${serviceName}-${name}`,
      ...ofTarget(target),
      schedule,
      timezone: timezone ?? "UTC",
      scalableTargetAction: { minCapacity: `${minTasks}`, maxCapacity: `${maxTasks}` },
    });
  }
}
