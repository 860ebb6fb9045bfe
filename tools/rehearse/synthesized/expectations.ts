import type { StackJson } from "../../synthesized/stack-json";

/** Resources that stacks refer to but do not create, so the account must already have them. */
export interface Expectations {
  readonly hostedZones: readonly HostedZone[];
}

export interface HostedZone {
  readonly id: string;
  readonly name: string;
}

/** A Route 53 zone ID. A reference to a zone in the stack itself is an expression, which does not match. */
const ZONE_ID = /^Z[A-Z0-9]+$/;

/** Finds the hosted zones in which the stacks create records. */
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

/** The longest domain that contains all names. A single name is in its parent domain. */
function commonDomain(names: readonly string[]): string {
  const [first = "example.com", ...others] = names;
  const parents = first.split(".").slice(1);
  while (!others.every((name) => name.endsWith(`.${parents.join(".")}`))) parents.shift();
  return parents.join(".");
}
