import type { Field } from "../field";
import {
  discoveredHost,
  type ExplainHost,
  notImportedAdvice,
  otherSystemAdvice,
  serviceConnectAdvice,
} from "../target/hosts";
import type { TargetSystem } from "../target/service-target";

/** A service of a Compose file that is imported as one of a system. */
export interface ImportedService {
  readonly system: TargetSystem;
  /** Its name in the settings. */
  readonly name: string;
  readonly port: number;
}

/** Explains the names by which a service of a Compose file calls the others. */
export function hostsOf(
  caller: string,
  services: Field,
  imported: ReadonlyMap<string, ImportedService>,
): ExplainHost {
  const names = namesOf(services);
  const own = services.get(caller);
  for (const link of own.get("links").items) {
    const [service = "", alias = service] = (link.text ?? "").split(":");
    names.set(alias, service);
  }
  return (named) => {
    const service = names.get(named.host);
    if (service === undefined) return discoveredHost(named);
    if (service === caller) return undefined;
    const isBeside =
      own.get("depends_on", service, "condition").text === "service_completed_successfully" ||
      services.get(service, "network_mode").text === `service:${caller}`;
    if (isBeside)
      return `${named.host} is a sidecar of this service. List it in container.links to call it by the name of the sidecar.`;
    const other = imported.get(service);
    const system = imported.get(caller)?.system;
    if (other === undefined || other.system === "worker") return notImportedAdvice(named);
    return other.system === "talk-service" && system === "talk-service"
      ? serviceConnectAdvice(named, other)
      : otherSystemAdvice(named, other.system);
  };
}

/** Services by all names that Compose's networks give them. */
function namesOf(services: Field): Map<string, string> {
  return new Map(
    services.entries.flatMap(([name, service]) => {
      const aliases = service
        .get("networks")
        .items.flatMap((network) => network.get("aliases").items.map(({ text }) => text));
      const others = [service.get("container_name").text, service.get("hostname").text, ...aliases];
      return [...others, name].flatMap((each) =>
        each === undefined ? [] : [[each, name] as const],
      );
    }),
  );
}
