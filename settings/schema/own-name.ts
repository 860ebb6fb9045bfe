import { broken, rule } from "../rules/rule";
import { text } from "./fields";
import { hostedZoneId } from "./hosted-zone-id";
import { ARN_START, isHostName, REGION } from "./patterns";

export interface OwnNameDefaults {
  readonly example: string;
  /** Region of the certificate. @default that of the environment */
  readonly certificateRegion?: string;
}

/** A name of our own for something that AWS gives a name to, with a certificate: without one, there is no HTTPS. */
export function ownName({ example, certificateRegion }: OwnNameDefaults) {
  return {
    /** Name to be reached by, in the environment's domain or the zone below. @default the one that AWS gives */
    domainName: text(`must be a host name in lower case, as in "${example}"`, (value) =>
      isHostName(value, 2),
    ).optional(),
    /** The public Route 53 zone of domainName. @default that of the environment's domain */
    hostedZoneId: hostedZoneId().optional(),
    /** Of a certificate for domainName. @default one is requested */
    certificateArn: text(
      `must be the ARN of an ACM certificate${certificateRegion === undefined ? "" : ` in ${certificateRegion}`}`,
      new RegExp(
        `${ARN_START}:acm:${certificateRegion ?? REGION}:\\d{12}:certificate/[0-9a-f-]{36}$`,
      ),
    ).optional(),
  };
}

export const nameIsGiven = rule<{
  domainName?: string;
  hostedZoneId?: string;
  certificateArn?: string;
}>(
  ["domainName", "hostedZoneId", "certificateArn"],
  ({ domainName, hostedZoneId: zone, certificateArn }) => {
    const [field, got] =
      zone === undefined ? ["certificateArn", certificateArn] : ["hostedZoneId", zone];
    return domainName !== undefined || got === undefined
      ? undefined
      : broken(
          field,
          "must not be given without domainName, which it is for",
          got,
          `Give domainName, or leave ${field} out.`,
        );
  },
);
