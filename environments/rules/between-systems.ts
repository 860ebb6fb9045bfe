import { type Broken, broken, type FieldOf, rule } from "./rule";

interface NamedThings {
  clusterName?: string;
  image?: { kind: string; repositoryName?: string };
  loadBalancer?: { name?: string; domainName?: string };
}

interface Neighbours {
  systems: Record<string, NamedThings | undefined>;
}

/** Where a system names what there can be only one of under a name, and what that is. */
const names: Readonly<Record<string, readonly [string, (system: NamedThings) => unknown]>> = {
  clusterName: ["cluster", ({ clusterName }) => clusterName],
  "image.repositoryName": ["repository", ({ image }) => image?.repositoryName],
  "loadBalancer.name": ["load balancer", ({ loadBalancer }) => loadBalancer?.name],
  "loadBalancer.domainName": ["record", ({ loadBalancer }) => loadBalancer?.domainName],
};

/** Rules, one for each pair of systems and each name: the second to be deployed would find the name taken. */
export function systemsDiffer(systems: readonly string[]) {
  return systems.flatMap((later, index) =>
    systems
      .slice(0, index)
      .flatMap((earlier) => Object.keys(names).map((field) => differ(earlier, later, field))),
  );
}

function differ(earlier: string, later: string, field: string) {
  const [thing, nameOf] = names[field] ?? ["", () => undefined];
  const reads = [earlier, later].map((system) => `systems.${system}.${field}`);
  return rule<Neighbours>(reads as FieldOf<Neighbours>[], ({ systems }): Broken | undefined => {
    const [one, other] = [systems[earlier], systems[later]];
    if (one === undefined || other === undefined) return undefined;
    const name = nameOf(other);
    return name === undefined || name !== nameOf(one)
      ? undefined
      : broken(
          ["systems", later, ...field.split(".")],
          `must differ from that of ${earlier}, which has a ${thing} of this name`,
          name,
          "Choose another name.",
        );
  });
}
