import type { ScaledService } from "../../simulate/model/scaling/service-autoscaler";
import { readSimulatedSystem } from "../../simulate/system/read-system";
import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import { idlingOf } from "../../synthesized/idling";
import { readSystem } from "../../synthesized/system/system";
import { UserError } from "../../terminal/user-error";
import type { Service } from "../service/service";
import { Autoscaling, type Decision } from "./autoscaling";
import { IdleWatch } from "./idle-watch";
import { cpuSecondsByGroup } from "./process-cpu";
import { localScaling } from "./scaled-services";
import { ServiceUsage } from "./service-usage";

const KEPT_DECISIONS = 200;

/** The scaling of a running system's services. */
export interface RunningAutoscaling {
  /** The decisions of alarms and policies, newest first. */
  readonly decisions: readonly Decision[];
  /** By service name, for services that scale. */
  readonly services: ReadonlyMap<string, ScaledStatus>;
  readonly stop: () => void;
}

export interface ScaledStatus {
  readonly min: number;
  readonly max: number;
  /** The targets of the policies, such as `cpu 80`. */
  readonly targets: readonly string[];
  readonly usage: ServiceUsage;
}

/**
 * Starts to scale the services of a running system by the policies of its stack.
 *
 * @throws UserError if no service has a policy that a local run supports
 */
export function autoscaleSystem(options: {
  readonly name: string;
  readonly evaluated: EvaluatedStack;
  /** By address. */
  readonly services: ReadonlyMap<string, Service>;
  readonly speed: number;
  /** How many requests the system has received. */
  readonly requests: () => number;
  readonly say: (line: string) => void;
}): RunningAutoscaling {
  const { name, evaluated, services, speed, requests, say } = options;
  const decisions: Decision[] = [];
  const sizes = readSimulatedSystem(evaluated, name).system.services;
  const keep = (decision: Decision): void => {
    decisions.unshift(decision);
    decisions.splice(KEPT_DECISIONS);
  };
  const status = new Map<string, ScaledStatus>();
  const scaled = localScaling(evaluated, readSystem(evaluated).services, say).flatMap(
    ({ service: model, scaling }) => {
      const service = services.get(model.address);
      const size = sizes.find((each) => each.name === model.name);
      if (scaling === undefined || service === undefined || size === undefined) return [];
      if (scaling.policies.length + scaling.schedule.length === 0) return [];
      const usage = new ServiceUsage(size.task.cpuUnits);
      const targets = scaling.policies.flatMap((policy) =>
        policy.kind === "target-tracking" ? [`${policy.metric} ${policy.target}`] : [policy.name],
      );
      status.set(model.name, { min: scaling.min, max: scaling.max, targets, usage });
      return [{ scaling, service: scalable(service, keep), usage, tasks: () => service.tasks }];
    },
  );
  if (scaled.length === 0) {
    throw new UserError(
      `--autoscale: no service of ${name} scales by CPU, requests or a schedule. Remove --autoscale.`,
    );
  }
  const idling = idlingOf(evaluated);
  const autoscaling = new Autoscaling({
    services: scaled,
    idle: idling && new IdleWatch(idling, requests),
    speed,
    readCpu: cpuSecondsByGroup,
    onDecision: (decision) => {
      keep(decision);
      say(`${decision.service}: ${decision.text}`);
    },
  });
  autoscaling.start();
  for (const [service, { min, max, targets }] of status)
    say(`${service}: scaled between ${min} and ${max} tasks by ${targets.join(" and ")}`);
  if (idling !== undefined)
    say(
      `all tasks stop after ${idling.afterMinutes} minutes without a request, and start at the next`,
    );
  return {
    decisions,
    services: status,
    stop: () => {
      autoscaling.stop();
    },
  };
}

/** Presents a service to Application Auto Scaling. */
function scalable(service: Service, keep: (decision: Decision) => void): ScaledService {
  const { name } = service.model;
  return {
    name,
    get desired() {
      return service.desiredCount;
    },
    get running() {
      return service.tasks.filter(({ state }) => state === "RUNNING").length;
    },
    get isDeploying() {
      return !service.deployment.isOver;
    },
    setDesired(count: number, reason: string) {
      const text = `desired count ${service.desiredCount} -> ${count}: ${reason}`;
      keep({ time: new Date(), kind: "scaling", service: name, text });
      service.scaleTo(count, reason);
    },
  };
}
