import { nameFrom } from "../../init/answers";
import type { Field } from "../field";
import {
  discoveredHost,
  type ExplainHost,
  notImportedAdvice,
  otherSystemAdvice,
  serviceConnectAdvice,
} from "../target/hosts";
import { uniqueName } from "../target/names";
import type { TargetSystem } from "../target/service-target";
import type { Manifest } from "./read-copilot";

interface Services {
  readonly workloads: readonly Manifest[];
  /** Those that are imported into `system`. */
  readonly web: readonly Manifest[];
  readonly system: TargetSystem;
}

/**
 * Explains the names by which a service of Copilot calls the others: `<service>` with Service Connect, and
 * `<service>.<environment>.<application>.local` with service discovery.
 *
 * @see https://aws.github.io/copilot-cli/docs/developing/svc-to-svc-communication/
 */
export function hostsIn(caller: Manifest, { workloads, web, system }: Services): ExplainHost {
  const taken: string[] = [];
  const keys = new Map(web.map(({ name }) => [name, uniqueName(nameFrom(name), taken)]));
  return (named) => {
    const [first = "", ...rest] = named.host.split(".");
    const isDiscovered = rest.length === 0 || rest.at(-1) === "local";
    const called = workloads.find(({ name }) => name === first);
    if (called === undefined || !isDiscovered) return discoveredHost(named);
    if (called === caller) return undefined;
    const key = keys.get(called.name);
    if (key === undefined) return notImportedAdvice(named);
    return system === "talk-service" && web.includes(caller)
      ? serviceConnectAdvice(named, { name: key, port: portOf(called.field) })
      : otherSystemAdvice(named, system);
  };
}

function portOf(manifest: Field): number {
  const [port] = [manifest.get("http", "target_port"), manifest.get("image", "port")].flatMap(
    ({ number }) => number ?? [],
  );
  return port ?? 80;
}
