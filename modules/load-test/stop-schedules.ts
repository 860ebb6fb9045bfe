import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Construct } from "constructs";
import { accountIdOf, partitionOf } from "../aws-lookups";
import { ServiceRole } from "../identity/service-role";

export interface StopSchedulesProps {
  /** Name of the group, at most 64 characters. */
  readonly name: string;
  /** Name of the cluster whose tasks the schedules stop. */
  readonly clusterName: string;
  readonly region: string;
}

/**
 * A group for schedules that stop tasks at a given time, and the role that allows it. Whoever starts a task adds its
 * schedule. Remaining schedules are deleted with the group.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export class StopSchedules extends Construct {
  readonly groupName: string;
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: StopSchedulesProps) {
    super(scope, id);
    const { name, clusterName, region } = props;
    this.groupName = new SchedulerScheduleGroup(this, "Default", { name }).name;
    this.role = new ServiceRole(this, "role", {
      service: "scheduler.amazonaws.com",
      namePrefix: `${name.slice(0, 32)}-stop-`,
      description: `Stops the tasks of ${clusterName} at their deadline`,
    });
    const cluster = `${region}:${accountIdOf(this)}:task/${clusterName}`;
    this.role.allow("stop-tasks", [
      { actions: ["ecs:StopTask"], resources: [`arn:${partitionOf(this)}:ecs:${cluster}/*`] },
    ]);
  }
}
