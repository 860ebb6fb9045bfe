import type { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { madeAnewWith } from "./made-anew-with";

/** The arguments by which a policy or a scheduled action belongs to a scalable target and is replaced with it. */
export function ofTarget(target: AppautoscalingTarget) {
  return {
    serviceNamespace: target.serviceNamespace,
    scalableDimension: target.scalableDimension,
    resourceId: target.resourceId,
    lifecycle: madeAnewWith(target),
  };
}
