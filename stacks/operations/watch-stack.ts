import { SystemAlarms } from "../../modules/observability/alarms/system-alarms";
import { SystemDashboard } from "../../modules/observability/dashboard/system-dashboard";
import type { LogGroup } from "../../modules/observability/log-group";
import { SystemIncident } from "../../modules/observability/objectives/system-incident";
import { TaskEvents } from "../../modules/observability/task-events";
import { watchedResources } from "../../modules/observability/watched";
import { kindsLeftOut, objectivesOf } from "../props/settings-to-alarms";
import type { SystemStack } from "../system-stack";

/** Adds what watches a system, which is drawn from the resources of its stack: create everything else first. */
export function watch(stack: SystemStack): void {
  addAlarms(stack, addTaskEvents(stack));
  const { dashboards, region } = stack.environment;
  if (dashboards) {
    const objectives = objectivesOf(stack);
    new SystemDashboard(stack, "dashboard", { name: stack.node.id, region, objectives });
  }
}

function addTaskEvents(stack: SystemStack): LogGroup | undefined {
  if (!(stack.environment.ecsEvents ?? stack.notifies)) return undefined;
  const of = watchedResources(stack, (type) => /^aws_ecs_(cluster|service)$/.test(type));
  const [cluster] = of("aws_ecs_cluster");
  if (cluster === undefined) return undefined;
  const events = new TaskEvents(stack, "task-events", {
    name: stack.node.id,
    clusterArn: cluster.attribute("arn"),
    // A service's ID is its ARN.
    serviceArns: of("aws_ecs_service").map((service) => service.attribute("id")),
    retentionDays: stack.logRetentionDays(),
  });
  return events.logs;
}

function addAlarms(stack: SystemStack, taskEvents: LogGroup | undefined): void {
  const receiver = stack.alarms();
  if (receiver === undefined) return;
  const { add, runbook, ...thresholds } = stack.environment.alarms ?? {};
  const objectives = objectivesOf(stack);
  const alarms = new SystemAlarms(stack, "system-alarms", {
    ...receiver,
    region: stack.environment.region,
    receiverIn: (region) => stack.receiverIn(region),
    thresholds,
    add,
    leaveOut: kindsLeftOut(stack),
    runbook,
    taskEvents,
  });
  if (objectives !== undefined) new SystemIncident(stack, "incident", { objectives, alarms });
}
