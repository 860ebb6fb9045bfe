import * as names from "../../aws/names";
import { broken, rule } from "../rules/rule";
import { arn, text, textOf } from "./fields";

/** A zone of Route 53, which is there already. */
export function hostedZoneId() {
  return textOf(names.hostedZoneId);
}

/** A certificate of ACM, which is there already. */
export function certificateArn(region?: string) {
  return arn(
    `must be the ARN of an ACM certificate${region === undefined ? "" : ` in ${region}`}`,
    { ...names.certificateArn, region },
    "certificate/ and an id of 36 hexadecimal digits and hyphens",
  );
}

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
      names.isHostName(value, 2),
    ).optional(),
    /** The public Route 53 zone of domainName. @default that of the environment's domain */
    hostedZoneId: hostedZoneId().optional(),
    /** Of a certificate for domainName. @default one is requested */
    certificateArn: certificateArn(certificateRegion).optional(),
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
