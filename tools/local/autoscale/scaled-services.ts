import type { MetricSource, ServicePolicy, ServiceScaling } from "../../simulate/model/system";
import { readServiceScaling } from "../../simulate/system/read-service-scaling";
import type { EvaluatedStack } from "../../synthesized/evaluated-stack";
import type { ServiceModel } from "../../synthesized/system/ecs-service";

export interface LocalScaling {
  readonly service: ServiceModel;
  /** Undefined for a service that does not scale. */
  readonly scaling: ServiceScaling | undefined;
}

/**
 * How the services of a stack scale, as far as a local run can measure it: by CPU, requests and schedules.
 *
 * @param say called for each policy that is left out, with the reason
 */
export function localScaling(
  stack: EvaluatedStack,
  services: readonly ServiceModel[],
  say: (line: string) => void,
): readonly LocalScaling[] {
  return services.map((service) => {
    const notModelled: string[] = [];
    const read = readServiceScaling(
      stack,
      service,
      { services: [service.name], groups: [] },
      notModelled,
    );
    for (const line of notModelled) say(line);
    if (read === undefined) return { service, scaling: undefined };
    const policies = read.policies.filter((policy) => {
      const reason = reasonToLeaveOut(policy);
      if (reason !== undefined) say(`${service.name}: ${policy.name} is left out: ${reason}.`);
      return reason === undefined;
    });
    return { service, scaling: { ...read, policies } };
  });
}

function reasonToLeaveOut(policy: ServicePolicy): string | undefined {
  switch (policy.kind) {
    case "predictive":
      return "a local run has no history to forecast from";
    case "target-tracking":
      return whyUnknown(policy.metric);
    case "step":
      return policy.alarm.source.of === "service"
        ? whyUnknown(policy.alarm.source.metric)
        : `its alarm watches the ${policy.alarm.source.of}, and a local run has no instances`;
  }
}

function whyUnknown(metric: MetricSource["metric"] | "custom"): string | undefined {
  if (metric === "custom") return "a local run does not measure custom metrics";
  return metric === "cpu" || metric === "requests-per-target"
    ? undefined
    : `a local run does not measure ${metric}`;
}
