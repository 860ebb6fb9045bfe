import * as names from "../../aws/names";
import { broken, rule } from "../rules/rule";
import { arn, settings, text, textOf } from "./fields";

/** An existing Route 53 zone. */
export function hostedZoneId() {
  return textOf(names.hostedZoneId);
}

/** An existing ACM certificate. */
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

/** A custom domain name with a certificate, for a resource that AWS also gives a name. */
export function ownName({ example, certificateRegion }: OwnNameDefaults) {
  return {
    /** Domain name, in the environment's domain or the zone below. @default the name that AWS assigns */
    domainName: text(`must be a host name in lower case, as in "${example}"`, (value) =>
      names.isHostName(value, 2),
    ).optional(),
    /** The public Route 53 zone of domainName. @default that of the environment's domain */
    hostedZoneId: hostedZoneId().optional(),
    /** ARN of a certificate for domainName. @default a new certificate */
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
          "must not be set without domainName, which it is for",
          got,
          `Set domainName, or remove ${field}.`,
        );
  },
);

/** The domain of an environment. */
export const domain = settings({
  /** Name of the zone, such as `example.com`. */
  name: text('must be a domain in lower case, as in "example.com"', (value) =>
    names.isHostName(value, 2),
  ),
  /** The existing public Route 53 zone of that name. */
  hostedZoneId: hostedZoneId(),
});
