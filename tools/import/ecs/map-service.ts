import { deployment, tasksPerService } from "../../../aws/containers/ecs";
import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import { putName, putNumber, READ_ONLY_SHELL } from "../target/program";
import type { ServiceTarget } from "../target/service-target";

/** Maps an ECS service. */
export function mapService(service: Field, target: ServiceTarget): void {
  const name = service.get("serviceName");
  if (name.text !== undefined)
    putName(
      target,
      name,
      target.system === "worker" ? "name" : "service.name",
      nameFrom(name.text),
    );
  const desired = service.get("desiredCount");
  const tasks = Math.max(1, Math.min(desired.number ?? 1, tasksPerService[1]));
  target.set("serviceScaling.minTasks", tasks);
  target.set("serviceScaling.maxTasks", Math.max(4, tasks * 4));
  if (desired.number !== undefined)
    target.put(
      desired,
      "service.desiredCount",
      tasks,
      `The initial and minimum number of tasks. Scaling by ${target.system === "worker" ? "the queue" : "CPU"} adds up to four times as many. For the existing scaling, run \`aws application-autoscaling describe-scalable-targets\`.`,
    );
  const rollout = service.get("deploymentConfiguration");
  const [least, most] = [rollout.get("minimumHealthyPercent"), rollout.get("maximumPercent")];
  if (least.number !== undefined && most.number !== undefined && least.number < most.number) {
    putNumber(
      target,
      least,
      "service.minimumHealthyPercent",
      least.number,
      deployment.minimumHealthyPercent,
    );
    putNumber(target, most, "service.maximumPercent", most.number, deployment.maximumPercent);
  }
  const breaker = rollout.get("deploymentCircuitBreaker", "enable");
  if (breaker.flag !== undefined) target.put(breaker, "service.circuitBreaker", breaker.flag);
  const rollback = rollout.get("deploymentCircuitBreaker", "rollback");
  if (breaker.flag === true && rollback.flag === true)
    rollback.taken(target.shown("service.circuitBreaker"));
  const grace = service.get("healthCheckGracePeriodSeconds");
  if (grace.number !== undefined)
    putNumber(
      target,
      grace,
      "service.healthCheckGracePeriodSeconds",
      grace.number,
      deployment.healthCheckGracePeriodSeconds,
    );
  const exec = service.get("enableExecuteCommand");
  if (exec.flag === true && isReadOnly(target)) exec.left(READ_ONLY_SHELL);
  else if (exec.flag !== undefined) target.put(exec, "service.enableExecuteCommand", exec.flag);
  const port = service.get("loadBalancers", 0, "containerPort");
  if (port.number !== undefined && target.value("container.port") === port.number)
    port.taken(target.shown("container.port"));
}

/** A shell can be opened in each container of a task, whose agent writes to their files. */
function isReadOnly(target: ServiceTarget): boolean {
  const sidecars = Object.values((target.value("sidecars") ?? {}) as Record<string, object>);
  return (
    target.value("container.readonlyRootFilesystem") === true ||
    sidecars.some(
      (sidecar) =>
        (sidecar as { readonlyRootFilesystem?: unknown }).readonlyRootFilesystem === true,
    )
  );
}
