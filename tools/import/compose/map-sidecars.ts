import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import { uniqueName } from "../target/names";
import type { ServiceTarget } from "../target/service-target";
import { mapService, type ServiceContext } from "./map-service";
import { storeIn } from "./services";

interface Surroundings {
  readonly services: Field;
  readonly context: ServiceContext;
}

/**
 * Maps what runs with a service in one task: a service that has to complete before it starts, such as a migration, and one that
 * shares its network.
 */
export function addSidecars(
  name: string,
  service: Field,
  target: ServiceTarget,
  { services, context }: Surroundings,
): void {
  const own = target.value("container.name");
  const taken = [typeof own === "string" ? own : "web"];
  const add = (other: string, its: Field): string => {
    const key = uniqueName(nameFrom(other), taken);
    const sidecar = target.sidecar(key);
    mapService(its, sidecar, context);
    return key;
  };
  for (const [other, dependency] of service.get("depends_on").entries) {
    const condition = dependency.get("condition");
    const its = services.get(other);
    if (condition.text !== "service_completed_successfully" || storeIn(other, its) !== undefined)
      continue;
    const key = add(other, its);
    target.sidecar(key).set("container.essential", false);
    target.set(`container.dependsOn/${key}`, "SUCCESS");
    dependency.changed(
      target.shown(`container.dependsOn/${key}`),
      "It runs in each task, before the service's own container.",
    );
    its.left("It runs to its end in each task, where it has no such field.");
  }
  for (const [other, its] of services.entries) {
    if (its.get("network_mode").text !== `service:${name}`) continue;
    const key = add(other, its);
    its
      .get("network_mode")
      .changed(
        target.shown(`sidecars/${key}`),
        "It is in the same task. On instances, containers call each other by name, and list each other in links.",
      );
    its.left("A sidecar has no such field.");
  }
}
