import type { Field } from "../field";
import { NOT_ON_FARGATE, putArchitecture, putPlatformVersion, putStorage } from "../target/fargate";
import type { ServiceTarget } from "../target/service-target";

const PROVIDERS = ["FARGATE", "FARGATE_SPOT"];

/** Whether tasks run on Fargate: as their service says, or else their task definition. */
export function runsOnFargate(definition: Field, service: Field | undefined): boolean {
  const launchType = service?.get("launchType").text;
  if (launchType !== undefined) return launchType === "FARGATE";
  const strategy = service?.get("capacityProviderStrategy").items ?? [];
  if (strategy.length > 0)
    return strategy.every((item) => PROVIDERS.includes(item.get("capacityProvider").text ?? ""));
  return definition.get("requiresCompatibilities").items.some(({ text }) => text === "FARGATE");
}

/** Maps what tasks on Fargate have, and says so where they cannot stay there. */
export function mapFargate(
  definition: Field,
  service: Field | undefined,
  target: ServiceTarget,
): void {
  const kinds = [
    definition.get("requiresCompatibilities"),
    definition.get("networkMode"),
    ...(service === undefined ? [] : [service.get("launchType")]),
  ];
  if (target.capacity !== "fargate") {
    for (const field of kinds) field.left(NOT_ON_FARGATE);
    return;
  }
  for (const field of kinds)
    field.changed(
      target.shown("capacity.kind"),
      "Tasks run on Fargate, where each has an address of its own.",
    );
  const platform = definition.get("runtimePlatform");
  const architecture = platform.get("cpuArchitecture");
  putArchitecture(target, architecture, architecture.text ?? "");
  for (const field of [
    platform.get("operatingSystemFamily"),
    ...(service === undefined ? [] : [service.get("platformFamily")]),
  ])
    if (/^linux$/i.test(field.text ?? "")) field.taken(target.shown("capacity.kind"));
    else field.left("Systems run containers of Linux.");
  putStorage(target, definition.get("ephemeralStorage", "sizeInGiB"));
  if (service === undefined) return;
  putPlatformVersion(target, service.get("platformVersion"));
  spot(service.get("capacityProviderStrategy"), target);
}

/** Shares of on-demand and Spot tasks, and the number of tasks before the shares count. */
function spot(strategy: Field, target: ServiceTarget): void {
  const sum = (provider: string, name: string) =>
    strategy.items
      .filter((item) => item.get("capacityProvider").text === provider)
      .reduce((total, item) => total + (item.get(name).number ?? 0), 0);
  const [onDemand, onSpot] = [sum("FARGATE", "weight"), sum("FARGATE_SPOT", "weight")];
  const percent = onSpot === 0 ? 0 : Math.round((100 * onSpot) / (onDemand + onSpot));
  for (const item of strategy.items)
    if (item.get("capacityProvider").text === "FARGATE_SPOT" && (item.get("base").number ?? 0) > 0)
      item.get("base").left("The base of a service is on demand: capacity.onDemandTasks.");
  target.set("capacity.spotPercent", percent);
  if (percent > 0) target.set("capacity.onDemandTasks", sum("FARGATE", "base"));
  strategy.changed(
    target.shown("capacity.spotPercent"),
    percent === 0
      ? "All tasks are on demand."
      : "The share of Spot, after the base of tasks that are on demand (capacity.onDemandTasks).",
  );
}
