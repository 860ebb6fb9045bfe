import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { AutoscalingSchedule } from "@cdktf/provider-aws/lib/autoscaling-schedule";
import { type TerraformResource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { ofTarget } from "../scalable-target";
import { silence } from "./silent-alarm";
import { alarmsOfSleepers, leaveAlone } from "./sleepers";
import { instanceSchedules, type SleepTimes, taskSchedules } from "./sleep-times";

/**
 * Puts everything that scales in the stack to sleep, and wakes it with the bounds that it has: create it last.
 *
 * At night the tasks stop first, and their instances after them; in the morning the instances start first. Neither of
 * them can scale out meanwhile, because the largest number is zero, too.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html (2026-11-28)
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html (2026-11-28)
 */
export class SleepSchedule extends Construct {
  private readonly times: SleepTimes;

  constructor(scope: Construct, id: string, times: SleepTimes) {
    super(scope, id);
    this.times = times;
    const all = TerraformStack.of(this).node.findAll();
    const groups = all.filter((each) => each instanceof AutoscalingGroup);
    const targets = all.filter((each) => each instanceof AppautoscalingTarget);
    targets.forEach((target) => {
      this.scheduleTasks(target);
    });
    groups.forEach((group) => {
      this.scheduleInstances(group);
    });
    // The bounds of a color follow a variable of the deployment: ignoring them would end switches, and waking tasks
    // without instances would be of no use. An apply at night wakes such a stack.
    if (!targets.some(({ maxCapacityInput: most }) => Token.isUnresolved(most))) {
      targets.forEach((target) => {
        leaveAlone(target, ["min_capacity", "max_capacity"]);
      });
      groups.forEach((group) => {
        leaveAlone(group, ["min_size", "max_size"]);
      });
    }
    alarmsOfSleepers(all).forEach((alarm) => {
      silence(alarm, times);
    });
  }

  private scheduleTasks(target: AppautoscalingTarget): void {
    const bounds = {
      asleep: { minCapacity: "0", maxCapacity: "0" },
      awake: {
        minCapacity: asText(target.minCapacityInput),
        maxCapacity: asText(target.maxCapacityInput),
      },
    };
    for (const [name, schedule] of entriesOf(taskSchedules(this.times))) {
      new AppautoscalingScheduledAction(this, `${this.partOf(target)}-${name}`, {
        name,
        ...ofTarget(target),
        schedule,
        timezone: this.times.timezone,
        scalableTargetAction: bounds[name],
      });
    }
  }

  private scheduleInstances(group: AutoscalingGroup): void {
    const sizes = {
      asleep: { minSize: 0, maxSize: 0, desiredCapacity: 0 },
      // The group's minimum brings the first instances. -1 leaves alone what somebody woke before.
      awake: { minSize: group.minSizeInput, maxSize: group.maxSizeInput, desiredCapacity: -1 },
    };
    for (const [name, recurrence] of entriesOf(instanceSchedules(this.times))) {
      new AutoscalingSchedule(this, `${this.partOf(group)}-${name}`, {
        scheduledActionName: name,
        autoscalingGroupName: group.name,
        recurrence,
        timeZone: this.times.timezone,
        ...sizes[name],
      });
    }
  }

  /** The IDs on a resource's path in the stack. */
  private partOf(resource: TerraformResource): string {
    const own = TerraformStack.of(this).node.scopes.length;
    const ids = resource.node.scopes.slice(own).map(({ node }) => node.id);
    return ids.filter((id) => id !== "Default" && id !== this.node.id).join("-");
  }
}

function entriesOf(schedules: Readonly<Record<"asleep" | "awake", string>>) {
  return Object.entries(schedules) as ["asleep" | "awake", string][];
}

/** A number of tasks, which the provider takes as text. */
function asText(count: number | undefined): string {
  return Token.isUnresolved(count) ? Token.asString(count) : `${count}`;
}
