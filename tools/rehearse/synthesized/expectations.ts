import type { StackJson } from "../../synthesized/stack-json";

/** What stacks name and do not make, so that an account must have it before they are applied. */
export interface Expectations {
  readonly hostedZones: readonly HostedZone[];
}

export interface HostedZone {
  readonly id: string;
  readonly name: string;
}

/** The ids of Route 53: an expression that refers to a zone of the stack itself looks otherwise. */
const ZONE_ID = /^Z[A-Z0-9]+$/;

/** Reads from the stacks which hosted zones they put records into. */
export function expectationsOf(stacks: readonly StackJson[]): Expectations {
  const namesByZone = new Map<string, string[]>();
  for (const record of stacks.flatMap((stack) =>
    Object.values(stack.resources("aws_route53_record")),
  )) {
    const { zone_id: zone, name } = record;
    if (typeof zone !== "string" || !ZONE_ID.test(zone)) continue;
    const names = namesByZone.get(zone) ?? [];
    namesByZone.set(
      zone,
      typeof name === "string" && !name.includes("${") ? [...names, name] : names,
    );
  }
  return {
    hostedZones: [...namesByZone].map(([id, names]) => ({ id, name: commonDomain(names) })),
  };
}

/** The longest domain that all names lie below; a name of its own lies below its parent. */
function commonDomain(names: readonly string[]): string {
  const [first = "example.com", ...others] = names;
  const parents = first.split(".").slice(1);
  while (!others.every((name) => name.endsWith(`.${parents.join(".")}`))) parents.shift();
  return parents.join(".");
}
