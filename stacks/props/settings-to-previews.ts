import type { HttpEntry } from "../../modules/load-balancing/http-entry";
import { PreviewGround, type PreviewRouting } from "../../modules/preview/preview-ground";
import type { SharedCapacity } from "../../modules/preview/shared-ground";
import type { Capacity } from "../../modules/service/service-capacity";
import type { HttpScaleOutSettings } from "../../settings/environment";
import { capacityProps, type CapacitySettings } from "../add-capacity";
import type { SystemStack } from "../system-stack";

export type PreviewSettings = NonNullable<HttpScaleOutSettings["previews"]>;

/** Adds what a system has for its previews, if it has any. */
export function addPreviewGround(
  stack: SystemStack,
  previews: PreviewSettings | undefined,
  system: { readonly entry: HttpEntry; readonly capacity: Capacity },
): void {
  if (previews === undefined) return;
  new PreviewGround(stack, "previews", {
    ...system,
    stack: stack.node.id,
    port: previews.port,
    clientCidrs: previews.clientCidrs,
    routing: routingOf(stack, previews),
  });
}

export function routingOf(stack: SystemStack, { routing }: PreviewSettings): PreviewRouting {
  if (routing.kind === "path") return routing;
  const { domain } = stack.environment;
  return { ...routing, hostedZoneId: routing.hostedZoneId ?? domain?.hostedZoneId };
}

export function sharedCapacity(stack: SystemStack, settings: CapacitySettings): SharedCapacity {
  const props = capacityProps(stack, settings);
  return props.kind === "instances"
    ? { kind: props.kind, placement: props.placement ?? [] }
    : {
        kind: props.kind,
        architecture: props.architecture,
        platformVersion: props.kind === "fargate" ? props.platformVersion : undefined,
      };
}
