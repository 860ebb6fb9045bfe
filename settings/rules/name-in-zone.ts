import { show } from "../wording/show";
import { type Broken, broken } from "./rule";

interface OwnName {
  domainName?: string;
  hostedZoneId?: string;
}

/** What is wrong with a name, given at `<part>.domainName`, that is to be in its own zone or that of the environment. */
export function nameInZoneProblem(
  part: string,
  { domainName, hostedZoneId }: OwnName,
  domain: { name: string } | undefined,
): Broken | undefined {
  if (domainName === undefined || hostedZoneId !== undefined) return undefined;
  const field = `${part}.domainName`;
  if (domain === undefined) {
    return broken(
      field,
      "must not be given without hostedZoneId or the environment's domain, whose zone gets the record",
      domainName,
      "Give the zone, or the environment a domain (name and hostedZoneId), or leave domainName out.",
    );
  }
  return domainName === domain.name || domainName.endsWith(`.${domain.name}`)
    ? undefined
    : broken(
        field,
        `must be in the environment's domain (${show(domain.name)})`,
        domainName,
        `End it with .${domain.name}, give the hostedZoneId of its own zone, or change the domain.`,
      );
}
